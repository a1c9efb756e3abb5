#!/usr/bin/env python3
"""Measures how many words a second Readout and other programs read: same articles, one core each, turn by turn in one run.
  bench/setup.sh                    once: downloads the other programs into bench/.data
  python3 bench/speed.py            prints a Markdown table; see --help

Every program is a process pinned to one core that loads, warms up by reading all articles once, and then reads them all again whenever it
is told to. In each round all take their turns, so that a change of the machine's speed meets all alike; a figure is the median of the
rounds by the clock. A word is a token of Readout, the same number for all. The processor time is taken too: where it is less than
95 % of the clock's, something else was running, and the row says so."""
import argparse, csv, datetime, json, os, platform, statistics, subprocess, sys
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'peers'))
from common import into

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, '.data')
ROOT = os.path.dirname(HERE)
PEERS = os.path.join(HERE, 'peers')
BINARY = os.path.join(DATA, 'readout-bench')
JAVA = ['java', '-Xmx4g', '-XX:+UseSerialGC', '-cp', os.path.join(DATA, 'corenlp', '*'), os.path.join(PEERS, 'CoreNLP.java')]


def articles(folder, data, words):
    """Writes the articles to read into folder as .txt files and says what they are."""
    os.makedirs(folder, exist_ok=True)
    for f in os.listdir(folder):
        os.remove(os.path.join(folder, f))
    texts, what = [], ''
    releases = data and os.path.join(data, 'data/news/kremlin_kyiv_press/press_release_data')
    if releases and os.path.isdir(releases):
        csv.field_size_limit(1 << 24)
        for name in ('putin.csv', 'zelenskyy.csv'):
            with open(os.path.join(releases, name), encoding='utf8', newline='') as f:
                rows = [r for r in csv.DictReader(f) if 200 <= len(r['body'].split()) <= 1000]
            size, step, some = 0, len(rows) / 40, []
            for k in range(40):  # spread over the whole file
                r = rows[int(k * step * 7 % len(rows))]
                size += len(r['body'].split())
                some.append(r['headline'].strip() + '\n\n' + r['body'].strip() + '\n')
                if size >= words / 2:
                    break
            texts += some
        what = 'official releases of two presidencies'
    else:
        own = [os.path.join(ROOT, 'examples', f) for f in ('visit-report.txt', 'visit-opinion.txt')]
        while sum(len(t.split()) for t in texts) < words:
            for path in own:
                with open(path, encoding='utf8') as f:
                    texts.append(f.read())
        what = 'the two invented articles of examples/, again and again'
    for i, t in enumerate(texts):
        with open(os.path.join(folder, '%03d.txt' % i), 'w', encoding='utf8') as f:
            f.write(t)
    return what


class Peer:
    """A running program that takes turns."""

    def __init__(self, name, command, core, rounds, group):
        self.name, self.rounds, self.group, self.seconds, self.cpu, self.peak = name, rounds, group, [], [], ''
        env = {k: v for k, v in os.environ.items() if not k.startswith('OPENBLAS_')}
        env.update(GOMAXPROCS='1', OMP_NUM_THREADS='1', MKL_NUM_THREADS='1', OPENBLAS_NUM_THREADS='1', PYTHONDONTWRITEBYTECODE='1')
        self.log = open(os.path.join(DATA, 'log-' + ''.join(c if c.isalnum() else '-' for c in group + '-' + name) + '.txt'), 'w', encoding='utf8')
        self.process = subprocess.Popen(
            ['taskset', '-c', str(core)] + command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log)
        self.what = self.answer('ready')

    def answer(self, key):
        for line in self.process.stdout:
            word, _, rest = line.strip().partition(' ')
            if word == key:
                return rest
        code = self.process.wait()
        with open(self.log.name, encoding='utf8') as f:
            said = [l.strip() for l in f if l.strip()]
        raise RuntimeError(said[-1] if said else 'ended with code %d' % code)

    def go(self):
        self.process.stdin.write('go\n')
        self.process.stdin.flush()
        wall, cpu = map(float, self.answer('done').split())
        self.seconds.append(wall)
        self.cpu.append(cpu)

    def close(self):
        self.process.stdin.close()
        self.peak = self.answer('peak')
        self.process.wait()

    def kill(self):
        """Ends the process, if it has not ended itself, and its files."""
        self.process.kill()
        self.process.wait()
        for f in (self.process.stdin, self.process.stdout, self.log):
            try:
                f.close()
            except OSError:  # what was still to be written found no reader
                pass

    def rate(self, n):
        return n / statistics.median(self.seconds)


def plan(texts, windows, a):
    """The programs to run: name, command, rounds, group."""
    python = os.path.join(DATA, 'venv/bin/python')
    model = ['-model', os.path.abspath(a.model)] if a.model else []
    kernels = subprocess.run([BINARY, 'kernels'], check=True, capture_output=True, text=True).stdout.split()
    out = []
    for k in kernels:
        if k != 'portable' or a.portable:
            for name, more in (('Readout, ', []), ('Readout --fast, ', ['-fast'])):
                for group, mode in (('reading', 'read'), ('encoder', 'encode')):
                    out.append((name + k, [BINARY, '-kernel', k] + model + more + [mode, texts], a.rounds, group))
    for size in ('sm', 'md'):
        out.append(('spaCy ' + size, [python, os.path.join(PEERS, 'spacy_peer.py'), 'speed', size, texts], a.rounds, 'reading'))
    for n in ('lean', 'full'):
        out.append(('CoreNLP, ' + n, JAVA + ['speed', n, texts], a.slow_rounds, 'reading'))
    for n in ('float32', 'int8'):
        out.append(('ONNX Runtime, ' + n, [python, os.path.join(PEERS, 'onnx_encoder.py'), 'speed', os.path.join(DATA, 'onnx', n + '.onnx'), windows], a.rounds, 'encoder'))
    return [p for p in out if not a.only or any(o.lower() in p[0].lower() for o in a.only)]


