#!/usr/bin/env python3
"""The three-layer student of a finished run: its first layer and its heads are the run's own, two layers learn to give what six gave.
  fast.py --run NAME --data ../../shared [--minutes 15]    # runs/NAME/fast.pt; export.py takes it along
Every batch goes through both; the student is drawn to the other's word vectors and, through the frozen heads, to its distributions."""
import argparse, os, pickle, random, time
import torch, torch.nn.functional as F
import data as D, decode, losses
from model import Encoder, Model, encode, pad

ap = argparse.ArgumentParser()
ap.add_argument('--run', required=True); ap.add_argument('--data', required=True); ap.add_argument('--minilm', default='runs/minilm'); ap.add_argument('--teacher', default='teacher', help='the run whose unlabelled windows are read too, if it is there')
ap.add_argument('--minutes', type=float, default=15); ap.add_argument('--pieces', type=float, default=3e6, help='an upper bound'); ap.add_argument('--from', dest='start', default='2,5', help='which layers the two start as'); ap.add_argument('--init', help='start from the fast.pt of this run')
ap.add_argument('--tokens', type=int, default=768); ap.add_argument('--lr', type=float, default=3e-4); ap.add_argument('--seed', type=int, default=1); ap.add_argument('--threads', type=int, default=2); ap.add_argument('--bf16', action='store_true')
a = ap.parse_args(); torch.set_num_threads(a.threads); torch.manual_seed(a.seed); random.seed(a.seed)
here = os.path.dirname(os.path.abspath(__file__)); os.chdir(here); repo = os.path.dirname(here); out = f'runs/{a.run}'; log_file = open(f'{out}/fast.txt', 'a', encoding='utf8')
def log(*x): print(*x, flush=True); print(*x, file=log_file, flush=True)

c = torch.load(f'{out}/last.pt'); full = Model(c['labels'], 0.); full.load_state_dict(c['model']); full.eval()
for p in full.parameters(): p.requires_grad = False
student = Model(c['labels'], 0.); student.load_state_dict(c['model'])
student.enc.layers = torch.nn.ModuleList([student.enc.layers[0]] + [student.enc.layers[int(i)] for i in a.start.split(',')])
if a.init: student.enc.layers.load_state_dict({k.removeprefix('layers.'): v for k, v in torch.load(f'runs/{a.init}/fast.pt').items()}, strict=False)
for p in student.parameters(): p.requires_grad = False
learn = [p for l in student.enc.layers[1:] for p in l.parameters()]
for p in learn: p.requires_grad = True
student.eval()

P = D.Pieces(a.minilm + '/tokenizer.json'); rng = random.Random(a.seed)
def annotated(paths): raw = D.read_annotated(paths); cut = D.split(raw, repo); return [D.prepare(d, cut[d['doc']], P) for d in raw]
silver = annotated([f'{a.data}/gold/silver/{f}.jsonl' for f in ('silver', 'silver2', 'silver3')]); held = silver[6::13]; gold = annotated([f'{a.data}/gold/dev'])
raw = D.read_passages(repo); cut = D.split(raw, repo); docs = [d for i, d in enumerate(silver) if i % 13 != 6] + [D.prepare(d, cut[d['doc']], P) for d in raw]
lang = f'{a.data}/data/lang'; names, names_held = D.read_names(f'{lang}/worldwide/text', P, repo); ud_held = D.read_conllu(f'{lang}/ud-ewt/en_ewt-ud-dev.conllu', P)
ud = D.read_conllu(f'{lang}/ud-ewt/en_ewt-ud-train.conllu', P) + D.read_gum(f'{lang}/gum/dep', f'{lang}/gum/splits.md', P)
for k in ('feats', 'lemma'):
    for x in (ud, ud_held): D.number(x, k, c['labels'][k])
soft = f'runs/{a.teacher}/soft.pkl'; soft = pickle.load(open(soft, 'rb')) if os.path.exists(soft) else []

def windows(): return [f(d, b, e) for L, f in ((docs, D.silver_window), (names, D.name_window), (ud, D.ud_window)) for d in L for b, e in D.cuts(d['W'], 192, rng)] + soft

def like(x, y): return losses.soft(x, y.float().softmax(-1))
def loss(B):
    with torch.no_grad(): Y = encode(full, B)
    X = encode(student, B); n = sum(x['n'] for x in B); real = pad([[True] * x['n'] for x in B], False)
    L = 60 * F.mse_loss(X[real].float(), Y[real].float()) + sum(like(getattr(student, k)(X)[real], getattr(full, k)(Y)[real]) / n for k in ('name', 'upos', 'feats', 'lemma'))
    for k, s in (('trigger', .03), ('cue', .04)): L = L + like(getattr(student, k)(X)[real], getattr(full, k)(Y)[real]) / (s * n)
    S, T = losses.arcs(student, X, B)[:, 1:][real], losses.arcs(full, Y, B)[:, 1:][real]; L = L + like(S, T) / n
    b, d = real.nonzero(as_tuple=True); h = T.argmax(-1); L = L + like(student.parser.rels(b, d + 1, h), full.parser.rels(b, d + 1, h)) / n
    sent = pad([x['sent'] for x in B])
    for scores, head, attr in ((1 - full.trigger(Y).float().softmax(-1)[..., 0], 'event_args', 'modality'), (full.cue(Y).float().softmax(-1)[..., 1], 'cue_args', 'act')):
        r, t = ((scores > .3) & real).nonzero(as_tuple=True)
        if not len(r): continue
        k = real[r]; L = L + (like(getattr(student, head)(X, sent, r, t)[k], getattr(full, head)(Y, sent, r, t)[k]) + like(getattr(student, attr)(X[r, t]), getattr(full, attr)(Y[r, t]))) / len(r)
    return L

opt = torch.optim.AdamW(learn, lr=a.lr, weight_decay=.01, fused=True); L, t0, seen, step, tot = [], time.time(), 0, 0, 0.
while seen < a.pieces:
    share = max(seen / a.pieces, (time.time() - t0) / 60 / a.minutes)
    if share >= 1: break
    if not L: L = D.batches(windows(), a.tokens, rng); rng.shuffle(L)
    B = L.pop(); step += 1; opt.param_groups[0]['lr'] = a.lr * min(1, step / 100) * (1 - share)
    with torch.autocast('cpu', torch.bfloat16, enabled=a.bf16): l = loss(B)
    opt.zero_grad(); l.backward(); torch.nn.utils.clip_grad_norm_(learn, 2.); opt.step(); tot += float(l.detach()); seen += sum(len(x['ids']) for x in B)
    if step % 100 == 0: log(f'{seen} pieces, {seen / (time.time() - t0):.0f} a second, {tot / 100:.3f}'); tot = 0.
torch.save({'layers.' + k: v for k, v in student.enc.layers.state_dict().items() if not k.startswith('0.')}, f'{out}/fast.pt')

t = c.get('thresholds', dict(trigger=.6, cue=.6))
for who, m in (('six layers', full), ('three', student)):
    for k, d in (('held', held), ('gold', gold)): log(who, k, decode.line(decode.score(d, decode.infer(m, d), t['trigger'], t['cue'])))
    log(who, 'EWT dev', decode.score_ud(m, ud_held)); log(who, 'worldwide', decode.score_names(m, names_held))
log(f'{step} steps, {(time.time() - t0) / 60:.1f} minutes with scoring')
