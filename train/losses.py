"""The losses of the tasks. Each takes a model, the vectors H [window, word, size] of a batch and the batch B of windows (data.py).
A task is scaled so that a batch weighs about the same whatever its size; the numbers .03 and .02 are the shares of words that are triggers and cues."""
import torch, torch.nn.functional as F
from model import pad


def ce(x, y): return F.cross_entropy(x.reshape(-1, x.shape[-1]).float(), y.reshape(-1), ignore_index=-100, reduction='sum')


def soft(x, p):
    """Cross-entropy against the distributions p; words whose p is all zero do not count."""
    return -(p * x.float().log_softmax(-1)).sum()


def chosen(B, rows, head, H):
    """Scores of the argument head for the triggers or cues of a batch: (window of each, word of each, scores)."""
    R = [r for x in B for r in x[rows]]
    rb, rt = torch.tensor([i for i, x in enumerate(B) for _ in x[rows]], dtype=torch.long), torch.tensor([r[0] for r in R], dtype=torch.long)
    return R, rb, rt, head(H, pad([x['sent'] for x in B]), rb, rt) if R else None


def arguments(H, B, rows, head, attr, wa, wm):
    R, rb, rt, Z = chosen(B, rows, head, H)
    if not R: return 0.
    Y = torch.tensor([r[1] + [-100] * (H.shape[1] - len(r[1])) for r in R])
    return wa * ce(Z, Y) / len(R) + wm * ce(attr(H[rb, rt]), torch.tensor([r[2] for r in R])) / len(R)


def records(m, H, B, args=.5, act=.2):
    """Events and statements of annotated text."""
    n = sum(x['n'] for x in B)
    return (ce(m.trigger(H), pad([x['root'] for x in B], -100)) / (.03 * n) + .5 * ce(m.cue(H), pad([x['cue'] for x in B], -100)) / (.02 * n)
            + arguments(H, B, 'erow', m.event_args, m.modality, args, .5) + arguments(H, B, 'srow', m.cue_args, m.act, .4 * args, act))


def soft_arguments(H, B, rows, head, attr, wa, wm):
    R, rb, rt, Z = chosen(B, rows, head, H)
    if not R: return 0.
    P = torch.zeros(Z.shape); w = torch.tensor([r[3] for r in R])  # weight: how sure the teacher is that there is a trigger or cue at all
    for i, r in enumerate(R): P[i, :len(r[1])] = torch.from_numpy(r[1].astype('float32'))
    A = torch.stack([torch.from_numpy(r[2].astype('float32')) for r in R])
    return (wa * soft(Z, P * w[:, None, None]) + wm * soft(attr(H[rb, rt]), A * w[:, None])) / w.sum()


def soft_records(m, H, B, args=.5, act=.2):
    """Events and statements as a teacher sees them (teacher.py): distributions in place of labels."""
    n = sum(x['n'] for x in B)
    def table(k, c):
        P = torch.zeros(len(B), H.shape[1], c)
        for i, x in enumerate(B): P[i, :x['n']] = torch.from_numpy(x[k].astype('float32'))
        return P
    T, C = m.trigger(H), m.cue(H)
    return (soft(T, table('root', T.shape[-1])) / (.03 * n) + .5 * soft(C, table('cue', C.shape[-1])) / (.02 * n)
            + soft_arguments(H, B, 'erow', m.event_args, m.modality, args, .5) + soft_arguments(H, B, 'srow', m.cue_args, m.act, .4 * args, act))


def arcs(m, H, B):
    """Arc scores with everything but the words of the same sentence and the root shut out."""
    S = m.parser(H).float(); sent = pad([[-1] + x['sent'] for x in B], -2)
    ok = (sent.unsqueeze(2) == sent.unsqueeze(1)) | (sent.unsqueeze(1) == -1)
    ok &= ~torch.eye(S.shape[1], dtype=torch.bool)
    return S.masked_fill(~ok, -1e9)


def syntax(m, H, B):
    """Universal Dependencies: heads, relations, parts of speech, features, lemmas."""
    n = sum(x['n'] for x in B); heads = pad([[-100] + x['head'] for x in B], -100); S = arcs(m, H, B); rel = {r: i for i, r in enumerate(m.labels['deprel'])}
    b, d = (heads >= 0).nonzero(as_tuple=True); y = torch.tensor([rel[r] for x in B for r in x['rel']])
    each = lambda head, k: ce(head(H), pad([x[k] for x in B], -100))
    return (ce(S, heads) + ce(m.parser.rels(b, d, heads[b, d]), y) + each(m.upos, 'upos') + .5 * each(m.feats, 'feats') + .5 * each(m.lemma, 'lemma')) / n


def names(m, H, B): return 4 * ce(m.name(H), pad([x['tag'] for x in B], -100)) / sum(x['n'] for x in B)
