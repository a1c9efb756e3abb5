#!/usr/bin/env python3
"""Writes a trained checkpoint as a weight file of text/nn (the format is described there) and, beside it, a numerical check.
  export.py runs/NAME [--data ../../shared] [--no-fast] [--name news-en --version 2] [--out ../text/model/news.rdm]
Matrices of linear layers and large tables become int8 with one scale a row; vectors, norms and small tables stay float32. check.json beside it holds word windows with what
PyTorch makes of them **with the quantised weights**, so the Go runtime must agree to 1e-3.
Two further encoders go into the file. sent: MiniLM as it was before training, for sentence vectors (the word embeddings were never trained, so they
are shared). fast: the encoder with FAST layers; the run folder's fast.pt holds the layers that are not the full encoder's own, a
state dict with the names of model.Encoder: layers.1.q.weight, layers.1.q.bias ... layers.1.out_norm.bias, layers.2.q.weight ..., each layer whole.
fast.py makes it. With --no-fast the file has no fast encoder: for trying a run before fast.py, not for the program."""
import argparse, copy, hashlib, json, os, struct, sys
import numpy as np
import torch
import data as D
import lemmas
from model import Encoder, Model, encode, LAYERS, HIDDEN, HEADS, FFN

FAST = 3  # layers of the fast stack

ap = argparse.ArgumentParser()
ap.add_argument('run'); ap.add_argument('--minilm', default='runs/minilm'); ap.add_argument('--out'); ap.add_argument('--name', default='news-en'); ap.add_argument('--version', default='2'); ap.add_argument('--no-fast', action='store_true', help='write no fast encoder'); ap.add_argument('--data', default='../../shared', help='the corpora, as for train.py: what they say of lemmas goes into the file')
a = ap.parse_args(); fast_file = a.run + '/fast.pt'
if not (a.no_fast or os.path.exists(fast_file)): sys.exit(f'{fast_file} is missing: make it with fast.py --run {os.path.basename(os.path.normpath(a.run))} --data {a.data}, or leave the fast encoder out with --no-fast')

c = torch.load(f'{a.run}/last.pt', map_location='cpu'); m = Model(c['labels']); m.load_state_dict(c['model']); m.eval()
tensors, check = [], {}


def name_of(k):
    p = k.split('.')
    if p[0] != 'enc': return k
    return 'enc.' + '.'.join(p[2:]) if p[1] == 'layers' else k.replace('enc.kind', 'enc.type')


def quantise(w):
    """Rows of int8 with one scale each, and the matrix they stand for."""
    s = w.abs().amax(1).clamp(min=1e-8) / 127
    q = (w / s[:, None]).round().clamp(-127, 127)
    return q.to(torch.int8), s.float(), q * s[:, None]


def whole(n, w):
    """Whether w goes into the file as int8: all matrices of linear layers, which the runtime would round if they did not, and large tables."""
    return w.dim() == 2 and (w.numel() >= 20000 or n.endswith('.weight') and n.split('.')[-2] not in ('dist', 'sent', 'r', 'hb', 'type', 'shape', 'position'))


def write(n, p):
    """Adds parameter p to the file as n, and gives it the values that the file holds."""
    w = p.reshape(-1, p.shape[-1]) if p.dim() == 3 else p
    if whole(n, w):
        q, s, back = quantise(w); p.copy_(back.reshape(p.shape))
        tensors.extend([(n, 'i8', list(p.shape), q.numpy().tobytes()), (n + '.scale', 'f32', [w.shape[0]], s.numpy().tobytes())])
    else:
        tensors.append((n, 'f32', list(p.shape), p.detach().float().contiguous().numpy().tobytes()))


untouched = Encoder(0); untouched.load(a.minilm + '/model.safetensors'); untouched.eval()
assert torch.allclose(untouched.word.weight, m.enc.word.weight, rtol=0, atol=1e-6), 'the word embeddings were trained: the sentence vectors need their own'
with torch.no_grad():
    for k, p in m.named_parameters(): write(name_of(k), p)
    untouched.word.weight.copy_(m.enc.word.weight)
    for k, p in untouched.named_parameters():
        if k not in ('word.weight', 'shape.weight'): write(name_of('enc.' + k).replace('enc.', 'sent.'), p)
    if not a.no_fast:
        fast = copy.deepcopy(m.enc); fast.layers = fast.layers[:FAST]
        own = torch.load(fast_file, map_location='cpu')
        for i in sorted({int(k.split('.')[1]) for k in own}):
            prefix = f'layers.{i}.'
            fast.layers[i].load_state_dict({k.removeprefix(prefix): v for k, v in own.items() if k.startswith(prefix)})
            for k, p in fast.layers[i].named_parameters(): write(f'fast.{i}.{k}', p)
