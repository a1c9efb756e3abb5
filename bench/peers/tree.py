#!/usr/bin/env python3
"""Dependency trees, and what of them Universal Dependencies have come to ask: names of persons headed by their first word, and where
punctuation hangs.
  tree.py IN OUT     brings the trees of a folder of .conllu files up to that; NER=PERSON in MISC marks names of persons"""
import glob, os, sys


class Tree:
    """Heads and relations of a sentence, counted from 1; 0 is above the root."""

    def __init__(self, words, heads, rels, tokens=()):
        self.words, self.head, self.rel = [''] + list(words), [0] + list(heads), [''] + list(rels)
        self.tokens = [None] + list(tokens)

    def __len__(self):
        return len(self.words)

    def children(self, i):
        return [k for k in range(1, len(self)) if self.head[k] == i]

    def swap(self, i, child, rel, stay=()):
        """Puts child in the place of its head i, which then hangs on it by rel; the other children of i go to child, but those whose relation is in stay."""
        for k in self.children(i):
            if k != child and self.rel[k] not in stay:
                self.head[k] = child
        self.head[child], self.rel[child] = self.head[i], self.rel[i]
        self.head[i], self.rel[i] = child, rel


def names(t, pos, person):
    """Turns a person's name round: the first word of the compound becomes its head."""
    for i in range(1, len(t)):
        if person[i] and pos[i] == 'PROPN':
            before = [k for k in t.children(i) if k < i and t.rel[k] == 'compound' and pos[k] == 'PROPN' and person[k]]
            if before:
                t.swap(i, before[0], 'flat')
                for k in before[1:]:
                    t.rel[k] = 'flat'


def punctuation(t):
    """Hangs punctuation as the guidelines of UD ask: on the following conjunct, else on the subordinate phrase beside it, else on the
    clause around; brackets and quotation marks on the head of what they hold."""
    n = len(t)
    first, last = list(range(n)), list(range(n))
    above = [[] for _ in range(n)]  # each word and its ancestors
    for i in range(1, n):
        k = i
        while k and k not in above[i]:
            above[i].append(k)
            k = t.head[k]
        if t.rel[i] != 'punct':
            for k in above[i]:
                first[k], last[k] = min(first[k], i), max(last[k], i)
    mark = [i for i in range(1, n) if t.rel[i] == 'punct']
    root = next(i for i in range(1, n) if t.head[i] == 0)
    if t.rel[root] == 'punct':
        return
    near = lambda i, step: next((k for k in range(i + step, n if step > 0 else 0, step) if t.rel[k] != 'punct'), 0)
    open_at = []
    for i in mark:
        text = t.words[i]
        if text in '([{“‘' or text in ('"', "'", '``') and not any(t.words[k] == text for k in open_at):
            open_at.append(i)
        elif open_at and (text in ')]}”’' or t.words[open_at[-1]] == text or text == "''"):
            k = open_at.pop()
            inside = [w for w in range(k + 1, i) if t.rel[w] != 'punct']
            top = [w for w in inside if not k < t.head[w] < i]
            if top:
                t.head[k] = t.head[i] = top[0]
            continue
        left, right = near(i, -1), near(i, 1)
        if not left or not right:
            t.head[i] = root
            continue
        up_left = ([left] + [k for k in above[left] if last[k] < i])[-1]
        up_right = ([right] + [k for k in above[right] if first[k] > i])[-1]
        if t.rel[up_right] == 'conj' or t.head[up_right] and t.head[up_right] < i:
            t.head[i] = up_right
        elif t.head[up_left] > i:
            t.head[i] = up_left
        else:
            t.head[i] = t.head[up_right] or root


def main(folder, out):
    os.makedirs(out, exist_ok=True)
    for path in sorted(glob.glob(os.path.join(folder, '*.conllu'))):
        with open(path, encoding='utf8') as f, open(os.path.join(out, os.path.basename(path)), 'w', encoding='utf8') as g:
            for block in f.read().split('\n\n'):
                rows = [line.split('\t') for line in block.split('\n') if line]
                if not rows:
                    continue
                t = Tree([r[1] for r in rows], [int(r[6]) for r in rows], [r[7] for r in rows])
                names(t, [''] + [r[3] for r in rows], [False] + ['NER=PERSON' in r[9] for r in rows])
                punctuation(t)
                for i, r in enumerate(rows, 1):
                    r[6], r[7] = str(t.head[i]), t.rel[i]
                    print(*r, sep='\t', file=g)
                print(file=g)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
