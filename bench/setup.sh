#!/usr/bin/env bash
# Downloads what the comparison needs into bench/.data, about 1.5 GB. It needs
# Python 3.12 or newer with venv (PYTHON names another than python3), and Java 17
# and Maven for CoreNLP, which is left out with a line that says so where they
# are missing. Stanza is not here: its models lie on servers of their own and not
# in a package registry.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2
data=$PWD/.data
mkdir -p "$data"

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' || { echo "$python is older than 3.12: name a newer one in PYTHON" >&2; exit 2; }
"$python" -m venv "$data/venv" && "$data/venv/bin/pip" install -q -r requirements.txt || exit 1
# What is put in its place only when it is whole is not taken for whole when it was cut off.
if [ ! -f "$data/minilm/model.safetensors" ]; then
  rm -rf "$data/minilm.part" "$data/minilm"
  "$data/venv/bin/python" ../train/fetch.py "$data/minilm.part" && mv "$data/minilm.part" "$data/minilm" || exit 1
fi
"$data/venv/bin/python" peers/onnx_encoder.py build "$data/minilm" "$data/onnx" || exit 1

if command -v java >/dev/null && command -v mvn >/dev/null; then
  if [ ! -d "$data/corenlp" ]; then
    rm -rf "$data/corenlp.part"
    mvn -q -B -f peers/pom.xml dependency:copy-dependencies -DoutputDirectory="$data/corenlp.part" && mv "$data/corenlp.part" "$data/corenlp" || exit 1
  fi
else
  echo 'no java or no mvn: CoreNLP is left out' >&2
fi
