"""What parameters mean: their names, JSON types, values, and the way people mention them inside a sentence.

The table itself is ``parameters.txt``.
"""

from dataclasses import dataclass
from pathlib import Path

from . import texts, values


@dataclass(frozen=True)
class Kind:
    """A meaning of a parameter.

    names: names tools give it; type: JSON type; make: factory of values; mentions: natural phrases with ``{}`` for the value (for
    booleans ``refusals`` holds those for false); free: the value is running text, which people quote or say last; choices: the
    options of an enumeration; item: type of an array's elements.
    """

    names: tuple
    type: str
    make: object
    mentions: tuple
    refusals: tuple
    descriptions: tuple
    free: bool = False
    choices: tuple = ()
    item: str = None


def _factory(name):
    return getattr(values, name, None) or getattr(texts, name)


def _one_of(options):
    return lambda lex: lex.pick(options)


def _parse(line):
    """(key, kind) of a line of the table."""
    key, names, type_, made, mentions, descriptions = (field.strip() for field in line.split(' | '))
    yes, _, no = mentions.partition(' / ')
    common = dict(
        names=tuple(names.split()),
        mentions=tuple(yes.split(' ; ')),
        refusals=tuple(no.split(' ; ')),
        descriptions=tuple(descriptions.split(' ; ')),
    )
    if type_ == 'choice':
        return key, Kind(type='string', make=_one_of(made.split()), choices=tuple(made.split()), **common)
    if type_.startswith('array of '):
        item = type_[len('array of ') :]
        return key, Kind(type='array', make=values.several(_factory(made), 1 if item == 'string' else 2), item=item, **common)
    return key, Kind(type='string' if type_ == 'text' else type_, make=_factory(made), free=type_ == 'text', **common)


def _load():
    lines = (Path(__file__).parent / 'parameters.txt').read_text().splitlines()
    return dict(_parse(line) for line in lines if line.strip() and not line.startswith('#'))


KINDS = _load()

# The first kind that uses a name lends its natural mentions to generic tools with that parameter.
KIND_BY_NAME = {}
for _key, _kind in KINDS.items():
    for _name in _kind.names:
        KIND_BY_NAME.setdefault(_name, _key)
