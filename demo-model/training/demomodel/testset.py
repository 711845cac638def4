"""Writes held-out conversations as JSON lines for the evaluation against a running server:  python3 -m demomodel.testset OUT.jsonl

One conversation a line: ``name``, ``tools``, ``messages``. Every assistant message is to be made by the model after the messages before it;
``answer_contains`` of such a message lists the texts that an answer in words has to contain.
"""

import argparse
import json

from . import evaluation
from .chatrequest import request_message

SEED = 20261124


def _message(message):
    written = request_message(message)
    if 'facts' in message:
        written['answer_contains'] = [evaluation.as_text(fact) for fact in message['facts']]
    return written


def conversations(groups):
    """Dictionaries of the lines' form."""
    for number, group in enumerate(groups):
        system = {'role': 'system', 'content': group.system}
        for part, dialogue in enumerate(group.dialogues):
            yield {
                'name': 'generated-%03d-%d' % (number, part),
                'tools': group.tools,
                'messages': [system] + [_message(m) for m in dialogue.messages],
            }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('out')
    parser.add_argument('--groups', type=int, default=250, help='groups of two conversations')
    parser.add_argument('--seed', type=int, default=SEED)
    options = parser.parse_args()
    with open(options.out, 'w', encoding='utf-8') as out:
        for line in conversations(evaluation.held_out(options.groups, seed=options.seed)):
            out.write(json.dumps(line, ensure_ascii=False, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
