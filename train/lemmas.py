"""The table from which text/lemma.go knows which rules a word can have: what the treebanks do with the word itself, or with the longest
ending that they have. The model's head for lemmas then only chooses among them, so that "cities" cannot become "citie".

A line is `UPOS ^word TAB rule ...` or `UPOS ending TAB rule ...`, rules by falling frequency, parted by tabs; the lines are sorted.
Words are in small letters, and rules are made for the form in small letters ("l" wherever the lemma has no capitals)."""
import collections, glob, os
from data import NONCOMMERCIAL, lemma_rule

ENDING = 5   # letters of the longest ending
SHARE = .05  # of a word's tokens, or of an ending's words, that a rule must have: rarer ones are mostly errors of annotation
WORDS = 2    # that an ending must have


def rule(form, lemma):
    low = form.lower()
    return 'l' if lemma == low else lemma_rule(form, lemma)


def rows(path):
    for l in open(path, encoding='utf8'):
        c = l.rstrip('\n').split('\t')
        if len(c) == 10 and c[0].isdigit() and c[2] != '_': yield c[1], c[2], c[3]


def sources(data):
    """The treebanks that the model is trained on, as data.read_gum chooses them."""
    lang, held, cur = f'{data}/data/lang', set(), None
    for l in open(f'{lang}/gum/splits.md', encoding='utf8'):
        if l.startswith('## '): cur = l[3:].strip()
        elif cur != 'train' and '* GUM_' in l: held.add(l.split('*')[1].strip())
    out = [f'{lang}/ud-ewt/en_ewt-ud-train.conllu']
    for f in sorted(glob.glob(f'{lang}/gum/dep/GUM_*.conllu')):
        name = os.path.basename(f)[:-7]
        if name.split('_')[1] not in NONCOMMERCIAL and name not in held: out.append(f)
    return out


def table(paths):
    count = collections.Counter()
    for p in paths:
        for form, lemma, upos in rows(p): count[form.lower(), upos, rule(form, lemma)] += 1
    seen = collections.defaultdict(collections.Counter)
    for (w, u, r), n in sorted(count.items()):
        seen[u, '^' + w][r] += n
        for k in range(min(ENDING, len(w)) + 1): seen[u, w[len(w) - k:]][r] += 1
    rules = {}
    for (u, key), c in seen.items():
        n = sum(c.values())
        if key[:1] == '^' or n >= WORDS or not key:
            rules[u, key] = [r for r, k in sorted(c.items(), key=lambda x: (-x[1], x[0])) if k >= SHARE * n]
    kept = {}  # without those that say what the next shorter ending says
    for u, key in sorted(rules, key=lambda k: (k[1][:1] == '^', len(k[1]), k)):
        word = key.removeprefix('^')
        shorter = (word[i:] for i in range(0 if key[:1] == '^' else 1, len(word) + 1))
        up = next((kept[u, s] for s in shorter if (u, s) in kept), None)
        if up != rules[u, key]: kept[u, key] = rules[u, key]
    return ''.join(sorted(f'{u} {key}\t' + '\t'.join(r) + '\n' for (u, key), r in kept.items()))


if __name__ == '__main__':
    import sys
    sys.stdout.write(table(sources(sys.argv[1])))
