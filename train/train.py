#!/usr/bin/env python3
"""Trains the encoder and all heads together; resumes from its last checkpoint if it was cut.
  train.py --run NAME --data ../../shared [--silver 8 --ud 2 --names 1.5] [--passages 3] [--soft 1] [--init OTHER] [--minutes N]
Log: runs/NAME/log.txt. Checkpoint: runs/NAME/last.pt. Then: export.py runs/NAME"""
import argparse, collections, os, pickle, random, time
import torch
import data as D
import decode, losses
from model import Model, encode

ap = argparse.ArgumentParser()
ap.add_argument('--run', required=True); ap.add_argument('--data', required=True); ap.add_argument('--minilm', default='runs/minilm')
ap.add_argument('--silver', type=float, default=8, help='epochs over the annotated news'); ap.add_argument('--older', type=float, help='epochs over its first part, annotated before the guidelines settled the last cases; as --silver if left out'); ap.add_argument('--ud', type=float, default=2); ap.add_argument('--names', type=float, default=1.5)
ap.add_argument('--passages', type=float, default=0, help='epochs over train/passages'); ap.add_argument('--soft', type=float, default=0, help='epochs over what teacher.py has labelled'); ap.add_argument('--teacher', default='teacher', help='its run')
ap.add_argument('--init', help='start from the weights of this run; heads that it lacks start anew')
ap.add_argument('--tokens', type=int, default=512, help='word pieces a batch'); ap.add_argument('--lr', type=float, default=1.5e-4); ap.add_argument('--head_lr', type=float, default=1e-3)
ap.add_argument('--args', type=float, default=.5, help='weight of the argument heads'); ap.add_argument('--act', type=float, default=.2, help='weight of the act of speech')
ap.add_argument('--capitals', type=float, default=.03, help='share of batches shown as if printed in capitals')
ap.add_argument('--drop', type=float, default=.1); ap.add_argument('--seed', type=int, default=1); ap.add_argument('--threads', type=int, default=2)
ap.add_argument('--bf16', action='store_true', help='matrix products in bfloat16: twice as fast where the CPU has AVX512_BF16, much slower elsewhere')
ap.add_argument('--every', type=int, default=400, help='steps between checkpoints'); ap.add_argument('--steps', type=int, default=0, help='stop after so many (a trial)')
ap.add_argument('--minutes', type=float, default=1e9, help='the rate falls to zero by then even if steps are left')
a = ap.parse_args()
torch.set_num_threads(a.threads); torch.manual_seed(a.seed); random.seed(a.seed)
here = os.path.dirname(os.path.abspath(__file__)); os.chdir(here); repo = os.path.dirname(here)
out = f'runs/{a.run}'; os.makedirs(out, exist_ok=True); log_file = open(f'{out}/log.txt', 'a', encoding='utf8')
def log(*x):
    print(*x, flush=True); print(*x, file=log_file, flush=True)

# ---- data
P = D.Pieces(a.minilm + '/tokenizer.json')
raw = D.read_annotated([f'{a.data}/gold/silver/{f}.jsonl' for f in ('silver', 'silver2', 'silver3')]); cut = D.split(raw, repo)
silver = [D.prepare(d, cut[d['doc']], P) for d in raw]
first = sum(1 for _ in open(f'{a.data}/gold/silver/silver.jsonl', encoding='utf8'))
held = silver[6::13]; older, train = ([d for i, d in enumerate(silver) if i % 13 != 6 and (i < first) == old] for old in (True, False))
if a.older is None: a.older = a.silver
raw = D.read_annotated([f'{a.data}/gold/dev']); cut = D.split(raw, repo); gold = [D.prepare(d, cut[d['doc']], P) for d in raw]
passages = []
if a.passages:
    raw = D.read_passages(repo); cut = D.split(raw, repo); passages = [D.prepare(d, cut[d['doc']], P) for d in raw]
lang = f'{a.data}/data/lang'
ud = D.read_conllu(f'{lang}/ud-ewt/en_ewt-ud-train.conllu', P) + D.read_gum(f'{lang}/gum/dep', f'{lang}/gum/splits.md', P)
ud_held = D.read_conllu(f'{lang}/ud-ewt/en_ewt-ud-dev.conllu', P)
names, names_held = D.read_names(f'{lang}/worldwide/text', P, repo)
rels = sorted({r for d in ud for r in d['rel']})
labels = dict(trigger=['none'] + D.ROOTS, cue=['O', 'B', 'I'], modality=D.MODALITIES, act=D.ACTS, name=['O'] + [f'{p}-{t}' for t in D.NAMES for p in 'BI'], upos=D.UPOS, deprel=rels)
for k in ('feats', 'lemma'): labels[k] = D.classes(ud, k); D.number(ud, k, labels[k]); D.number(ud_held, k, labels[k])
soft = pickle.load(open(f'runs/{a.teacher}/soft.pkl', 'rb')) if a.soft else []
size = lambda docs: sum(len(w[0]) for d in docs for w in d['W'])
total_pieces = a.silver * size(train) + a.older * size(older) + a.passages * size(passages) + a.ud * size(ud) + a.names * size(names) + a.soft * sum(len(x['ids']) for x in soft)


