#!/usr/bin/env python3
"""Writes text/nn/testdata/tiny.rdm and tiny.json: a weight file of random weights, of every number type and of sizes that fit no
vector, and what the model makes of two windows, computed here by numpy in float64 from the same description as model.py. The Go
runtime must agree. Its tests run on this file, since trained weights are too large to make tests of.
  check_tiny.py ../text/nn/testdata"""
import hashlib, json, math, struct, sys
import numpy as np

rng = np.random.default_rng(7)
C = dict(layers=2, fast=2, hidden=24, heads=2, intermediate=40, positions=64, vocab=0, eps=1e-12)
LABELS = dict(trigger=['none'] + [f'ROOT{i}' for i in range(1, 17)], cue=['O', 'B', 'I'], modality=['actual', 'planned', 'cancelled', 'denied', 'hypothetical'],
              act=[f'act{i}' for i in range(11)], name=['O', 'B-Person', 'I-Person', 'B-Location', 'I-Location'], upos=['NOUN', 'VERB', 'PROPN', 'PUNCT', 'DET'],
              lemma=['=', 'l', 'l1+', 'l3+', 'l3+e', 'l2+y', 'c1+', '!be'], feats=['_', 'Number=Sing', 'Number=Plur', 'Mood=Ind|Tense=Past|VerbForm=Fin'],
              deprel=['root', 'nsubj', 'obj', 'punct', 'det', 'obl', 'parataxis'])
WORDS = 'the minister met police said in of and border guards visit talks attack reopen'.split()
LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
VOCAB = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'] + list('.,;:!?\'"()-') + list(LETTERS) + ['##' + c for c in LETTERS] + WORDS + ['##ing', '##er', '##ed']
C['vocab'] = len(VOCAB)
H, F = C['hidden'], C['intermediate']

T, entries = {}, []


def tensor(name, shape, kind='f32', scale=.5, mean=0.):
    """Draws a tensor, keeps the values that the file will hold in T, and the bytes of the file in entries."""
    w = (rng.standard_normal(shape) * scale + mean).astype(np.float32)
    if kind == 'i8':
        rows = w.reshape(-1, w.shape[-1])
        s = (np.abs(rows).max(1) / 127).astype(np.float32)
        q = np.clip(np.round(rows / s[:, None]), -127, 127).astype(np.int8)
        w = (q * s[:, None]).reshape(shape)
        entries.extend([(name, 'i8', shape, q.tobytes()), (name + '.scale', 'f32', [len(s)], s.tobytes())])
    else:
        w = w.astype({'f32': '<f4', 'f16': '<f2'}[kind])
        entries.append((name, kind, shape, w.tobytes()))
    T[name] = w.astype(np.float64)


def linear(name, out, inp, kind='f32', rounded=True):
    """The runtime rounds matrices that the file holds as floats to 8 bits when it loads them, r and hb excepted; so T has them rounded."""
    tensor(name + '.weight', [out, inp], kind, 1 / math.sqrt(inp)); tensor(name + '.bias', [out], 'f32', .2)
    if rounded and kind != 'i8':
        w = T[name + '.weight'].astype(np.float32); s = (np.abs(w).max(1, keepdims=True) / 127).astype(np.float32)
        T[name + '.weight'] = (np.round(w / s) * s).astype(np.float64)


def layer(n):
    for k in 'qkvo': linear(f'{n}.{k}', H, H, 'i8' if k in 'qk' else 'f16')
    linear(f'{n}.up', F, H, 'i8'); linear(f'{n}.down', H, F)
    for k in ('attn_norm', 'out_norm'): tensor(f'{n}.{k}.weight', [H], 'f32', .2, 1); tensor(f'{n}.{k}.bias', [H], 'f32', .2)


