#!/usr/bin/env python3
"""The figures of a finished run, or of a mean of runs, heads alone, as train.py prints them at its end; sets its thresholds.
  figures.py --run NAME --data ../../shared"""
import argparse, os
import torch
import data as D, decode
from model import Model

ap = argparse.ArgumentParser()
ap.add_argument('--run', required=True); ap.add_argument('--data', required=True); ap.add_argument('--minilm', default='runs/minilm'); ap.add_argument('--threads', type=int, default=2)
a = ap.parse_args(); torch.set_num_threads(a.threads)
here = os.path.dirname(os.path.abspath(__file__)); os.chdir(here); repo = os.path.dirname(here)
P = D.Pieces(a.minilm + '/tokenizer.json')
def annotated(paths): raw = D.read_annotated(paths); cut = D.split(raw, repo); return [D.prepare(d, cut[d['doc']], P) for d in raw]
c = torch.load(f'runs/{a.run}/last.pt'); m = Model(c['labels'], 0.); m.load_state_dict(c['model'])
ud = D.read_conllu(f'{a.data}/data/lang/ud-ewt/en_ewt-ud-dev.conllu', P)
for k in ('feats', 'lemma'): D.number(ud, k, c['labels'][k])
held = annotated([f'{a.data}/gold/silver/{f}.jsonl' for f in ('silver', 'silver2', 'silver3')])[6::13]
c['thresholds'] = decode.figures(m, held, annotated([f'{a.data}/gold/dev']), ud, D.read_names(f'{a.data}/data/lang/worldwide/text', P, repo)[1], print)
torch.save(c, f'runs/{a.run}/last.pt')
