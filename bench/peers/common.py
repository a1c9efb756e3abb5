"""What the Python peers share: the turns of a speed run and the files of predictions.

Every program that speed.py drives, in whatever language, speaks the same few lines on its standard input and output:
  it prints "ready TEXT" once it has loaded and warmed up, TEXT saying what it is;
  for each line "go" it does all its work once and prints "done SECONDS PROCESSOR_SECONDS";
  at the end of its input it prints "peak MIB", its largest resident size, and ends."""
import glob, os, sys, time


def texts(folder):
    """The texts of a folder's .txt files with their names, in the order of these."""
    for path in sorted(glob.glob(os.path.join(folder, '*.txt'))):
        with open(path, encoding='utf8') as f:
            yield os.path.basename(path)[:-4], f.read()


def paragraphs(text):
    """The stretches of a text between blank lines, with their offsets."""
    at = 0
    for part in text.split('\n\n'):
        if part.strip():
            yield at, part
        at += len(part) + 2


def peak_mib():
    with open('/proc/self/status', encoding='ascii') as f:
        for line in f:
            if line.startswith('VmHWM'):
                return int(line.split()[1]) // 1024
    return 0


def turns(what, work):
    """Runs work() once for each "go"; see above."""
    print('ready', what, flush=True)
    for line in sys.stdin:
        if line.strip() != 'go':
            continue
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        print('done %.6f %.6f' % (time.perf_counter() - wall, time.process_time() - cpu), flush=True)
    print('peak', peak_mib(), flush=True)


def write_conllu(out, name, sentences):
    """Writes sentences of words (form, lemma, upos, feats, head, deprel), head counted from 1 and 0 for the root, as out/name.conllu."""
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, name + '.conllu'), 'w', encoding='utf8') as f:
        for words in sentences:
            for i, (form, lemma, upos, feats, head, rel) in enumerate(words, 1):
                print(i, form, lemma or '_', upos or '_', '_', feats or '_', head, rel or '_', '_', '_', sep='\t', file=f)
            print(file=f)


def read_conllu(path):
    """The sentences of a CoNLL-U file, or of a folder of them, as lists of (form, space after)."""
    for file in [path] if os.path.isfile(path) else sorted(glob.glob(os.path.join(path, '*.conllu'))):
        words = []
        with open(file, encoding='utf8') as f:
            for line in f:
                line = line.rstrip('\n')
                cols = line.split('\t')
                if not line and words:
                    yield words
                    words = []
                elif len(cols) == 10 and cols[0].isdigit():
                    words.append((cols[1], 'SpaceAfter=No' not in cols[9]))
        if words:
            yield words


def write_names(out, name, text, found):
    """Writes the words of text, as white space cuts them, with the labels of the found (begin, end, type), as out/name.tsv.
    A name that covers part of a word labels the whole; of two names on one word the first keeps it."""
    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, name + '.tsv'), 'w', encoding='utf8') as f:
        at, taken = 0, None
        for word in text.split():
            begin = text.index(word, at)
            at = begin + len(word)
            hit = next((n for n in found if n[0] < at and begin < n[1]), None)
            print(word, 'O' if hit is None else ('I-' if hit is taken else 'B-') + hit[2], sep='\t', file=f)
            taken = hit


def into(path, mark, content):
    """Puts content between the lines <!-- MARK --> and <!-- /MARK --> of a file."""
    with open(path, encoding='utf8') as f:
        text = f.read()
    begin, end = '<!-- %s -->\n' % mark, '<!-- /%s -->' % mark
    if begin not in text or end not in text:
        raise SystemExit('%s has no lines %s and %s' % (path, begin.strip(), end))
    text = text[:text.index(begin) + len(begin)] + content.rstrip() + '\n' + text[text.index(end):]
    with open(path, 'w', encoding='utf8') as f:
        f.write(text)