vocab = json.load(open(a.minilm + '/tokenizer.json', encoding='utf8'))['model']['vocab']
words = [w for w, _ in sorted(vocab.items(), key=lambda x: x[1])]
v = '\n'.join(words).encode(); tensors.append(('vocab', 'u8', [len(v)], v))
v = lemmas.table(lemmas.sources(a.data)).encode(); tensors.append(('lemma.words', 'u8', [len(v)], v))

head = dict(name=a.name, version=a.version, config=dict(layers=LAYERS, **({} if a.no_fast else dict(fast=FAST)), hidden=HIDDEN, heads=HEADS, intermediate=FFN, positions=512, vocab=len(words), eps=1e-12),
            labels=c['labels'], thresholds=c.get('thresholds', dict(trigger=.5, cue=.5)))
align = lambda n: -n % 64
def layout(length):
    off = 12 + length; off += align(off); L = []
    for n, t, s, b in tensors:
        L.append(dict(name=n, dtype=t, shape=s, offset=off, size=len(b))); off += len(b) + align(len(b))
    return L
text = b''
for _ in range(4):                                   # the header's length moves the offsets in it
    text = json.dumps(head | dict(tensors=layout(len(text))), separators=(',', ':')).encode()
while json.dumps(head | dict(tensors=layout(len(text))), separators=(',', ':')).encode() != text:
    text = json.dumps(head | dict(tensors=layout(len(text))), separators=(',', ':')).encode()
body = b'READOUT1' + struct.pack('<I', len(text)) + text; body += b'\0' * align(len(body))
for (n, t, s, b), e in zip(tensors, json.loads(text)['tensors']):
    assert len(body) == e['offset'], (n, len(body), e['offset'])
    body += b + b'\0' * align(len(b))
body += hashlib.sha256(body).digest()
out = a.out or f'{a.run}/news.rdm'
open(out, 'wb').write(body)

# ---- the check: invented sentences, two windows
P = D.Pieces(a.minilm + '/tokenizer.json')
WINDOWS = [
    ['The foreign minister of Norland met her counterpart in Vastergard on Tuesday .', '" We will reopen the border , " she said , according to NTB .'],
    ['The U.S. embassy condemned the killing of six protesters in Saint-Aubin and urged the army to withdraw .'],
]
cases = []


def last(encoder, ids, shape):
    """The last hidden states of one window, all pieces."""
    return encoder(torch.tensor([ids]), torch.tensor([shape]), torch.ones(1, len(ids), dtype=torch.bool))[0]


def vector(words):
    """A sentence's: mean over the pieces and both marks, length 1 (1_Pooling and 2_Normalize of all-MiniLM-L6-v2)."""
    ids = D.window([(P(w), 0, 0, 0, 0) for w in words], 0, len(words))['ids']
    v = last(untouched, ids, [0] * len(ids)).mean(0)
    return (v / v.norm()).tolist()


for S in WINDOWS:
    W = []
    for i, s in enumerate(S):
        first = True
        for w in s.split(): W.append((P(w), D.shape(w, first), i, 0, 0)); first = first and not w[0].isalnum()
    x = D.window(W, 0, len(W))
    with torch.no_grad():
        H = encode(m, [x]); sent = torch.tensor([x['sent']]); n = x['n']; t = 5 if n > 5 else 0; one = torch.tensor([0]); tt = torch.tensor([t])
        sm = lambda z: z.softmax(-1)[0].tolist()
        A = m.parser(H)
        cases.append(dict(words=[w for s in S for w in s.split()], sentence=x['sent'], ids=x['ids'], shape=x['shape'], word=t, hidden=H[0].tolist(), **({} if a.no_fast else dict(fast_hidden=last(fast, x['ids'], x['shape'])[x['first']].tolist())), vectors=[vector(s.split()) for s in S],
                          trigger=sm(m.trigger(H)), cue=sm(m.cue(H)), name=sm(m.name(H)), upos=sm(m.upos(H)), lemma=m.lemma(H)[0].tolist(), feats=m.feats(H)[0].tolist(), modality=m.modality(H[0, tt]).softmax(-1)[0].tolist(), act=m.act(H[0, tt]).softmax(-1)[0].tolist(),
                          event_args=m.event_args(H, sent, one, tt)[0].tolist(), cue_args=m.cue_args(H, sent, one, tt)[0].tolist(), arcs=A[0].tolist(),
                          rels=m.parser.rels(torch.zeros(n, dtype=torch.long), torch.arange(1, n + 1), torch.zeros(n, dtype=torch.long))[0:n].tolist()))
def short(x): return round(x, 5) if isinstance(x, float) else [short(y) for y in x] if isinstance(x, list) else {k: short(v) for k, v in x.items()} if isinstance(x, dict) else x
json.dump(short(cases), open(os.path.join(os.path.dirname(out), 'check.json'), 'w'))
print(out, len(body) / 1e6, 'MB')
