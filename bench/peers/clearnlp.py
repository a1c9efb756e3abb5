"""The dependencies of spaCy's English models follow ClearNLP; the treebanks here follow Universal Dependencies. to_ud turns the one into
the other by rules, so that both can be scored: what it gets wrong is counted against the model, so a score after it is a lower bound.

What differs most: a preposition governs its noun in ClearNLP and hangs on it in UD; so does a copula with its predicate; a conjunct hangs
on the one before it and not on the first; names of persons are headed by their last word and not by the first."""
from tree import Tree, names, punctuation

NOMINAL = {'NOUN', 'PROPN', 'PRON', 'NUM', 'SYM', 'X'}
PLACES = {'here', 'there', 'away', 'back'}
SAYING = {'say', 'tell', 'ask', 'add', 'quote', 'reply', 'write', 'think', 'believe', 'report', 'state', 'warn', 'note', 'announce', 'explain', 'declare'}
PLAIN = {
    'dobj': 'obj', 'dative': 'iobj', 'nsubjpass': 'nsubj:pass', 'csubjpass': 'csubj:pass', 'auxpass': 'aux:pass', 'neg': 'advmod',
    'poss': 'nmod:poss', 'prt': 'compound:prt', 'predet': 'det:predet', 'preconj': 'cc:preconj', 'quantmod': 'advmod', 'relcl': 'acl:relcl',
    'oprd': 'xcomp', 'acomp': 'xcomp', 'intj': 'discourse', 'meta': 'dep', 'pobj': 'obl', 'pcomp': 'advcl', 'attr': 'xcomp', 'agent': 'obl',
    'ROOT': 'root', '': 'dep',
}


def to_ud(tokens, heads, rels):
    """Heads and relations in Universal Dependencies; tokens are spaCy's, heads count from 1."""
    t = Tree([x.text for x in tokens], heads, rels, tokens)
    pos = [''] + [x.pos_ for x in tokens]
    prepositions(t, pos)
    copulas(t, pos)
    conjuncts(t)
    run_on(t)
    names(t, pos, [False] + [x.ent_type_ == 'PERSON' for x in tokens])
    amounts(t, pos)
    for i in range(1, len(t)):
        word, rel = t.tokens[i].lower_, t.rel[i]
        if rel == 'aux' and word == 'to':
            rel = 'mark'
        elif rel == 'npadvmod':
            rel = 'nmod:npmod' if pos[t.head[i]] in NOMINAL else 'obl:npmod'
        elif rel == 'prep':  # one without a noun
            rel = 'case' if pos[t.head[i]] in NOMINAL else 'advmod'
        elif rel == 'advmod' and pos[i] == 'SCONJ':
            rel = 'mark' if word not in ('when', 'where', 'how', 'why') else 'advmod'
        elif rel == 'nmod' and pos[i] in ('PROPN', 'NOUN') and i < t.head[i]:
            rel = 'compound'
        elif rel == 'attr' and any(t.rel[k] == 'expl' for k in t.children(t.head[i])):
            rel = 'nsubj'
        t.rel[i] = 'root' if t.head[i] == 0 else PLAIN.get(rel, rel)
    punctuation(t)
    return t.head[1:], t.rel[1:]


def prepositions(t, pos):
    # From the right, so that "out of the house" ends with both words on "house".
    for i in range(len(t) - 1, 0, -1):
        if t.rel[i] not in ('prep', 'agent', 'dative', 'pcomp', 'prt', 'advmod', 'mark') or pos[i] not in ('ADP', 'SCONJ', 'PART', 'VERB', 'ADV'):
            continue
        objects = ('pobj', 'pcomp') if t.rel[i] != 'prep' else ('pobj', 'pcomp', 'obl')
        inner = next((k for k in t.children(i) if t.rel[k] in objects), 0)
        if not inner:
            continue
        clause = t.rel[inner] == 'pcomp' and pos[inner] in ('VERB', 'AUX')
        noun = pos[t.head[i]] in NOMINAL and t.head[i] != 0
        t.swap(i, inner, 'mark' if clause else 'case')
        if t.rel[inner] in ('prep', 'agent', 'dative', 'advmod', 'prt', 'mark'):
            t.rel[inner] = ('acl' if noun else 'advcl') if clause else ('nmod' if noun else 'obl')


def copulas(t, pos):
    for i in range(1, len(t)):
        if t.tokens[i].lemma_ != 'be' or t.rel[i] in ('aux', 'auxpass', 'aux:pass'):
            continue
        children = t.children(i)
        if any(t.rel[k] == 'expl' and t.tokens[k].lower_ == 'there' for k in children):
            continue
        subject = any(t.rel[k] in ('nsubj', 'csubj') for k in children)
        after = [k for k in children if t.rel[k] in ('attr', 'acomp') or t.rel[k] == 'ccomp' and k > i and subject]
        if not after and subject:  # "is in Paris", "is there"
            after = [k for k in children if k > i and (t.rel[k] == 'obl' or t.rel[k] == 'advmod' and t.tokens[k].lower_ in PLACES)]
        if after:
            t.swap(i, after[0], 'cop')


def conjuncts(t):
    for i in range(1, len(t)):
        if t.rel[i] != 'conj':
            continue
        # cc and comma before a conjunct hang on it.
        for k in t.children(t.head[i]):
            if t.head[i] < k < i and (t.rel[k] == 'cc' or t.rel[k] == 'punct' and t.tokens[k].text in ',;') and not any(
                    t.rel[m] == 'conj' and k < m < i for m in t.children(t.head[i])):
                t.head[k] = i
    for i in range(1, len(t)):
        while t.rel[i] == 'conj' and t.rel[t.head[i]] == 'conj':
            t.head[i] = t.head[t.head[i]]


def run_on(t):
    """"The road is shut, we turned back": ClearNLP hangs the first clause on the second, UD the other way round, unless the second says who says so."""
    for i in range(1, len(t)):
        verb = t.head[i]
        if t.rel[i] == 'ccomp' and i < verb and t.tokens[verb].lemma_ not in SAYING:
            t.head[i], t.rel[i] = t.head[verb], t.rel[verb]
            t.head[verb], t.rel[verb] = i, 'parataxis'


def amounts(t, pos):
    """"$ 5 million": the sign is the head in UD."""
    for i in range(1, len(t)):
        if pos[i] == 'NUM':
            sign = next((k for k in t.children(i) if k < i and pos[k] == 'SYM' and t.tokens[k].text in '$£€¥'), 0)
            if sign:
                t.swap(i, sign, 'nummod', stay=('compound', 'quantmod', 'advmod', 'nummod'))