def table(peers, n, unit):
    base = min(p.rate(n) for p in peers)
    number = lambda x: format(round(x), ',')
    rows = ['| program | %s a second | times the slowest | lowest to highest of the rounds | by processor time | resident, MiB |' % unit, '|---|---|---|---|---|---|']
    for p in sorted(peers, key=lambda p: -p.rate(n)):
        share = statistics.median(p.cpu) / statistics.median(p.seconds)
        note = '' if share > .95 else ' (disturbed: it had %.0f %% of the core)' % (100 * share)
        rows.append('| %s | %s%s | %.1f | %s to %s | %s | %s |' % (
            p.name, number(p.rate(n)), note, p.rate(n) / base, number(n / max(p.seconds)), number(n / min(p.seconds)), number(n / statistics.median(p.cpu)), p.peak))
    return '\n'.join(rows)


def cpu_name():
    with open('/proc/cpuinfo', encoding='utf8') as f:
        info = dict(l.split(':', 1) for l in f.read().split('\n\n')[0].split('\n') if ':' in l)
    info = {k.strip(): v.strip() for k, v in info.items()}
    flags = [f for f in ('avx2', 'avx512f', 'avx512_vnni', 'avx_vnni') if f in info.get('flags', '').split()]
    return '%s (family %s, model %s; %s)' % (info.get('model name', platform.processor()), info.get('cpu family'), info.get('model'), ', '.join(flags))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--data', default=os.environ.get('READOUT_DATA', ''), help='folder of corpora; without it examples/ is read (default: $READOUT_DATA)')
    p.add_argument('--words', type=int, default=6000, help='how many words to read in each turn, about')
    p.add_argument('--rounds', type=int, default=7, help='turns of each program')
    p.add_argument('--slow-rounds', type=int, default=3, help='turns of CoreNLP')
    p.add_argument('--model', default='', help='weight file instead of the built-in one')
    p.add_argument('--core', type=int, default=0, help='the processor that all run on')
    p.add_argument('--portable', action='store_true', help='also without assembly')
    p.add_argument('--only', action='append', help='only programs whose name contains this; may be given again')
    p.add_argument('--out', help='write the tables to this file too')
    p.add_argument('--doc', action='store_true', help='put the tables into doc/performance.md')
    a = p.parse_args()
    subprocess.run(['go', 'build', '-o', BINARY, './bench/readout'], cwd=ROOT, check=True)
    texts, windows = os.path.join(DATA, 'articles'), os.path.join(DATA, 'windows.json')
    source = articles(texts, a.data, a.words)
    with open(windows, 'w', encoding='utf8') as f:
        subprocess.run([BINARY] + (['-model', a.model] if a.model else []) + ['windows', texts], check=True, stdout=f)
    with open(windows, encoding='utf8') as f:
        size = json.load(f)
    peers, missing = [], []

    def each(work, some):
        """Does work(q) for some of the programs; one that breaks down is told of and leaves the rest to go on."""
        for q in list(some):
            try:
                work(q)
            except (OSError, RuntimeError, ValueError) as e:
                missing.append('%s (%s)' % (q.name, e))
                peers.remove(q)
                q.kill()

    try:
        for name, command, rounds, group in plan(texts, windows, a):
            try:
                peers.append(Peer(name, command, a.core, rounds, group))
                print('loaded', name, '-', peers[-1].what, file=sys.stderr, flush=True)
            except (OSError, RuntimeError) as e:
                missing.append('%s (%s)' % (name, e))
        for r in range(max((q.rounds for q in peers), default=0)):
            each(Peer.go, [q for q in peers if r < q.rounds])
            print('round', r + 1, ', '.join('%s (%s) %.2f s' % (q.name, q.group, q.seconds[-1]) for q in peers if r < q.rounds), file=sys.stderr, flush=True)
        each(Peer.close, peers)
    finally:
        for q in peers:
            q.kill()
    report = ['%s. One core of %s; %s, %s. %s: %d articles, %s words, %s word pieces in %d windows.' % (
        datetime.date.today().isoformat(), cpu_name(), platform.system(), platform.machine(), source[0].upper() + source[1:],
        size['articles'], format(size['words'], ','), format(size['pieces'], ','), len(size['windows'])), '']
    for group, n, unit in (('reading', size['words'], 'words'), ('encoder', size['pieces'], 'word pieces')):
        some = [q for q in peers if q.group == group]
        if some:
            report += [table(some, n, unit), '']
    report += list(dict.fromkeys('- %s: %s' % (q.name, q.what) for q in peers)) + list(dict.fromkeys('- not run: ' + m for m in missing))
    print('\n'.join(report))
    if a.out:
        with open(a.out, 'w', encoding='utf8') as f:
            f.write('\n'.join(report) + '\n')
    if a.doc:
        into(os.path.join(ROOT, 'doc/performance.md'), 'bench/speed.py', '\n'.join(report))


if __name__ == '__main__':
    sys.exit(main())
