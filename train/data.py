"""Reads the corpora and cuts them into windows of word pieces.

Running text is cut into sentences and words by the Go program train/words, so that the model learns on exactly the words
that the reader will show it. A document here is: W, a list of words (pieces, shape, sentence, begin, end), and the labels of its task."""
import collections, glob, json, os, random, re, subprocess
from tokenizers import Tokenizer

ROOTS = 'AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT'.split()
MODALITIES = 'actual planned cancelled denied hypothetical'.split()
ACTS = 'assertion promise prediction demand threat denial question praise criticism attitude other'.split()
UPOS = 'ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X'.split()
NAMES = 'Person Organization Location NORP Date Money Facility Product Misc'.split()
NONCOMMERCIAL = ('essay', 'fiction', 'letter', 'podcast', 'whow', 'reddit')  # GUM genres whose texts may not be used commercially


class Pieces:
    """Word -> word-piece ids, cached; at most 12 a word."""
    def __init__(self, path):
        self.tok, self.cache = Tokenizer.from_file(path), {}
        self.tok.no_padding(); self.tok.no_truncation()

    def __call__(self, w):
        r = self.cache.get(w)
        if r is None:
            r = self.cache[w] = self.tok.encode(w, add_special_tokens=False).ids[:12] or [100]
        return r


def shape(w, first):
    """Class of a word's form; first: no alphanumeric word stands before it in its sentence."""
    if w[0].isdigit(): return 5
    if not w[0].isalpha(): return 6
    if w.islower(): return 1
    if w.isupper() and len(w) > 1: return 3
    if w[0].isupper() and w[1:].islower() or len(w) == 1: return 7 if first else 2
    return 4


def split(docs, repo):
    """Sentences and words of documents [{doc, text}] by the Go program train/words: {doc: (sentences, tokens)}."""
    src = '\n'.join(json.dumps({'doc': d['doc'], 'text': d['text']}) for d in docs)
    out = subprocess.run(['go', 'run', './train/words'], cwd=repo, input=src.encode(), stdout=subprocess.PIPE, check=True).stdout
    return {r['doc']: (r['sentences'], r['tokens']) for r in map(json.loads, out.decode().splitlines())}


def words(text, sentences, tokens, pieces):
    W = []
    for i, (a, z) in enumerate(sentences):
        first = True
        for b, e in tokens[a:z]:
            w = text[b:e]
            W.append((pieces(w), shape(w, first), i, b, e)); first = first and not w[0].isalnum()
    return W


def prepare(d, cut, pieces):
    """An annotated document: words; events and statements as word indices."""
    W = words(d['text'], *cut, pieces)
    at = {c: k for k, w in enumerate(W) for c in range(w[3], w[4])}
    def span(x):
        r = [at[c] for c in range(x['start'], x['end']) if c in at] if x else []
        return (r[0], r[-1] + 1) if r else None
    ev, st = [], []
    for e in d['events']:
        t = span(e['trigger'])
        if t: ev.append(dict(word=t, label=ROOTS.index(e['root']) + 1, attr=MODALITIES.index(e['modality']),
                             args=[[x for x in map(span, e[k]) if x] for k in ('actor', 'recipient')]))
    for s in d['statements']:
        c = span(s['cue'])
        if c: st.append(dict(word=c, label=1, attr=ACTS.index(s['act']) if s.get('act') in ACTS else -100,
                             args=[[x for x in [span(s['speaker'])] if x], [x for x in map(span, s['content']) if x]]))
    body = d['text'].find('\n') if 'cluster' in d else d.get('headline', 0)  # gold: the first line is the headline
    return dict(doc=d['doc'], W=W, ev=ev, st=st, body=max(body, 0), raw=d)


