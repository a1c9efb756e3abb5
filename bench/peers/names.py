#!/usr/bin/env python3
"""Turns names in the types and habits of OntoNotes (spaCy) or of CoreNLP into those of the worldwide set.
  names.py IN OUT     IN: a folder of .tsv files, token TAB label; OUT: the same for `readout eval ner --predictions OUT`
--types-only keeps all boundaries and all dates.

Types: TYPES below; a type that is not there (numbers, percentages, durations, times of day, titles) is left out. Habits, found on articles
of the set outside its hold-out: names there begin without an article, sums with all of their currency ("US $") and without "about" or
"nearly", and only what names a day, a month or a year is a date, not an age or a span of time. Each raises the other programs' scores."""
import argparse, glob, os, re, sys

TYPES = {
    'PERSON': 'Person', 'ORG': 'Organization', 'ORGANIZATION': 'Organization', 'NORP': 'NORP', 'NATIONALITY': 'NORP', 'RELIGION': 'NORP',
    'IDEOLOGY': 'NORP', 'GPE': 'Location', 'LOC': 'Location', 'LOCATION': 'Location', 'CITY': 'Location', 'STATE_OR_PROVINCE': 'Location',
    'COUNTRY': 'Location', 'DATE': 'Date', 'MONEY': 'Money', 'FAC': 'Facility', 'PRODUCT': 'Product', 'EVENT': 'Misc', 'WORK_OF_ART': 'Misc',
    'LAW': 'Misc', 'LANGUAGE': 'Misc', 'MISC': 'Misc',
}
ARTICLES = {'the', 'a', 'an'}
ABOUT = {'about', 'over', 'around', 'nearly', 'almost', 'some', 'approximately', 'least', 'at', 'more', 'less', 'than', 'up', 'to', 'only', 'just', 'estimated'}
RELATIVE = {'last', 'next', 'this', 'early', 'late', 'mid', 'of', 'on', 'in', 'since', '-', 'between', 'by'} | ARTICLES
CURRENCY = {'$', '€', '£', '¥', 'US', 'HK', 'NT', 'N', 'A', 'C', 'S', 'R', 'Rs', 'Dh', 'RM'}
CALENDAR = re.compile(r'^(mon|tues|wednes|thurs|fri|satur|sun)day$|^(january|february|march|april|may|june|july|august|september|october|november|december)$'
                      r'|^(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?$|^(1[5-9]|20)\d\ds?$', re.I)


def names(rows):
    """The runs of labels of one name: [first, last, type]."""
    out = []
    for i, (_, label) in enumerate(rows):
        if label.startswith('I-') and out and out[-1][1] == i and out[-1][2] == label[2:]:
            out[-1][1] = i + 1
        elif label != 'O':
            out.append([i, i + 1, label[2:]])
    return out


def trim(words, first, last, drop):
    while first < last and words[first].lower() in drop:
        first += 1
    return first


def convert(rows, habits):
    words, labels = [w for w, _ in rows], ['O'] * len(rows)
    for first, last, kind in names(rows):
        kind = TYPES.get(kind)
        if kind is None:
            continue
        if habits:
            if kind == 'Date':
                if not any(CALENDAR.match(w) for w in words[first:last]):
                    continue
                first = trim(words, first, last, RELATIVE)
                while not CALENDAR.match(words[last - 1]) and not words[last - 1].isdigit():
                    last -= 1
            else:
                first = trim(words, first, last, ARTICLES | ABOUT if kind == 'Money' else ARTICLES)
                if kind == 'Money':
                    while first > 0 and words[first - 1] in CURRENCY and labels[first - 1] == 'O':
                        first -= 1
        for i in range(first, last):
            labels[i] = ('B-' if i == first else 'I-') + kind
    return zip(words, labels)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('input')
    p.add_argument('out')
    p.add_argument('--types-only', action='store_true')
    a = p.parse_args()
    os.makedirs(a.out, exist_ok=True)
    for path in sorted(glob.glob(os.path.join(a.input, '*.tsv'))):
        with open(path, encoding='utf8') as f:
            rows = [line.rstrip('\n').split('\t') for line in f if line.strip()]
        with open(os.path.join(a.out, os.path.basename(path)), 'w', encoding='utf8') as f:
            for row in convert(rows, not a.types_only):
                print(*row, sep='\t', file=f)


if __name__ == '__main__':
    sys.exit(main())