tensor('enc.word.weight', [C['vocab'], H], 'i8'); tensor('enc.position.weight', [C['positions'], H], 'f16', .2); tensor('enc.type.weight', [2, H], 'f32', .2)
tensor('enc.norm.weight', [H], 'f32', .2, 1); tensor('enc.norm.bias', [H], 'f32', .2); tensor('enc.shape.weight', [8, H], 'f32', .3)
for n in range(C['layers']): layer(f'enc.{n}')
for k in ('trigger', 'cue', 'name', 'upos', 'lemma', 'feats'): linear(k, len(LABELS[k]), H)
for k in ('modality', 'act'): linear(k + '.0', 10, H); linear(k + '.2', len(LABELS[k]), 10)
for k in ('event_args', 'cue_args'):
    linear(k + '.a', 20, H, 'i8'); linear(k + '.b', 20, H); linear(k + '.l', 12, 20); linear(k + '.r', 9, 20, rounded=False); linear(k + '.o', 9, 12)
    tensor(k + '.dist.weight', [65, 20]); tensor(k + '.sent.weight', [7, 20])
tensor('parser.root', [H]); R = len(LABELS['deprel'])
for k, d in (('ah', 18), ('ad', 18), ('lh', 7), ('ld', 7)): linear('parser.' + k, d, H)
tensor('parser.U', [18, 18], 'i8'); linear('parser.hb', 1, 18, rounded=False); tensor('parser.V', [R, 7, 7], 'i8'); linear('parser.lo', R, 14)
layer('fast.1')                                      # layer 0 of the fast stack is enc.0
tensor('sent.position.weight', [C['positions'], H], 'i8', .2); tensor('sent.type.weight', [2, H], 'f32', .2)
tensor('sent.norm.weight', [H], 'f32', .2, 1); tensor('sent.norm.bias', [H], 'f32', .2)
for n in range(C['layers']): layer(f'sent.{n}')
v = '\n'.join(VOCAB).encode(); entries.append(('vocab', 'u8', [len(v)], v))


def write(path):
    head = dict(name='tiny', version='0', config=C, labels=LABELS, thresholds=dict(trigger=.4))
    pad = lambda n: -n % 64
    length = 0
    while True:
        off, L = 12 + length, []
        off += pad(off)
        for n, t, s, b in entries:
            L.append(dict(name=n, dtype=t, shape=s, offset=off, size=len(b))); off += len(b) + pad(len(b))
        text = json.dumps(head | dict(tensors=L), separators=(',', ':')).encode()
        if len(text) == length: break
        length = len(text)
    body = b'READOUT1' + struct.pack('<I', length) + text
    for e, x in zip(entries, L): body += b'\0' * (x['offset'] - len(body)) + e[3]
    open(path, 'wb').write(body + hashlib.sha256(body).digest())


# ---- the model, one word at a time where that is plainer
erf = np.vectorize(math.erf)
gelu = lambda x: x * .5 * (1 + erf(x / math.sqrt(2)))
lin = lambda n, x: x @ T[n + '.weight'].T + T[n + '.bias']


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True)); return e / e.sum(-1, keepdims=True)


def norm(n, x):
    m = x.mean(-1, keepdims=True)
    return (x - m) / np.sqrt(((x - m) ** 2).mean(-1, keepdims=True) + C['eps']) * T[n + '.weight'] + T[n + '.bias']


def pieces(w):
    """Of words that are lower-case letters and digits or one mark, once lowered."""
    w, out = w.lower(), []
    while w:
        for n in range(len(w), 0, -1):
            p = ('##' if out else '') + w[:n]
            if p in VOCAB: out.append(VOCAB.index(p)); w = w[n:]; break
        else: return [VOCAB.index('[UNK]')]
    return out[:12]


def shape(w, first):
    if w[0].isdigit(): return 5
    if not w[0].isalpha(): return 6
    if w.islower(): return 1
    if w.isupper() and len(w) > 1: return 3
    if w[0].isupper() and w[1:].islower() or len(w) == 1: return 7 if first else 2
    return 4


