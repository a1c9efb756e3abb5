"""From scores to records and to figures: the plainest decoding, for thresholds and for comparing runs. The reader's own decoding
(packages event and quote) and the published scorer (readout eval gold) are richer; figures here are the heads alone."""
import numpy as np
import torch
import data as D
import losses
from model import encode, pad

START = [0, 1, 4, 5, 8]                      # O, B or S of either argument may follow a closed tag
LEGAL = np.full((9, 9), -1e9, np.float32)    # LEGAL[from, to]
for f in range(9):
    if f in (0, 3, 4, 7, 8): LEGAL[f, START] = 0
    elif f in (1, 2): LEGAL[f, [2, 3]] = 0
    else: LEGAL[f, [6, 7]] = 0


def viterbi(z):
    """Best legal tag sequence of scores z [words, 9]."""
    n = len(z); v = z[0] + np.where(np.isin(np.arange(9), START), 0, -1e9); back = np.zeros((n, 9), int)
    for k in range(1, n):
        t = v[:, None] + LEGAL; back[k] = t.argmax(0); v = t.max(0) + z[k]
    v = v + np.where(np.isin(np.arange(9), [0, 3, 4, 7, 8]), 0, -1e9)
    tags = [int(v.argmax())]
    for k in range(n - 1, 0, -1): tags.append(int(back[k][tags[-1]]))
    return tags[::-1]


def spans(tags, a):
    out, o = [], 1 + 4 * a
    for k, t in enumerate(tags):
        if t in (o, o + 3): out.append([k, k + 1])
        elif t in (o + 1, o + 2) and out: out[-1][1] = k + 1
    return out


@torch.no_grad()
def infer(m, docs, size=192, least=.2, encode=encode):
    """Per document: candidate triggers and cues with their probabilities and decoded arguments, as character offsets."""
    m.eval(); out = {d['doc']: dict(ev=[], st=[]) for d in docs}
    X = [D.silver_window(d, f, e) for d in docs for f, e in D.cuts(d['W'], size)]
    for B in D.batches(X, 4096):
        H = encode(m, B); sent = pad([x['sent'] for x in B])
        T, C = m.trigger(H).softmax(-1), m.cue(H).softmax(-1)
        for i, x in enumerate(B):
            W, o = x['doc']['W'], x['base']
            off = lambda p, q: [W[o + p][3], W[o + q - 1][4]]
            for key, P, head, attr in (('ev', T[i], m.event_args, m.modality), ('st', C[i], m.cue_args, m.act)):
                p = 1 - P[:x['n'], 0]
                ks = [k for k in range(x['n']) if p[k] > least and W[o + k][3] >= x['doc']['body']]
                if not ks: continue
                kt = torch.tensor(ks); Z = head(H[:, :x['n']], sent[:, :x['n']], torch.full_like(kt, i), kt).float().numpy(); A = attr(H[i, kt]).argmax(-1).tolist()
                for z, k, a in zip(Z, ks, A):
                    t = viterbi(z)
                    out[x['doc']['doc']][key].append(dict(word=off(k, k + 1), k=o + k, p=float(p[k]), label=int(P[k, 1:].argmax()) + 1, attr=a,
                                                          args=[[off(*s) for s in spans(t, q)] for q in (0, 1)]))
    return out


def records(cands, te, ts):
    ev, st = [], []
    for c in cands['ev']:
        if c['p'] > te and not (ev and ev[-1]['k'] == c['k'] - 1 and ev[-1]['label'] == c['label']): ev.append(c)
    for c in cands['st']:
        if c['p'] > ts and c['args'][1] and not (st and st[-1]['k'] == c['k'] - 1): st.append(c)
    return ev, st


def overlap(a, b): return a[0] < b[1] and b[0] < a[1]
def same(A, B): return all(any(overlap(a, b) for b in B) for a in A) and all(any(overlap(a, b) for a in A) for b in B)


