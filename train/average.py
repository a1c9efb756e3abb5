#!/usr/bin/env python3
"""Averages the weights of runs that lie on one path of training (each begun from the one before): steadier than any of them.
  average.py runs/second runs/third --out runs/mean [--weights .5 .5]"""
import argparse, os
import torch

ap = argparse.ArgumentParser()
ap.add_argument('runs', nargs='+'); ap.add_argument('--out', required=True); ap.add_argument('--weights', type=float, nargs='+')
a = ap.parse_args()
w = a.weights or [1 / len(a.runs)] * len(a.runs)
C = [torch.load(f'{r}/last.pt', map_location='cpu') for r in a.runs]
assert all(c['labels'] == C[0]['labels'] for c in C), 'the runs have different labels'
out = dict(C[-1]); out.pop('opt', None)
out['model'] = {k: sum(x * c['model'][k] for x, c in zip(w, C)) for k in C[0]['model']}
os.makedirs(a.out, exist_ok=True); torch.save(out, f'{a.out}/last.pt')