def encode(ids, shp, stack='enc', layers=('enc.0', 'enc.1')):
    x = T['enc.word.weight'][ids] + T[stack + '.position.weight'][:len(ids)] + T[stack + '.type.weight'][0]
    x = norm(stack + '.norm', x if shp is None else x + T['enc.shape.weight'][shp])
    d = H // C['heads']
    for n in layers:
        q, k, v = (lin(f'{n}.{c}', x) for c in 'qkv')
        a = np.concatenate([softmax(q[:, i:i + d] @ k[:, i:i + d].T / math.sqrt(d)) @ v[:, i:i + d] for i in range(0, H, d)], 1)
        x = norm(f'{n}.attn_norm', x + lin(f'{n}.o', a))
        x = norm(f'{n}.out_norm', x + lin(f'{n}.down', gelu(lin(f'{n}.up', x))))
    return x


def vector(ids):
    x = encode(ids, None, 'sent', ('sent.0', 'sent.1')).mean(0)
    return x / np.sqrt((x * x).sum())


def args(name, h, sent, t):
    a, b, out = lin(name + '.a', h), lin(name + '.b', h[t]), []
    for k in range(len(h)):
        z = a[k] + b + T[name + '.dist.weight'][min(max(k - t, -32), 32) + 32] + T[name + '.sent.weight'][min(max(sent[k] - sent[t], -3), 3) + 3]
        out.append(lin(name + '.o', gelu(lin(name + '.l', gelu(z)))) + lin(name + '.r', a[k] * b))
    return np.array(out)


WINDOWS = [
    (['The minister met border guards', 'Police said : " 3 attacks "', 'Xy USA McA'], 3),
    (['visit', 'a ; b', 'Talks in Ab and Cd , 1989', 'reopening', 'the end of the visit of the border police of the guards said a'], 20),
]
out = []
for S, t in WINDOWS:
    words, sent, ids, shp, first = [], [], [2], [0], []
    for i, s in enumerate(S):
        start = True
        for w in s.split():
            p = pieces(w); first.append(len(ids)); ids += p; shp += [shape(w, start)] * len(p)
            words.append(w); sent.append(i); start = start and not w[0].isalnum()
    ids.append(3); shp.append(0)
    h = encode(ids, shp)[first]; n = len(h)
    fast = encode(ids, shp, 'enc', ('enc.0', 'fast.1'))[first]
    vectors = [vector([2] + [p for w in s.split() for p in pieces(w)] + [3]) for s in S]
    g = np.concatenate([T['parser.root'][None], h])
    ah, ad, lh, ld = (gelu(lin('parser.' + k, g)) for k in ('ah', 'ad', 'lh', 'ld'))
    arcs = ad @ T['parser.U'] @ ah.T + lin('parser.hb', ah).T
    heads = [int(x) for x in rng.integers(0, n + 1, n)]
    rels = [[float(ld[i + 1] @ T['parser.V'][r] @ lh[c] + lin('parser.lo', np.concatenate([ld[i + 1], lh[c]]))[r]) for r in range(R)] for i, c in enumerate(heads)]
    two = lambda k: softmax(lin(k + '.2', gelu(lin(k + '.0', h[t]))))
    r = lambda x: np.round(np.asarray(x), 6).tolist()
    out.append(dict(words=words, sentence=sent, ids=ids, shape=shp, word=t, hidden=r(h), fast_hidden=r(fast), vectors=r(vectors), modality=r(two('modality')), act=r(two('act')), event_args=r(args('event_args', h, sent, t)),
                    cue_args=r(args('cue_args', h, sent, t)), arcs=r(arcs), rels=r(rels), rel_heads=heads, **{k: r(softmax(lin(k, h))) for k in ('trigger', 'cue', 'name', 'upos')},
                    **{k: r(lin(k, h)) for k in ('lemma', 'feats')}))
folder = sys.argv[1]
write(folder + '/tiny.rdm')
json.dump(out, open(folder + '/tiny.json', 'w'), separators=(',', ':'))
