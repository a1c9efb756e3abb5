#!/usr/bin/env python3
"""Scores events and statements against gold sheets: the twin of package eval, for use while training.

  score_gold.py GOLD PREDICTED      prints one flat JSON object, the numbers of `readout eval gold GOLD --predictions PREDICTED --json`

GOLD and PREDICTED are folders of .json files, .json or .jsonl files of sheets: {doc, text, events, statements}, spans as
{start, end} in code points. As a module: score([(gold, predicted), ...]) -> dict. The rules stand in doc/accuracy.md; a Go
test holds the two programs to the same numbers. Sheets may also be given with plain [start, end] lists for spans.
"""
import glob
import json
import os
import sys

ROOTS = ('AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST '
         'ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT').split()
MODALITIES = 'actual planned cancelled denied hypothetical'.split()
MEASURES = ('trigger root args actor recipient modality_accuracy voice_accuracy narrator_accuracy when where '
            'content speaker act_accuracy form_accuracy name_accuracy name_given_accuracy').split()


# ---- spans
def span(x):
    if x is None:
        return None
    if isinstance(x, dict):
        return (x['start'] if 'start' in x else x['begin'], x['end'])
    return (x[0], x[1])


def overlap(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def overlaps(a, b):
    return a[0] < b[1] and b[0] < a[1]


def union(spans):
    out = []
    for b, e in sorted(spans, key=lambda s: s[0]):
        if e <= b:
            continue
        if out and b <= out[-1][1]:
            out[-1][1] = max(out[-1][1], e)
        else:
            out.append([b, e])
    return out


def common(a, b):
    """Code points in the intersection and in the union of two lists of spans."""
    a, b = union(a), union(b)
    inter = sum(overlap(x, y) for x in a for y in b)
    return inter, sum(e - s for s, e in a) + sum(e - s for s, e in b) - inter


def same_argument(a, b):
    """Each span of either list overlaps one of the other; empty matches only empty."""
    return all(any(overlaps(x, y) for y in b) for x in a) and all(any(overlaps(x, y) for x in a) for y in b)


# ---- one-to-one assignment
def pair_weight(preferred, closeness, last):
    return (1 << 48) + (preferred << 36) + (min(closeness, (1 << 20) - 1) << 8) + last


def hungarian(rows, cols, w):
    n = max(rows, cols)
    inf = 1 << 62
    u, v, row, way = [0] * (n + 1), [0] * (n + 1), [0] * (n + 1), [0] * (n + 1)
    cost = [[-w(i, j) if i < rows and j < cols else 0 for j in range(n)] for i in range(n)]
    for i in range(1, n + 1):
        row[0], j0 = i, 0
        low, used = [inf] * (n + 1), [False] * (n + 1)
        while True:
            used[j0] = True
            i0, j1, delta = row[j0], 0, inf
            for j in range(1, n + 1):
                if used[j]:
                    continue
                c = cost[i0 - 1][j - 1] - u[i0] - v[j]
                if c < low[j]:
                    low[j], way[j] = c, j0
                if low[j] < delta:
                    delta, j1 = low[j], j
            for j in range(n + 1):
                if used[j]:
                    u[row[j]] += delta
                    v[j] -= delta
                else:
                    low[j] -= delta
            j0 = j1
            if row[j0] == 0:
                break
        while j0:
            j1 = way[j0]
            row[j0] = row[j1]
            j0 = j1
    out = [-1] * rows
    for j in range(1, cols + 1):
        if 1 <= row[j] <= rows:
            out[row[j] - 1] = j - 1
    return out


def assign(gold, predicted, w):
    """For each of `gold` the index of its partner or -1, for the largest sum of weights; weight 0: no pair."""
    weights = {}
    edges, back = [[] for _ in range(gold)], [[] for _ in range(predicted)]
    for g in range(gold):
        for p in range(predicted):
            x = w(g, p)
            if x:
                weights[g, p] = x
                edges[g].append(p)
                back[p].append(g)
    out, seen_g, seen_p = [-1] * gold, set(), set()
    for g in range(gold):
        if g in seen_g or not edges[g]:
            continue
        gs, ps = [g], []
        seen_g.add(g)
        for h in gs:  # grows while it is walked
            for p in edges[h]:
                if p not in seen_p:
                    seen_p.add(p)
                    ps.append(p)
                    for k in back[p]:
                        if k not in seen_g:
                            seen_g.add(k)
                            gs.append(k)
        gs.sort()
        ps.sort()
        for i, j in enumerate(hungarian(len(gs), len(ps), lambda i, j: weights.get((gs[i], ps[j]), 0))):
            if j >= 0 and (gs[i], ps[j]) in weights:
                out[gs[i]] = ps[j]
    return out


# ---- records
def sheet(d):
    """The records of a document with plain spans, in text order."""
    events = [dict(trigger=span(e['trigger']), root=e['root'], actor=[span(x) for x in e['actor'] or []],
                   recipient=[span(x) for x in e['recipient'] or []], modality=e.get('modality') or '',
                   voice=e.get('voice') or 'narrator', when=e.get('when'), where=e.get('where')) for e in d['events'] or []]
    statements = [dict(id=s.get('id'), speaker=span(s.get('speaker')), name=s.get('speaker_name'),
                       content=[span(x) for x in s['content'] or []], act=s.get('act') or '', form=s.get('form') or '')
                  for s in d['statements'] or []]
    events.sort(key=lambda e: e['trigger'])
    statements.sort(key=lambda s: s['content'][0][0] if s['content'] else 0)
    return dict(events=events, statements=statements)


def right_actor(g, p):
    return same_argument(g['actor'], p['actor'])


def right_recipient(g, p):
    return same_argument(g['recipient'], p['recipient'])


def right_speaker(g, p):
    if g['speaker'] is None or p['speaker'] is None:
        return g['speaker'] is None and p['speaker'] is None
    return overlaps(g['speaker'], p['speaker'])


def narrated(e):
    return e['voice'] == 'narrator'


def right_voice(g, p, gold, predicted, statements):
    if narrated(g) or narrated(p):
        return narrated(g) and narrated(p)
    i = next((k for k, s in enumerate(gold['statements']) if s['id'] == g['voice']), -1)
    j = next((k for k, s in enumerate(predicted['statements']) if s['id'] == p['voice']), -1)
    return i >= 0 and j >= 0 and statements[i] == j


def fold(s):
    s = ' '.join(s.lower().split())
    return s[4:] if s.startswith('the ') else s


def pair(gold, predicted):
    """Partners of the gold events and of the gold statements."""
    def event(i, j):
        g, p = gold['events'][i], predicted['events'][j]
        n = overlap(g['trigger'], p['trigger'])
        return n and pair_weight(g['root'] == p['root'], n, right_actor(g, p) and right_recipient(g, p))

    def statement(i, j):
        g, p = gold['statements'][i], predicted['statements'][j]
        inter, all_ = common(g['content'], p['content'])
        return 0 if inter == 0 or 2 * inter < all_ else pair_weight(right_speaker(g, p), 1_000_000 * inter // all_, 0)

    return (assign(len(gold['events']), len(predicted['events']), event),
            assign(len(gold['statements']), len(predicted['statements']), statement))


def count(gold, predicted):
    """Counts [right, predicted, gold] of one article by measure, root and modality."""
    t = {k: [0, 0, 0] for k in MEASURES + ROOTS + MODALITIES}
    other = [0, 0, 0]

    def share(k, right):
        for i, x in enumerate((right, 1, 1)):
            t[k][i] += x

    events, statements = pair(gold, predicted)
    for k in ('trigger', 'root', 'args', 'actor', 'recipient'):
        t[k][1:] = len(predicted['events']), len(gold['events'])
    for p in predicted['events']:
        t.get(p['root'], other)[1] += 1
    for g, j in zip(gold['events'], events):
        t.get(g['root'], other)[2] += 1
        if j < 0:
            continue
        p = predicted['events'][j]
        t['trigger'][0] += 1
        if g['root'] == p['root']:
            a, r = right_actor(g, p), right_recipient(g, p)
            t.get(g['root'], other)[0] += 1
            for k, x in (('root', 1), ('actor', a), ('recipient', r), ('args', a and r)):
                t[k][0] += x
        t.get(g['modality'], other)[2] += 1
        t.get(p['modality'], other)[1] += 1
        t.get(g['modality'], other)[0] += g['modality'] == p['modality']
        share('modality_accuracy', g['modality'] == p['modality'])
        share('voice_accuracy', right_voice(g, p, gold, predicted, statements))
        share('narrator_accuracy', narrated(g) == narrated(p))
        for k, same in (('when', lambda a, b: a.split('T')[0] == b.split('T')[0]),
                        ('where', lambda a, b: fold(a.split(',')[0]) == fold(b.split(',')[0]))):
            t[k][0] += g[k] is not None and p[k] is not None and same(g[k], p[k])
            t[k][1] += p[k] is not None
            t[k][2] += g[k] is not None
    for k in ('content', 'speaker'):
        t[k][1:] = len(predicted['statements']), len(gold['statements'])
    for g, j in zip(gold['statements'], statements):
        if j < 0:
            continue
        p = predicted['statements'][j]
        t['content'][0] += 1
        t['speaker'][0] += right_speaker(g, p)
        share('act_accuracy', g['act'] == p['act'])
        share('form_accuracy', g['form'] == p['form'])
        right = g['name'] is not None and p['name'] is not None and fold(g['name']) == fold(p['name'])
        if g['name'] is not None:
            share('name_accuracy', right)
        if p['name'] is not None:
            share('name_given_accuracy', right)
    return t


# ---- numbers
def ratio(a, b):
    return a / b if b else 0.0


def f1(c):
    return ratio(2 * c[0], c[1] + c[2])


def splitmix(state):
    m = (1 << 64) - 1
    while True:
        state = (state + 0x9e3779b97f4a7c15) & m
        z = state
        z = ((z ^ z >> 30) * 0xbf58476d1ce4e5b9) & m
        z = ((z ^ z >> 27) * 0x94d049bb133111eb) & m
        yield z ^ z >> 31


def bootstrap(tallies, measure, draws=1000):
    rng, f = splitmix(1), []
    for _ in range(draws):
        c = [0, 0, 0]
        for _ in tallies:
            x = tallies[next(rng) % len(tallies)][measure]
            c = [c[0] + x[0], c[1] + x[1], c[2] + x[2]]
        f.append(f1(c))
    f.sort()
    return f[draws // 10], f[draws - draws // 10 - 1]


def score(pairs, interval=False):
    """All numbers for [(gold, predicted), ...], one pair an article. The bootstrap takes time and is made only if asked for."""
    tallies = [count(sheet(g), sheet(p)) for g, p in pairs]
    total = {k: [sum(t[k][i] for t in tallies) for i in range(3)] for k in MEASURES + ROOTS + MODALITIES}
    out = {'articles': len(pairs)}
    for k, c in total.items():
        if k in ('when', 'where') and c[2] == 0:
            continue
        if k.endswith('_accuracy'):
            if c[2]:
                out[k] = ratio(c[0], c[2])
            out[k + '_n'] = c[2]
            continue
        out |= {k + '_precision': ratio(c[0], c[1]), k + '_recall': ratio(c[0], c[2]), k + '_f1': f1(c),
                k + '_tp': c[0], k + '_predicted': c[1], k + '_gold': c[2]}
    if interval:
        for k in ('trigger', 'root', 'args', 'content', 'speaker'):
            out[k + '_f1_80_low'], out[k + '_f1_80_high'] = bootstrap(tallies, k)
    return out


def summary(s):
    """The main numbers in a line, for a log: precision/recall/F1."""
    prf = lambda k: '%s %.3f/%.3f/%.3f' % (k, s[k + '_precision'], s[k + '_recall'], s[k + '_f1'])
    return '  '.join([prf('trigger'), prf('root'), prf('args'), 'modality %.3f' % s.get('modality_accuracy', 0), prf('content'), prf('speaker')])


def load(path):
    """Sheets of a folder of .json files, or of one .json or .jsonl file."""
    out = []
    for f in sorted(glob.glob(os.path.join(path, '*.json'))) if os.path.isdir(path) else [path]:
        with open(f, encoding='utf8') as h:
            for d in [json.loads(line) for line in h if line.strip()] if f.endswith('.jsonl') else [json.load(h)]:
                out += d if isinstance(d, list) else [d]
    return out


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    gold, predicted = load(sys.argv[1]), {d['doc']: d for d in load(sys.argv[2])}
    missing = [d['doc'] for d in gold if d['doc'] not in predicted]
    if missing:
        sys.exit('%s: no predictions for %s' % (sys.argv[2], ', '.join(missing)))
    print(json.dumps(score([(g, predicted[g['doc']]) for g in gold], interval=True)))


if __name__ == '__main__':
    main()
