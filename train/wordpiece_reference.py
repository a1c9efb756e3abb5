#!/usr/bin/env python3
"""Reference word pieces and shape classes for the tests of text/nn, by the `tokenizers` library and by data.py.
  wordpiece_reference.py TOKENIZER.json ../text/nn/testdata/wordpiece.jsonl          200 invented sentences (kept with the tests)
  wordpiece_reference.py TOKENIZER.json runs/wordpiece.jsonl FILE...                 10,000 sentences of text or JSON lines files
Each line: the words and the CRC-32 of what they become, so that files stay small: for each word its pieces, a comma behind each,
then its shape class and a semicolon."""
import glob, json, random, re, sys, zlib
import data as D

PEOPLE = ['Anna Berg', 'José Álvarez-Núñez', 'Zoë Ångström', 'Nguyễn Văn Đức', "Seán O'Brien", 'D’Arcy', 'Łukasz Żółć', 'Иван Петров', 'Αλέξης', 'محمد علي', '李明', '王小明', '김철수', 'さくら', 'ÇAĞLAR İnönü', 'Ⅷ', 'van der Meer', 'MacArthur', 'eBay', 'X', 'ß', 'STRASSE', 'Straße', 'e\u0301tude', 'naïve', 'ﬁnance', 'Ǆordan', 'ǅordan', 'ⁿth', 'ª']
PLACES = ['Norland', 'Saint-Aubin', 'U.S.', 'U.K.', 'São Tomé', 'Kyïv', 'Kraków', 'Reykjavík', "Côte d'Ivoire", 'Ürümqi', 'New-Haven/Westport', 'Åland']
NUMBERS = ['3', '1,250', '$4.5m', '€20', '£7', '50%', '½', '²', '①', '٣', '12:30', '2024-01-05', 'No.7', '§5', '°C', '10th', 'F-16', 'COVID-19', 'G20', '1980s', '-5', '+3', '#tag', '@user', 'a_b', 'x^2', 'R&D', '`code`', '~10', 'a|b', '<b>', '=']
MARKS = ['"', "'", '“', '”', '‘', '’', '«', '»', '—', '–', '…', '...', '?!', '(', ')', '[sic]', '•', '™', '©', '→', '\u200b', 'a\u200bb', '\ufeff', 'a\u00a0b', '\u00ad', 'soft\u00adhyphen', '😀', '👍🏽', '🇺🇸', '、', '。', '\u2028', '��', '٪', '।', '﹏', '＄', 'ＡＢＣ', '𝒜', '𠀀']
LONG = ['antidisestablishmentarianism', 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch', 'http://www.example.org/a/b?c=d&e=f', 'x' * 100, 'x' * 101, 'qzxjv' * 5, 'info@example.org', 'Donaudampfschifffahrtsgesellschaft', "shouldn't", "'s", "n't", 'gonna', 'reopening', 'unconstitutionally']
FRAMES = ['{p} met {q} in {a} on Tuesday {m}', 'The talks between {a} and {b} cost {n} {m}', '{m} We condemn this , {m} said {p} of {a} .', '{l} was {n} per cent dearer in {b} , {p} wrote', '{n} {l} {m} {p} {q} {a}']


def invented():
    r = random.Random(3)
    for i in range(200):
        f = FRAMES[i % len(FRAMES)]
        yield f.format(p=PEOPLE[i % len(PEOPLE)], q=r.choice(PEOPLE), a=PLACES[i % len(PLACES)], b=r.choice(PLACES), n=NUMBERS[i % len(NUMBERS)], m=MARKS[i % len(MARKS)], l=LONG[i % len(LONG)])


def sentences(paths):
    """Up to 10,000 stretches of text from files, as they come: values of JSON lines, or lines."""
    lines = []
    def strings(x):
        if isinstance(x, str): yield x
        elif isinstance(x, dict):
            for v in x.values(): yield from strings(v)
        elif isinstance(x, list):
            for v in x: yield from strings(v)
    for p in sorted(q for a in paths for q in glob.glob(a)):
        for l in open(p, encoding='utf8', errors='replace'):
            try: texts = list(strings(json.loads(l)))
            except ValueError: texts = [l]
            lines += [s for t in texts for s in re.split(r'(?<=[.!?])\s+|\n', t) if len(s.split()) > 4]
    lines = sorted(set(lines)); random.Random(1).shuffle(lines)
    return lines[:10000]


pieces = D.Pieces(sys.argv[1])
with open(sys.argv[2], 'w', encoding='utf8') as out:
    for s in sentences(sys.argv[3:]) if len(sys.argv) > 3 else invented():
        words, first, text = s.split(), True, ''
        for w in words:
            text += ''.join(f'{i},' for i in pieces(w)) + f'{D.shape(w, first)};'
            first = first and not w[0].isalnum()
        out.write(json.dumps(dict(words=words, crc=zlib.crc32(text.encode())), ensure_ascii=False) + '\n')
