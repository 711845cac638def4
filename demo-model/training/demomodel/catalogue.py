"""Realistic actions: what tools do, how they are named and how people ask for them.

Each line of a catalogue is ``key | verbs | objects | required kinds | optional kinds | description | requests | answer details``:

* verbs and objects are joined to tool names in several styles; an object ``=name`` stands alone;
* ``[a|b]`` in descriptions and requests is a choice, ``{kind}`` a value; kinds a request leaves out are mentioned after it;
* requests are separated by ``;`` and begin with ``?`` when they are questions, ``.`` when no polite words may precede them;
* answer details are the fields of the tool's result, then an optional phrase after ``@`` saying what they are about.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from .words import EVAL, TRAIN


def expand(lex, text):
    """Replaces each choice ``[a|b]`` (not nested) by one of its alternatives."""
    return re.sub(r'\[([^\[\]]*)\]', lambda match: lex.pick(match.group(1).split('|')), text)


@dataclass(frozen=True)
class Action:
    """One realistic action of the catalogue."""

    key: str
    verbs: tuple
    objects: tuple
    required: tuple
    optional: tuple
    description: str
    requests: tuple
    result_fields: tuple
    about: str

    @property
    def topic(self):
        """Actions of one topic are too close to be offered together."""
        return self.key.split('.')[0]


def _parse(line):
    fields = [field.strip() for field in line.split(' | ')]
    if len(fields) != 8:
        raise ValueError('A catalogue line needs 8 fields: ' + line)
    key, verbs, objects, required, optional, description, requests, details = fields
    result_fields, _, about = details.partition('@')
    kinds = lambda text: tuple(part for part in text.split() if part != '-')
    return Action(
        key,
        tuple(verbs.split()),
        tuple(part.strip() for part in objects.split(',')),
        kinds(required),
        kinds(optional),
        description,
        tuple(request.strip() for request in requests.split(';')),
        tuple(result_fields.split()),
        about.strip(),
    )


def _load(split):
    lines = (Path(__file__).parent / ('catalogue-%s.txt' % split)).read_text().splitlines()
    return tuple(_parse(line) for line in lines if line.strip() and not line.startswith('#'))


ACTIONS = {TRAIN: _load(TRAIN), EVAL: _load(EVAL)}