def score(docs, found, te, ts):
    n = dict.fromkeys('ge pe t r a m gs ps c s act'.split(), 0)
    sp = lambda x: [x['start'], x['end']]
    for d in docs:
        ev, st = records(found[d['doc']], te, ts)
        G = d['raw']['events']; n['ge'] += len(G); n['pe'] += len(ev); used = set()
        pairs = sorted(((ROOT != e['label'], i, j) for i, g in enumerate(G) for ROOT in [D.ROOTS.index(g['root']) + 1] for j, e in enumerate(ev) if overlap(sp(g['trigger']), e['word'])))
        gi = set()
        for wrong, i, j in pairs:
            if i in gi or j in used: continue
            gi.add(i); used.add(j); g, e = G[i], ev[j]
            n['t'] += 1; n['m'] += D.MODALITIES[e['attr']] == g['modality']
            if not wrong:
                n['r'] += 1
                n['a'] += same([sp(x) for x in g['actor']], e['args'][0]) and same([sp(x) for x in g['recipient']], e['args'][1])
        G = d['raw']['statements']; n['gs'] += len(G); n['ps'] += len(st)
        cs = lambda L: {c for p, q in L for c in range(p, q)}
        S = [cs(s['args'][1]) for s in st]; pairs = []
        for i, g in enumerate(G):
            K = cs([sp(x) for x in g['content']])
            pairs += [(-len(K & s) / len(K | s), i, j) for j, s in enumerate(S) if len(K & s) >= .5 * len(K | s)]
        gi, used = set(), set()
        for _, i, j in sorted(pairs):
            if i in gi or j in used: continue
            gi.add(i); used.add(j); g, s = G[i], st[j]
            n['c'] += 1; n['s'] += same([sp(g['speaker'])] if g['speaker'] else [], s['args'][0][:1]); n['act'] += D.ACTS[s['attr']] == g['act']
    f = lambda k, p, g: (n[k] / max(1, n[p]), n[k] / max(1, n[g]), 2 * n[k] / max(1, n[p] + n[g]))
    return dict(trigger=f('t', 'pe', 'ge'), root=f('r', 'pe', 'ge'), args=f('a', 'pe', 'ge'), modality=n['m'] / max(1, n['t']),
                content=f('c', 'ps', 'gs'), speaker=f('s', 'ps', 'gs'), act=n['act'] / max(1, n['c']))


def line(r): return ' '.join(f'{k} ' + ('/'.join('%.3f' % x for x in v) if isinstance(v, tuple) else '%.3f' % v) for k, v in r.items())


@torch.no_grad()
def score_names(m, docs):
    m.eval(); tp = g = p = 0; by = {}
    def ents(T, inv):
        out = []
        for k, t in enumerate(T):
            if t == 0: continue
            y = (t - 1) // 2
            if t % 2 == 0 and out and out[-1][2] == k and out[-1][0] == y: out[-1][2] = k + 1
            else: out.append([y, k, k + 1])
        return {tuple(x) for x in out}
    X = [D.name_window(d, f, e) for d in docs for f, e in D.cuts(d['W'], 192)]
    for B in D.batches(X, 4096):
        Y = m.name(encode(m, B)).argmax(-1)
        for i, x in enumerate(B):
            G, Q = ents(x['tag'], 0), ents(Y[i, :x['n']].tolist(), 0)
            tp += len(G & Q); g += len(G); p += len(Q)
            for k, S in enumerate((G & Q, Q, G)):
                for e in S: by.setdefault(e[0], [0, 0, 0])[k] += 1
    return 'names %.3f/%.3f/%.3f ' % (tp / max(1, p), tp / g, 2 * tp / (p + g)) + ' '.join('%s %.3f' % (D.NAMES[t], 2 * a / max(1, b + c)) for t, (a, b, c) in sorted(by.items()))


@torch.no_grad()
def score_ud(m, docs):
    """On gold sentences and words; features and lemma rules that training has not seen count as wrong."""
    m.eval(); n = 0; c = dict.fromkeys('UAS LAS UPOS feats lemma'.split(), 0); rel = m.labels['deprel']
    X = [D.ud_window(d, f, e) for d in docs for f, e in D.cuts(d['W'], 192)]
    for B in D.batches(X, 4096):
        H = encode(m, B); S = losses.arcs(m, H, B); h = S.argmax(-1); up, fe, le = (head(H).argmax(-1) for head in (m.upos, m.feats, m.lemma))
        for i, x in enumerate(B):
            q = torch.arange(1, x['n'] + 1); hh = h[i, q]; r = m.parser.rels(torch.full_like(q, i), q, hh).argmax(-1).tolist()
            for k in range(x['n']):
                n += 1; ok = int(hh[k]) == x['head'][k]; c['UAS'] += ok; c['LAS'] += ok and rel[r[k]] == x['rel'][k]; c['UPOS'] += int(up[i, k]) == x['upos'][k]
                c['feats'] += int(fe[i, k]) == x['feats'][k]; c['lemma'] += int(le[i, k]) == x['lemma'][k]
    return ' '.join(f'{k} {100 * v / n:.2f}' for k, v in c.items())


LEVELS = [.3, .35, .4, .45, .5, .55, .6, .65, .7]

def records_figures(m, held, gold, log, **how):
    """Thresholds from the held-out documents, and the figures of both sets with them."""
    fh, fg = infer(m, held, **how), infer(m, gold, **how)
    te = max(LEVELS, key=lambda t: score(held, fh, t, .5)['root'][2]); ts = max(LEVELS, key=lambda t: score(held, fh, te, t)['speaker'][2])
    log('thresholds: trigger', te, 'cue', ts)
    for k, docs, f in (('held', held, fh), ('gold', gold, fg)):
        log(k, line(score(docs, f, te, ts))); log(k, 'at .5', line(score(docs, f, .5, .5)))
    return dict(trigger=te, cue=ts)


def figures(m, held, gold, ud, names, log):
    t = records_figures(m, held, gold, log)
    log('EWT dev', score_ud(m, ud)); log('worldwide', score_names(m, names))
    return t
