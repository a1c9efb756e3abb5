#!/usr/bin/env python3
"""Scores Readout and other programs on the same texts with the same scorer, `readout eval`, and prints Markdown tables.
  READOUT_DATA=FOLDER python3 bench/accuracy.py                           after bench/setup.sh; EWT dev
  ... accuracy.py --ewt FOLDER/data/lang/ud-ewt/en_ewt-ud-test.conllu     EWT test
What a program predicts is kept in bench/.data/predictions and made once; --again makes it anew. Readout is always
read anew; each set takes it about as long as its words at the speed of doc/performance.md."""
import argparse, json, os, shutil, subprocess, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'peers'))
from common import into

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, '.data')
PEERS = os.path.join(HERE, 'peers')
BINARY = os.path.join(DATA, 'readout')
PYTHON = os.path.join(DATA, 'venv/bin/python')
# The articles of GUM 11's genre news in its splits dev and test.
GUM_NEWS = ('homeopathic', 'iodine', 'nasa', 'sensitive')


def run(*command):
    print('+', *command, file=sys.stderr, flush=True)
    env = dict(os.environ, PYTHONDONTWRITEBYTECODE='1')
    return subprocess.run(command, check=True, env=env, stdout=subprocess.PIPE, text=True).stdout


def evaluate(kind, path, *more):
    return json.loads(run(BINARY, 'eval', kind, path, '--json', *more))


def made(out, make):
    """Has make(folder) fill a folder and puts it in the place of out: what was broken off or left over is never taken for the whole."""
    part = out + '.part'
    for folder in (part, out):
        shutil.rmtree(folder, ignore_errors=True)
    make(part)
    os.rename(part, out)
    return out


def texts(kind, name, path):
    return made(os.path.join(DATA, 'eval-texts', name), lambda part: run(BINARY, 'eval', kind, path, '--texts', part))


class Peer:
    """Another program: a name, the command that predicts, given a mode, an input and an output folder, and the files that it needs."""

    def __init__(self, name, command, *needs):
        self.name, self.command, self.needs = name, command, needs
        self.folder = os.path.join(DATA, 'predictions', name.replace(' ', '-'))

    def there(self):
        """Whether the program is installed, or was once and has left predictions."""
        if all(map(shutil.which, self.needs[:1])) and all(map(os.path.exists, self.needs[1:])) or os.path.isdir(self.folder):
            return True
        print('left out:', self.name, '- bench/setup.sh has not installed it, and no predictions of it are there', file=sys.stderr)
        return False

    def predict(self, mode, name, what, again):
        """The folder of this program's predictions of mode for the set called name."""
        out = os.path.join(self.folder, name + '-' + mode)
        if again or not os.path.isdir(out):
            made(out, lambda part: self.make(mode, what, part))
        return out

    def make(self, mode, what, out):
        if self.name != 'CoreNLP' or mode not in ('conllu', 'words'):
            run(*self.command(mode), what, out)
            return
        shutil.rmtree(out + '.raw', ignore_errors=True)
        run(*self.command(mode), what, out + '.raw')
        run(sys.executable, os.path.join(PEERS, 'tree.py'), out + '.raw', out)
        shutil.rmtree(out + '.raw')


def peers():
    java = ['java', '-Xmx4g', '-XX:+UseSerialGC', '-cp', os.path.join(DATA, 'corenlp', '*'), os.path.join(PEERS, 'CoreNLP.java')]
    return [Peer('spaCy ' + s, lambda mode, s=s: [PYTHON, os.path.join(PEERS, 'spacy_peer.py'), mode, s], PYTHON) for s in ('sm', 'md')] + [
        Peer('CoreNLP', lambda mode: java + [mode], 'java', os.path.join(DATA, 'corenlp'))]


def table(title, columns, rows):
    """rows: (name, numbers by key); columns: (heading, key). A number that is not there is a dash."""
    out = ['**%s**' % title, '', '| program | %s |' % ' | '.join(h for h, _ in columns), '|---' * (len(columns) + 1) + '|']
    for name, numbers in rows:
        cells = []
        for _, key in columns:
            keys = key.split('/')
            cells.append(' / '.join('-' if numbers.get(k) is None else ('%.3f' % numbers[k]).removeprefix('0') for k in keys))
        out.append('| %s | %s |' % (name, ' | '.join(cells)))
    return '\n'.join(out) + '\n'


RAW = [('sentences', 'sentence_f1'), ('words', 'word_f1'), ('UPOS', 'upos_f1'), ('features', 'ufeats_f1'), ('lemmas', 'lemma_f1'), ('UAS', 'uas_f1'), ('LAS', 'las_f1')]
GOLD = [('UPOS', 'gold_upos_f1'), ('features', 'gold_ufeats_f1'), ('lemmas', 'gold_lemma_f1'), ('UAS', 'gold_uas_f1'), ('LAS', 'gold_las_f1')]
NAMES = [('name and type P / R', 'name_precision/name_recall'), ('F1', 'name_f1'), ('span alone F1', 'span_f1')] + [
    (t, t + '_f1') for t in ('Person', 'Organization', 'Location', 'NORP', 'Date', 'Money', 'Facility', 'Product', 'Misc')]