def cuts(W, size, rng=None):
    """Windows (from, to) of whole sentences of at most `size` pieces. With rng, lengths vary: a fifth are single sentences,
    a fifth of random length, so that the encoder does not learn a task by its length."""
    S = []
    for k, w in enumerate(W):
        if not S or W[S[-1][0]][2] != w[2] or S[-1][2] + len(w[0]) > 250: S.append([k, k, 0])
        S[-1][1] = k + 1; S[-1][2] += len(w[0])
    out, i = [], 0
    while i < len(S):
        r = rng.random() if rng else 1
        lim = 0 if r < .2 else rng.randint(size // 4, size) if r < .4 or (rng and not out) else size
        j, n = i + 1, S[i][2]
        while j < len(S) and n + S[j][2] <= lim: n += S[j][2]; j += 1
        out.append((S[i][0], S[j - 1][1])); i = j
    return out


def batches(X, tokens, rng=None):
    """Windows of like length together, at most so many word pieces a batch, padding counted; with rng, other ones each time."""
    X = sorted(X, key=lambda x: len(x['ids']) + (rng.random() * 8 if rng else 0)); L, cur = [], []
    for x in X:
        if cur and (len(cur) + 1) * len(x['ids']) > tokens: L.append(cur); cur = []
        cur.append(x)
    return L + [cur] if cur else L


def window(W, f, e):
    ids, first, shp = [101], [], [0]
    for w in W[f:e]:
        first.append(len(ids)); ids += w[0]; shp += [w[1]] * len(w[0])
    s0 = W[f][2]
    return dict(ids=ids + [102], first=first, shape=shp + [0], sent=[w[2] - s0 for w in W[f:e]], n=e - f, base=f)


def bies(args, f, e):
    """Tags O, B I E S, B I E S of two lists of word spans, in the window [f, e). A span cut by the window keeps its open side."""
    tags = [0] * (e - f)
    for a, spans in enumerate(args):
        for p, q in spans:
            lo, hi = max(p, f), min(q, e)
            if lo >= hi or any(tags[lo - f:hi - f]): continue
            o = 1 + 4 * a
            for k in range(lo, hi):
                tags[k - f] = o + (3 if q - p == 1 else 0 if k == p else 2 if k == q - 1 else 1)
    return tags


def silver_window(d, f, e):
    x = window(d['W'], f, e)
    x.update(doc=d, root=[0] * (e - f), cue=[0] * (e - f), erow=[], srow=[])
    for k in range(f, e):
        if d['W'][k][3] < d['body']: x['root'][k - f] = x['cue'][k - f] = -100
    for kind, labels, rows in (('ev', x['root'], x['erow']), ('st', x['cue'], x['srow'])):
        for v in d[kind]:
            b, z = v['word']
            if not f <= b < e: continue
            for k in range(b, min(z, e)): labels[k - f] = v['label'] if kind == 'ev' or k == b else 2
            rows.append((b - f, bies(v['args'], f, e), v['attr']))
    return x


def read_annotated(paths):
    """Silver (JSON lines) or gold (a folder of JSON files)."""
    out = []
    for p in paths:
        if os.path.isdir(p): out += [json.load(open(f, encoding='utf8')) for f in sorted(glob.glob(p + '/*.json'))]
        else: out += [json.loads(l) for l in open(p, encoding='utf8')]
    return out


def read_passages(repo):
    """The passages written for training in the language of the coding tests (train/passages/*.test)."""
    files = sorted(glob.glob(repo + '/train/passages/*.test'))
    out = subprocess.run(['go', 'run', './train/passages', *files], cwd=repo, stdout=subprocess.PIPE, check=True).stdout if files else b''
    docs = [json.loads(l) for l in out.decode().splitlines()]
    for d in docs:  # a first paragraph that ends like no sentence is a headline, which the reader does not code
        line, more, _ = d['text'].partition('\n\n')
        if more and line.rstrip()[-1] not in '.!?:;,"”\'’)': d['headline'] = len(line)
    return docs


def lemma_rule(form, lemma):
    """How to make the lemma of the form: "=" as it stands, "l" in small letters, "l2+an" (or "c2+an") in small letters (or not) with
    the last 2 characters replaced by "an", "!be" the whole lemma. text/lemma.go applies them."""
    low = form.lower()
    if lemma == form: return '='
    if lemma == low: return 'l'
    for sign, base in (('l', low), ('c', form)):
        k = len(os.path.commonprefix([base, lemma]))
        if k and len(base) - k <= 4 and 2 * k >= len(base) - 1: return f'{sign}{len(base) - k}+{lemma[k:]}'
    return '!' + lemma


def read_conllu(path, pieces):
    """Runs of sentences as documents with upos, feats, lemma rule, head (in words of the document, -1 root) and rel."""
    docs, W, sent, row = [], [], 0, []
    def flush():
        nonlocal W
        if W: docs.append(dict(W=W, upos=U, head=H, rel=R, feats=F, lemma=L))
        W = []
    U = H = R = F = L = None
    for l in open(path, encoding='utf8'):
        l = l.rstrip('\n')
        if l.startswith('# newdoc') or len(W) > 2000: flush()
        if not l:
            if row and 1 < len(row) <= 110:
                if not W: U, H, R, F, L, sent = [], [], [], [], [], 0
                base, first = len(W), True
                for c in row:
                    W.append((pieces(c[1]), shape(c[1], first), sent, 0, 0)); first = first and not c[1][0].isalnum()
                    U.append(UPOS.index(c[3])); H.append(base + int(c[6]) - 1 if c[6] != '0' else -1); R.append(c[7]); F.append(c[5]); L.append(lemma_rule(c[1], c[2]))
                sent += 1
            row = []
        elif l[0] != '#':
            c = l.split('\t')
            if c[0].isdigit(): row.append(c)
    flush()
    return docs


def read_gum(folder, splits, pieces, part='train'):
    """GUM without the genres that forbid commercial use and, for training, without its dev and test documents."""
    held, cur = {}, None
    for l in open(splits, encoding='utf8'):
        if l.startswith('## '): cur = l[3:].strip()
        elif cur and '* GUM_' in l: held[l.split('*')[1].strip()] = cur
    out = []
    for f in sorted(glob.glob(folder + '/GUM_*.conllu')):
        name = os.path.basename(f)[:-7]
        if name.split('_')[1] not in NONCOMMERCIAL and held.get(name, 'train') == part: out += read_conllu(f, pieces)
    return out


def classes(docs, key, least=3):
    """The values of a column that occur at least so often, the most frequent first."""
    n = collections.Counter(v for d in docs for v in d[key])
    return [v for v, k in sorted(n.items(), key=lambda x: (-x[1], x[0])) if k >= least]


def number(docs, key, labels):
    """Turns a column into the numbers of its classes, -100 for what is none of them."""
    at = {v: i for i, v in enumerate(labels)}
    for d in docs: d[key] = [at.get(v, -100) for v in d[key]]


def ud_window(d, f, e):
    x = window(d['W'], f, e)
    x.update(upos=d['upos'][f:e], feats=d['feats'][f:e], lemma=d['lemma'][f:e], rel=d['rel'][f:e], head=[h - f + 1 if h >= 0 else 0 for h in d['head'][f:e]])  # 0 is the root
    return x


def read_names(folder, pieces, repo, every=10):
    """worldwide: token TAB label. The tokens are joined by spaces and cut again by train/words. Every tenth file is held out."""
    docs, labels = [], {}
    for f in sorted(glob.glob(folder + '/*.tsv')):
        T = [l.rstrip('\n').split('\t') for l in open(f, encoding='utf8')]
        T = [(c[0], c[1]) for c in T if len(c) > 1 and c[0].strip() and not c[0].startswith('http')]
        text, lab = '', []
        for w, t in T:
            b = len(text); text += w + ' '; lab.append((b, len(text) - 1, t))
        docs.append(dict(doc=os.path.basename(f), text=text)); labels[docs[-1]['doc']] = lab
    cut = split(docs, repo); train, held = [], []
    for k, d in enumerate(docs):
        W = words(d['text'], *cut[d['doc']], pieces)
        at = {}
        for b, e, t in labels[d['doc']]:
            for c in range(b, e): at[c] = (b, t)
        tags = []
        for w in W:
            b, t = at.get(w[3], (0, 'O'))
            tags.append(0 if t == 'O' else 1 + 2 * NAMES.index(t[2:]) + (0 if t[0] == 'B' and b == w[3] else 1))
        (held if k % every == 0 else train).append(dict(W=W, tag=tags, doc=d['doc']))
    return train, held


def name_window(d, f, e):
    return window(d['W'], f, e) | dict(tag=d['tag'][f:e])
