"""OpenAI-style declarations of tools, in the variety that clients write them."""

import re
from dataclasses import dataclass

from . import texts
from .catalogue import expand
from .parameters import KINDS

# A bound that no value exceeds.
FURTHEST = 10**9


@dataclass(frozen=True)
class DeclarationStyle:
    """How one client writes its tools; fixed for a conversation. Numbers are shares of the parameters."""

    described: bool
    parameters_described: float
    constrained: float
    titled: bool
    type_last: bool
    required_first: bool
    closed: bool
    strict: bool

    @classmethod
    def draw(cls, lex):
        return cls(
            described=lex.chance(0.93),
            parameters_described=lex.pick((0, 0, 0.3, 0.8, 1)),
            constrained=lex.pick((0, 0, 0, 0.3)),
            titled=lex.chance(0.05),
            type_last=lex.chance(0.1),
            required_first=lex.chance(0.15),
            closed=lex.chance(0.1),
            strict=lex.chance(0.05),
        )


def _describe(lex, tool):
    if tool.action:
        text = expand(lex, lex.pick(_alternatives(tool.action.description)))
    else:
        form = lex.pick(('%s %s %s', '%s %s %s', '%s %s %s', '%s %s %s.', 'Tool to %s %s %s', 'Use this to %s %s %s', 'Can %s %s %s'))
        text = form % (tool.verb, lex.pick(('a', 'the', 'the')), tool.subject)
    if lex.chance(0.06):
        text += '. ' + texts.sentence(lex).capitalize()
    return text[0].upper() + text[1:] + ('' if text.endswith(('.', '!')) else lex.pick(('', '', '.')))


def _alternatives(description):
    """Top-level alternatives of a description: its choices are flattened by ``expand`` afterwards."""
    whole = re.fullmatch(r'\[(.*)\]', description)
    if not whole or re.search(r'\][^\[]*\[', description) is None:
        return [description]
    parts, depth, current = [], 0, ''
    for char in whole.group(1):
        depth += (char == '[') - (char == ']')
        if char == '|' and depth == 0:
            parts.append(current)
            current = ''
        else:
            current += char
    return parts + [current]


def _constraint(lex, parameter):
    """Keywords of JSON Schema that change nothing about the value."""
    kind = parameter.schema['type']
    if kind in ('integer', 'number'):
        return lex.pick(
            (
                {'minimum': -FURTHEST},
                {'minimum': -FURTHEST, 'maximum': FURTHEST},
                {'maximum': FURTHEST},
                {} if parameter.required else {'default': lex.integer(2)},
            )
        )
    if kind == 'boolean' and not parameter.required:
        return {'default': lex.chance(0.3)}
    if parameter.kind in ('date', 'start_date', 'end_date'):
        return {'format': 'date'}
    if 'enum' in parameter.schema and not parameter.required:
        return {'default': lex.pick(parameter.schema['enum'])}
    return {'minLength': 1} if kind == 'string' and 'enum' not in parameter.schema else {}


def _parameter_schema(lex, parameter, style):
    schema = dict(parameter.schema)
    if lex.chance(style.constrained):
        schema.update(_constraint(lex, parameter))
    if style.titled:
        schema = {'title': parameter.spoken_name.title(), **schema}
    if lex.chance(style.parameters_described):
        if parameter.kind:
            text = lex.pick(KINDS[parameter.kind].descriptions)
        else:
            text = 'The ' + parameter.spoken_name + lex.pick(('', '', ' to use', ' of it'))
        if lex.chance(0.2):
            schema = {'description': text, **schema}
        else:
            schema['description'] = text
    return schema


def declare(lex, tool, style):
    """Fills in the OpenAI-style declaration of ``tool``."""
    body = {'type': 'object'}
    required = [p.name for p in tool.parameters if p.required]
    if style.required_first:
        body['required'] = required
    body['properties'] = {p.name: _parameter_schema(lex, p, style) for p in tool.parameters}
    if not style.required_first and (required or lex.chance(0.5)):
        body['required'] = required
    if style.closed:
        body['additionalProperties'] = False
    function = {'name': tool.name}
    if style.described:
        function['description'] = _describe(lex, tool)
    function['parameters'] = body
    if style.strict:
        function['strict'] = True
    if style.type_last:
        tool.declaration = {'function': function, 'type': 'function'}
    else:
        tool.declaration = {'type': 'function', 'function': function}
    return tool