STATEMENTS = [('content P / R', 'content_precision/content_recall'), ('F1', 'content_f1'), ('+ speaker F1', 'speaker_f1')]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--data', default=os.environ.get('READOUT_DATA', ''), help='folder of corpora (default: $READOUT_DATA)')
    p.add_argument('--ewt', action='append', help='CoNLL-U file of English EWT; may be given again (default: its dev part)')
    p.add_argument('--sets', default='ewt,gum,names,statements', help='which of these, comma between (default: all)')
    p.add_argument('--only', action='append', help='only programs whose name contains this; may be given again')
    p.add_argument('--readout', action='append', help='a row for Readout with these options: --readout="" --readout=--fast (default: the first)')
    p.add_argument('--again', action='store_true', help='make predictions again that are there')
    p.add_argument('--predict', action='store_true', help='make the predictions of the other programs and score nothing')
    p.add_argument('--out', help='write the tables to this file too')
    p.add_argument('--doc', action='store_true', help='put the tables into doc/accuracy.md')
    a = p.parse_args()
    if not a.data:
        p.error('no corpora: set READOUT_DATA or give --data')
    run('go', 'build', '-C', os.path.dirname(HERE), '-o', BINARY, './cmd/readout')
    wanted = lambda name: not a.only or any(o.lower() in name.lower() for o in a.only)
    readouts = [('Readout ' + o).strip() for o in a.readout or ['']]
    readouts = [(r, r.split()[1:]) for r in readouts if wanted(r) and not a.predict]
    score = (lambda *_: {}) if a.predict else evaluate
    others = [q for q in peers() if wanted(q.name) and q.there()]
    lang, sets, out = os.path.join(a.data, 'data/lang'), a.sets.split(','), []

    parses = []
    if 'ewt' in sets:
        for path in a.ewt or [os.path.join(lang, 'ud-ewt/en_ewt-ud-dev.conllu')]:
            parses.append(('EWT ' + path.rsplit('-', 1)[1].split('.')[0], path))
    if 'gum' in sets:
        def gather(part):
            os.makedirs(part)
            for n in GUM_NEWS:
                shutil.copy(os.path.join(lang, 'gum/dep/GUM_news_%s.conllu' % n), part)
        folder = made(os.path.join(DATA, 'gum-news'), gather)
        parses.append(('GUM news, dev and test', folder))
    for title, path in parses:
        name = title.split(',')[0].replace(' ', '-').lower()
        rows = [(r, score('conllu', path, *o)) for r, o in readouts]
        for q in others:
            numbers = score('conllu', path, '--predictions', q.predict('conllu', name, texts('conllu', name, path), a.again))
            gold = score('conllu', path, '--predictions', os.path.join(q.predict('words', name, path, a.again), 'words.conllu'))
            numbers.update({'gold_' + k: v for k, v in gold.items()})
            if q.name == 'CoreNLP':  # gives none
                numbers['ufeats_f1'] = numbers['gold_ufeats_f1'] = None
            rows.append((q.name, numbers))
        out += [table(title + ', from raw text', RAW, rows), table(title + ', gold words', GOLD, rows)]
    if 'names' in sets:
        path = os.path.join(lang, 'worldwide/text')
        rows = [(r, score('ner', path, *o)) for r, o in readouts]
        for q in others:
            theirs = q.predict('ner', 'worldwide', texts('ner', 'worldwide', path), a.again)
            for label, more in ((q.name, []), (q.name + ', types alone', ['--types-only'])):
                shutil.rmtree(theirs + '-mapped', ignore_errors=True)
                run(sys.executable, os.path.join(PEERS, 'names.py'), theirs, theirs + '-mapped', *more)
                rows.append((label, score('ner', path, '--predictions', theirs + '-mapped')))
        out.append(table('Names, worldwide, hold-out', NAMES, rows))
    if 'statements' in sets:
        path = os.path.join(a.data, 'gold/dev')
        rows = [(r, score('gold', path, *o)) for r, o in readouts]
        for q in others:
            if q.name == 'CoreNLP':
                rows.append((q.name, score('gold', path, '--predictions', q.predict('quotes', 'gold', texts('gold', 'gold', path), a.again))))
        out.append(table('Statements, gold', STATEMENTS, rows))
    if a.predict:
        return
    print('\n'.join(out))
    if a.out:
        with open(a.out, 'w', encoding='utf8') as f:
            f.write('\n'.join(out))
    if a.doc:
        into(os.path.join(os.path.dirname(HERE), 'doc/accuracy.md'), 'bench/accuracy.py', '\n'.join(out))


if __name__ == '__main__':
    sys.exit(main())
