"""A BERT encoder and the heads, written out so that the Go runtime (text/nn) can be read beside it."""
import torch, torch.nn as nn, torch.nn.functional as F
from safetensors.torch import load_file

HIDDEN, LAYERS, HEADS, FFN, EPS = 384, 6, 12, 1536, 1e-12
ARG_TAGS = 9  # O, then B I E S of the first argument, then B I E S of the second


class Layer(nn.Module):
    def __init__(s, drop):
        super().__init__()
        s.q, s.k, s.v, s.o = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        s.attn_norm, s.out_norm = nn.LayerNorm(HIDDEN, EPS), nn.LayerNorm(HIDDEN, EPS)
        s.up, s.down = nn.Linear(HIDDEN, FFN), nn.Linear(FFN, HIDDEN)
        s.drop = nn.Dropout(drop)

    def forward(s, x, mask):
        b, n, h = x.shape
        f = lambda l: l(x).view(b, n, HEADS, h // HEADS).transpose(1, 2)
        a = F.scaled_dot_product_attention(f(s.q), f(s.k), f(s.v), attn_mask=mask)
        x = s.attn_norm(x + s.drop(s.o(a.transpose(1, 2).reshape(b, n, h))))
        return s.out_norm(x + s.drop(s.down(F.gelu(s.up(x)))))


class Encoder(nn.Module):
    def __init__(s, drop):
        super().__init__()
        s.word, s.position, s.kind = nn.Embedding(30522, HIDDEN), nn.Embedding(512, HIDDEN), nn.Embedding(2, HIDDEN)
        s.norm, s.shape = nn.LayerNorm(HIDDEN, EPS), nn.Embedding(8, HIDDEN)  # shape: case and form of the word, since the vocabulary is uncased
        s.layers = nn.ModuleList(Layer(drop) for _ in range(LAYERS))
        s.drop = nn.Dropout(drop)
        nn.init.zeros_(s.shape.weight)

    def forward(s, ids, shp, mask):
        x = s.word(ids) + s.shape(shp) + s.position(torch.arange(ids.shape[1])) + s.kind.weight[0]
        x = s.drop(s.norm(x))
        mask = mask[:, None, None, :]
        for l in s.layers:
            x = l(x, mask)
        return x

    def load(s, path):
        """Takes the weights of a BERT in safetensors; the word embeddings stay frozen, so that an untouched stack can share them."""
        t = {k.removeprefix('bert.'): v for k, v in load_file(path).items()}
        name = {'q': 'attention.self.query', 'k': 'attention.self.key', 'v': 'attention.self.value', 'o': 'attention.output.dense',
                'attn_norm': 'attention.output.LayerNorm', 'up': 'intermediate.dense', 'down': 'output.dense', 'out_norm': 'output.LayerNorm'}
        top = {'word': 'word_embeddings', 'position': 'position_embeddings', 'kind': 'token_type_embeddings', 'norm': 'LayerNorm'}
        with torch.no_grad():
            for k, p in s.named_parameters():
                parts = k.split('.')
                if parts[0] == 'layers':
                    p.copy_(t[f'encoder.layer.{parts[1]}.{name[parts[2]]}.{parts[3]}'])
                elif parts[0] in top:
                    p.copy_(t[f'embeddings.{top[parts[0]]}.{parts[1]}'])
        s.word.weight.requires_grad = False


class Pair(nn.Module):
    """Tags every word of the window given one word, a trigger or a cue."""
    def __init__(s, d=160, e=96, hidden=HIDDEN):
        super().__init__()
        s.a, s.b = nn.Linear(hidden, d), nn.Linear(hidden, d)
        s.dist, s.sent = nn.Embedding(65, d), nn.Embedding(7, d)
        s.l, s.o, s.r = nn.Linear(d, e), nn.Linear(e, ARG_TAGS), nn.Linear(d, ARG_TAGS)
        s.drop = nn.Dropout(.1)
        with torch.no_grad():
            s.r.bias[0] = 4.  # most words are O: start there

    def forward(s, H, sent, row, word):
        A, T = s.a(H)[row], s.b(H[row, word]).unsqueeze(1)
        k = torch.arange(H.shape[1]).unsqueeze(0) - word.unsqueeze(1)
        z = A + T + s.dist(k.clamp(-32, 32) + 32) + s.sent((sent[row] - sent[row, word].unsqueeze(1)).clamp(-3, 3) + 3)
        return s.o(F.gelu(s.l(s.drop(F.gelu(z))))) + s.r(A * T)


class Parser(nn.Module):
    """Biaffine arcs and labels (Dozat and Manning 2017) over a window of several sentences."""
    def __init__(s, nrel, d=256, e=96):
        super().__init__()
        s.root = nn.Parameter(torch.zeros(HIDDEN))
        s.ah, s.ad, s.lh, s.ld = nn.Linear(HIDDEN, d), nn.Linear(HIDDEN, d), nn.Linear(HIDDEN, e), nn.Linear(HIDDEN, e)
        s.U, s.hb = nn.Parameter(torch.randn(d, d) * .01), nn.Linear(d, 1)
        s.V, s.lo = nn.Parameter(torch.randn(nrel, e, e) * .01), nn.Linear(2 * e, nrel)
        s.drop = nn.Dropout(.2)

    def forward(s, H):
        H = torch.cat([s.root.expand(H.shape[0], 1, -1), H], 1)  # word 0 is the root
        f = lambda l: s.drop(F.gelu(l(H)))
        h, d, s.h2, s.d2 = f(s.ah), f(s.ad), f(s.lh), f(s.ld)
        return (d @ s.U) @ h.transpose(1, 2) + s.hb(h).transpose(1, 2)  # [window, dependant, head]

    def rels(s, b, d, h):
        x, y = s.d2[b, d], s.h2[b, h]
        return torch.einsum('nre,ne->nr', torch.einsum('nd,rde->nre', x, s.V), y) + s.lo(torch.cat([x, y], 1))


def mlp(out, d=128, hidden=HIDDEN):
    return nn.Sequential(nn.Linear(hidden, d), nn.GELU(), nn.Linear(d, out))


class Model(nn.Module):
    def __init__(s, labels, drop=.1):
        super().__init__()
        n = {k: len(v) for k, v in labels.items()}
        s.labels = labels
        s.enc, s.drop = Encoder(drop), nn.Dropout(drop)
        s.trigger, s.cue, s.name, s.upos, s.feats, s.lemma = (nn.Linear(HIDDEN, n[k]) for k in ('trigger', 'cue', 'name', 'upos', 'feats', 'lemma'))
        s.modality, s.act = mlp(n['modality']), mlp(n['act'])
        s.event_args, s.cue_args = Pair(), Pair()
        s.parser = Parser(n['deprel'])
        with torch.no_grad():
            s.trigger.bias[0] = 4.; s.cue.bias[0] = 3.; s.name.bias[0] = 2.

    def words(s, ids, shp, mask, first):
        y = s.enc(ids, shp, mask)
        return s.drop(torch.gather(y, 1, first.unsqueeze(-1).expand(-1, -1, HIDDEN)))


def pad(L, v=0):
    n = max(map(len, L))
    return torch.tensor([list(x) + [v] * (n - len(x)) for x in L])


def encode(m, B):
    ids = pad([x['ids'] for x in B])
    return m.words(ids, pad([x['shape'] for x in B]), pad([[True] * len(x['ids']) for x in B], False), pad([x['first'] for x in B]))
