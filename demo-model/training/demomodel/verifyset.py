"""Writes the built-in requests of ``perilune verify`` as JSON lines:  python3 -m demomodel.verifyset OUT.jsonl

One request a line, with the reason for which a good answer finishes (``tool_calls`` or ``stop``). Tools, phrasings and names are those
that training never uses.
"""

import argparse
import json

from . import conversation
from .chatrequest import request_message
from .words import EVAL, Lexicon

SEED = 20261125
MAX_TOKENS = 512
# How many requests of each kind; those of the first kinds are answered by calls.
CALLS = {'one call': 110, 'several calls': 40}
TEXTS = {'answer from results': 50, 'no tool': 40}


def _kind(wanted, before):
    calls = len(wanted.get('tool_calls', ()))
    if calls:
        return 'one call' if calls == 1 else 'several calls'
    return 'answer from results' if before['role'] == 'tool' else 'no tool'


def _candidates(lexicon):
    """Endless (kind, group, messages before the answer)."""
    while True:
        group = conversation.group(lexicon, dialogues=2, realistic_share=1)
        if not group.tools:
            continue
        for dialogue in group.dialogues:
            for at, message in enumerate(dialogue.messages):
                if message['role'] == 'assistant':
                    yield _kind(message, dialogue.messages[at - 1]), group, dialogue.messages[:at]


def requests(seed=SEED):
    """Dictionaries of the lines' form, all kinds mixed."""
    left = {**CALLS, **TEXTS}
    index = 0
    for kind, group, messages in _candidates(Lexicon.seeded(seed, EVAL)):
        if not left[kind]:
            continue
        left[kind] -= 1
        index += 1
        yield {
            'data_index': index,
            'request': {
                'messages': [{'role': 'system', 'content': group.system}] + [request_message(m) for m in messages],
                'tools': group.tools,
                'temperature': 0,
                'max_tokens': MAX_TOKENS,
                'stream': True,
            },
            'finish_reason': 'tool_calls' if kind in CALLS else 'stop',
        }
        if not any(left.values()):
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('out')
    parser.add_argument('--seed', type=int, default=SEED)
    options = parser.parse_args()
    with open(options.out, 'w', encoding='utf-8') as out:
        for line in requests(options.seed):
            out.write(json.dumps(line, ensure_ascii=False, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
