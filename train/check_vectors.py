#!/usr/bin/env python3
"""How far the vectors of the program, int8 throughout, are from the float32 model as published.
  readout read --json --vectors FILE | check_vectors.py [--minilm runs/minilm]"""
import argparse, json, sys
import torch
from tokenizers import Tokenizer
from model import Encoder

ap = argparse.ArgumentParser(); ap.add_argument('--minilm', default='runs/minilm'); a = ap.parse_args()
enc = Encoder(0); enc.load(a.minilm + '/model.safetensors'); enc.eval()
cut = Tokenizer.from_file(a.minilm + '/tokenizer.json'); cut.no_padding(); cut.no_truncation()
ours, theirs = [], []
for s in (s for r in json.load(sys.stdin) for s in r['sentences']):
    ids = cut.encode(s['text']).ids
    if len(ids) > 256: continue
    with torch.no_grad(): v = enc(torch.tensor([ids]), torch.zeros(1, len(ids), dtype=torch.long), torch.ones(1, len(ids), dtype=torch.bool))[0].mean(0)
    ours.append(s['vector']); theirs.append((v / v.norm()).tolist())
A, B = torch.tensor(ours), torch.tensor(theirs)
d = (A @ A.T - B @ B.T).abs()
print(f'{len(A)} sentences: cosine with the published model {(A * B).sum(1).mean():.4f}, at least {(A * B).sum(1).min():.4f}; '
      f'similarities of two sentences differ by {d.mean():.4f} on average, {d.max():.4f} at most')
