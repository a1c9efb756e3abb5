#!/usr/bin/env python3
"""Writes the annotated documents that training holds out, in the format of the gold folder, for `readout eval gold`.
  held_out.py DATA FOLDER"""
import json, os, sys
import data as D

HEADLINE = 'Headline of the day\n\n'  # the scorer takes the first line for one


def shift(x):
    return x and dict(start=x['start'] + len(HEADLINE), end=x['end'] + len(HEADLINE), text=x['text'])


def main(source, out):
    os.makedirs(out, exist_ok=True)
    docs = D.read_annotated([f'{source}/gold/silver/{f}.jsonl' for f in ('silver', 'silver2', 'silver3')])
    for i, d in enumerate(docs[6::13]):  # as train.py has it
        events = [dict(id=f'e{k + 1}', trigger=shift(e['trigger']), root=e['root'], actor=[shift(x) for x in e['actor']], recipient=[shift(x) for x in e['recipient']],
                       modality=e['modality'], voice=e['voice'], when=None, where=None) for k, e in enumerate(d['events'])]
        statements = [dict(id=s['id'], speaker=shift(s['speaker']), speaker_name=None, cue=shift(s['cue']), content=[shift(x) for x in s['content']], form=s['form'], act=s.get('act'))
                      for s in d['statements']]
        json.dump(dict(doc=d['doc'], outlet='', published='', text=HEADLINE + d['text'], events=events, statements=statements), open(f'{out}/{i:03}.json', 'w'))


if __name__ == '__main__':
    main(*sys.argv[1:3])