# ---- batches
def schedule():
    """All batches of the run as (task, window cuts), in an order that depends on the seed alone."""
    rng = random.Random(a.seed); L, n = [], a.soft
    while n > 1e-6:
        B = [('soft', b) for b in D.batches(soft, a.tokens, rng)]; rng.shuffle(B); L += B[:round(min(1, n) * len(B))]; n -= 1
    for task, docs, make, n in (('silver', train, D.silver_window, a.silver), ('silver', older, D.silver_window, a.older), ('passages', passages, D.silver_window, a.passages), ('ud', ud, D.ud_window, a.ud), ('names', names, D.name_window, a.names)):
        while n > 1e-6:
            X = [dict(ids=range(sum(len(w[0]) for w in d['W'][f:e]) + 2), make=(make, d, f, e)) for d in docs for f, e in D.cuts(d['W'], 192, rng)]
            B = [(task, [x['make'] for x in b]) for b in D.batches(X, a.tokens, rng)]; rng.shuffle(B)
            L += B[:round(min(1, n) * len(B))]; n -= 1
    rng.shuffle(L); return L


# ---- run
m = Model(labels, a.drop); m.enc.load(a.minilm + '/model.safetensors')
enc = [p for k, p in m.named_parameters() if k.startswith('enc.') and p.requires_grad]; heads = [p for k, p in m.named_parameters() if not k.startswith('enc.')]
opt = torch.optim.AdamW([dict(params=enc, lr=a.lr), dict(params=heads, lr=a.head_lr)], weight_decay=.01, fused=True)
L = schedule(); total = len(L); warm = max(1, total // 10); step, spent = 0, 0.
if a.init:
    old = torch.load(f'runs/{a.init}/last.pt'); assert all(v == labels[k] for k, v in old['labels'].items()), 'the run to start from has other labels'
    log('new parameters:', m.load_state_dict(old['model'], strict=False).missing_keys)
log(vars(a)); log(f'silver {len(train)}+{len(older)}+{len(held)} documents, passages {len(passages)}, ud {len(ud)}, names {len(names)}+{len(names_held)}; {total} steps, {total_pieces / 1e6:.2f} M pieces')
if os.path.exists(f'{out}/last.pt'):
    c = torch.load(f'{out}/last.pt'); m.load_state_dict(c['model']); opt.load_state_dict(c['opt']); step, spent = c['step'], c['spent']; torch.set_rng_state(c['rng']); random.setstate(c['random']) if 'random' in c else log('an older checkpoint: which batches are in capitals will differ from an uncut run'); log('resumed at step', step)
def save():
    torch.save(dict(model=m.state_dict(), opt=opt.state_dict(), step=step, spent=spent, rng=torch.get_rng_state(), random=random.getstate(), labels=labels), f'{out}/new.pt'); os.replace(f'{out}/new.pt', f'{out}/last.pt')

t0 = time.time(); tot, cnt, seen = collections.Counter(), collections.Counter(), 0
records = lambda f: lambda m, H, B: f(m, H, B, a.args, a.act)
tasks = dict(silver=records(losses.records), passages=records(losses.records), soft=records(losses.soft_records), ud=losses.syntax, names=losses.names)
while step < total and not (a.steps and step >= a.steps):
    share = max(step / total, (spent + time.time() - t0) / 60 / a.minutes)
    if share >= 1: break
    for g, base in zip(opt.param_groups, (a.lr, a.head_lr)): g['lr'] = base * min(1, (step + 1) / warm) * (1 - share)
    task, make = L[step]; B = make if task == 'soft' else [f(d, b, e) for f, d, b, e in make]
    if random.random() < a.capitals: B = [x | dict(shape=[3 if s in (1, 2, 4, 7) else s for s in x['shape']]) for x in B]
    m.train()
    with torch.autocast('cpu', torch.bfloat16, enabled=a.bf16):
        loss = tasks[task](m, encode(m, B), B)
    opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(enc + heads, 2.); opt.step(); step += 1
    tot[task] += float(loss.detach()); cnt[task] += 1; seen += sum(len(x['ids']) for x in B)
    if step % 100 == 0:
        log(f'step {step}/{total} {seen / (time.time() - t0):.0f} pieces/s', {t: round(tot[t] / cnt[t], 3) for t in sorted(cnt)}); tot.clear(); cnt.clear()
    if step % a.every == 0: spent += time.time() - t0; t0 = time.time(); seen = 0; save()
spent += time.time() - t0; save()

# ---- figures of the heads alone; thresholds from the held-out silver
thresholds = decode.figures(m, held, gold, ud_held, names_held, log)
c = torch.load(f'{out}/last.pt'); c['thresholds'] = thresholds; torch.save(c, f'{out}/last.pt')
log(f'{spent / 60:.1f} minutes')
