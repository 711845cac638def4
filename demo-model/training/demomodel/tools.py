"""Random tools: realistic ones from the catalogue and generic ones made of a verb, a noun and parameters."""

import re
from dataclasses import dataclass, field

from .catalogue import ACTIONS, Action
from .declarations import DeclarationStyle, declare
from .parameters import KIND_BY_NAME, KINDS
from .words import ADJECTIVES, EVAL, TRAIN, VERBS

INTEGER_NAMES = set(
    'count limit size level amount priority width height quantity port age year month floor speed depth score duration '
    'distance angle volume people days number'.split()
)
NUMBER_NAMES = set('price weight temperature rating amount value'.split())
PLAIN_NAMES = '''name title city location date time email path query text id code amount count limit status color size type category
unit level language format author owner sender recipient subject message duration priority width height weight price quantity
country address phone url host port user password label tag comment reason note source target speed depth age score year month
region zone room floor brand model version topic keyword start end origin destination currency mode style theme genre rating
distance angle volume temperature people days content body value number'''.split()
TRAINED_WORDS = {word for action in ACTIONS[TRAIN] for subject in action.objects for word in subject.strip('=').split()}
OUTER_WORDS = 'details options settings filter config data info profile'.split()


@dataclass
class Parameter:
    """One parameter of a tool; ``kind`` names its meaning in ``KINDS`` or is None. ``inner`` are the members of an object."""

    name: str
    schema: dict
    kind: str = None
    required: bool = True
    inner: list = field(default_factory=list)

    @property
    def spoken_name(self):
        spaced = re.sub(r'(?<=[a-z])(?=[A-Z])', ' ', self.name).lower()
        return spaced.replace('_', ' ').replace('-', ' ')


@dataclass
class Tool:
    """A tool as offered to the model, with what the generator needs to ask for it."""

    name: str
    verb: str
    subject: str
    parameters: list
    action: Action = None
    declaration: dict = field(default_factory=dict)

    @property
    def topic(self):
        return self.action.topic if self.action else self.subject.split()[-1]

    @property
    def leaves(self):
        """Parameters with the members of nested objects in their place."""
        return [leaf for p in self.parameters for leaf in (p.inner or [p])]

    def nest(self, values):
        """Arguments in declared order from the values of leaves by name; objects without any value are left out."""
        arguments = {}
        for p in self.parameters:
            if not p.inner:
                if p.name in values:
                    arguments[p.name] = values[p.name]
            elif any(leaf.name in values for leaf in p.inner):
                arguments[p.name] = {leaf.name: values[leaf.name] for leaf in p.inner if leaf.name in values}
        return arguments


def join_name(lex, parts, style=None):
    """Joins words to a function name in one of the usual styles."""
    style = lex.rng.random() if style is None else style
    if style < 0.70:
        return '_'.join(parts)
    if style < 0.85:
        return parts[0] + ''.join(part.capitalize() for part in parts[1:])
    if style < 0.90:
        return ''.join(part.capitalize() for part in parts)
    return '_'.join(parts[1:] + parts[:1]) if style < 0.95 else '-'.join(parts)


def _unique(names, taken):
    free = [name for name in names if name not in taken]
    return free[0] if free else names[0] + '_2'


def _kind_parameter(lex, kind_key, taken, camel, required):
    kind = KINDS[kind_key]
    order = list(kind.names)
    if lex.chance(0.5):
        lex.rng.shuffle(order)
    name = _unique(order, taken)
    if lex.chance(0.03):
        name = lex.pseudo()
    if camel:
        name = join_name(lex, name.split('_'), 0.8)
    schema = {'type': kind.type}
    if kind.type == 'array':
        schema['items'] = {'type': kind.item}
    if kind.choices:
        count = lex.rng.randint(min(2, len(kind.choices)), len(kind.choices))
        schema['enum'] = list(kind.choices) if lex.chance(0.6) else lex.rng.sample(kind.choices, count)
    return Parameter(name, schema, kind_key, required)


def realistic_tool(lex, action, max_parameters):
    """A tool for an action of the catalogue; optional parameters are offered at random."""
    taken, parameters, camel = set(), [], lex.chance(0.1)
    optional = [kind for kind in action.optional if lex.chance(0.4)]
    for kind in list(action.required) + optional[: max(0, max_parameters - len(action.required))]:
        parameter = _kind_parameter(lex, kind, taken, camel, kind in action.required or lex.chance(0.05))
        taken.add(parameter.name)
        parameters.append(parameter)
    if lex.chance(0.1):
        lex.rng.shuffle(parameters)
    if len(parameters) > 2 and lex.chance(0.08):
        parameters = _nested(lex, parameters)
    verb, subject = lex.pick(action.verbs), lex.pick(action.objects)
    words = (
        subject.strip('=').replace('-', ' ').split() if subject.startswith('=') else [verb.strip('=')] + subject.replace('-', ' ').split()
    )
    if lex.chance(0.03):
        words = [lex.pseudo()]
    style = lex.rng.random()
    return Tool(join_name(lex, words, style), verb.strip('='), subject.strip('='), parameters, action)


def _nested(lex, parameters):
    """Puts the last two or three parameters into an object."""
    count = lex.pick((2, 2, 3)) if len(parameters) > 3 else 2
    inner = parameters[-count:]
    schema = {'type': 'object', 'properties': {p.name: p.schema for p in inner}}
    required = [p.name for p in inner if p.required]
    if required and lex.chance(0.6):
        schema['required'] = required
    return parameters[:-count] + [Parameter(lex.pick(OUTER_WORDS), schema, None, bool(required), inner)]


def generic_tool(lex, taken_subjects, max_parameters):
    """A tool of a random verb and noun whose parameters are mostly unrelated to it."""
    while True:
        verb, noun = lex.pick(VERBS), lex.tool_noun()
        if (noun not in taken_subjects or lex.chance(0.1)) and not (lex.split == EVAL and noun in TRAINED_WORDS):
            break
    subject = (lex.pick(ADJECTIVES) + ' ' if lex.chance(0.2) else '') + noun
    parameters, taken = [], set()
    for position in range(min(max_parameters, lex.pick((0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5)))):
        parameter = generic_parameter(lex, required=position == 0 or lex.chance(0.65))
        if parameter.name not in taken:
            taken.add(parameter.name)
            parameters.append(parameter)
    return Tool(join_name(lex, [verb] + subject.split()), verb, subject, parameters)


def generic_parameter(lex, required=True, nested=True):
    draw = lex.rng.random()
    if draw < 0.72:
        name = lex.pick(PLAIN_NAMES)
    elif draw < 0.88:
        name = lex.pick(ADJECTIVES) + '_' + lex.pick(PLAIN_NAMES)
    else:
        name = lex.pseudo()
    if lex.chance(0.08):
        name = join_name(lex, name.split('_'), 0.8)
    kind = KIND_BY_NAME.get(name)
    schema = _generic_schema(lex, name, nested)
    if nested and schema['type'] == 'object':
        name, kind = lex.pick(OUTER_WORDS) if lex.chance(0.5) else name, None
    if kind and (KINDS[kind].type != schema['type'] or 'enum' in schema or KINDS[kind].choices):
        kind = None
    return Parameter(name, schema, kind, required)


def _generic_schema(lex, name, nested):
    base = name.split('_')[-1]
    draw = lex.rng.random()
    if base in NUMBER_NAMES and draw < 0.6:
        return {'type': 'number'}
    if base in INTEGER_NAMES and draw < 0.8:
        return {'type': 'integer'}
    if draw > 0.95 and nested:
        inner = [generic_parameter(lex, nested=False) for _ in range(lex.pick((2, 2, 3)))]
        return {'type': 'object', 'properties': {p.name: p.schema for p in inner}}
    if draw > 0.89:
        return {'type': 'array', 'items': {'type': lex.pick(('string', 'string', 'integer', 'number'))}}
    if draw > 0.82:
        return {'type': 'boolean'}
    if draw > 0.70:
        options = sorted({lex.word() for _ in range(5)})
        return {'type': 'string', 'enum': lex.rng.sample(options, min(len(options), lex.pick((2, 3, 3, 4))))}
    if draw > 0.64:
        return {'type': lex.pick(('integer', 'number'))}
    return {'type': 'string'}


# Actions a single request could mean both of, so they are not offered together.
CONFLICTS = [
    {'mail.send', 'mail.note'},
    {'chat.post', 'chat.direct', 'sms.send', 'mail.note'},
    {'weather.now', 'forecast.days', 'geo.weather'},
    {'light.set', 'device.switch', 'light.dim', 'light.color', 'door.lock'},
    {'db.query', 'db.read'},
    {'wiki.get', 'web.search', 'country.info', 'http.get'},
    {'math.evaluate', 'math.add', 'math.percent'},
    {'math.evaluate', 'math.subtract'},
    {'math.evaluate', 'math.multiply'},
    {'math.evaluate', 'math.divide'},
    {'math.stats', 'chart.draw'},
    {'note.create', 'memory.save', 'reminder.set'},
    {'task.add', 'reminder.set'},
    {'product.search', 'book.find'},
    {'order.place', 'cart.add'},
    {'file.read', 'bug.explain', 'print.file', 'shell.run'},
    {'table.book', 'hotel.book', 'ticket.buy'},
    {'route.get', 'distance.get', 'train.search', 'taxi.order', 'flight.search'},
    {'file.list', 'file.glob', 'shell.run'},
    {'calendar.list', 'calendar.create', 'job.schedule'},
    {'movie.info', 'music.play', 'podcast.play'},
    {'bank.transfer', 'invoice.create'},
    {'alarm.set', 'reminder.set'},
    {'currency.convert', 'currency.rate', 'unit.convert'},
    {'http.get', 'qr.make', 'file.read'},
    {'text.grep', 'file.glob', 'db.count'},
    {'user.create', 'contact.add'},
    {'customer.get', 'contact.find', 'wiki.get'},
    {'issue.create', 'ticket.create'},
    {'stock.price', 'crypto.price', 'product.search'},
]


def in_conflict(one, other):
    return one == other or any(one in group and other in group for group in CONFLICTS)


def offer(lex, count, max_parameters, realistic_share=None):
    """A list of ``count`` different declared tools; by default whole sets are generic, mixed or realistic."""
    style = DeclarationStyle.draw(lex)
    share = lex.pick((0, 0.6, 1, 1)) if realistic_share is None else realistic_share
    tools = []
    while len(tools) < count:
        if lex.chance(share):
            action = lex.pick(ACTIONS[lex.split])
            if any(t.action and in_conflict(action.key, t.action.key) for t in tools) or len(action.required) > max_parameters:
                continue
            tool = realistic_tool(lex, action, max_parameters)
        else:
            tool = generic_tool(lex, {t.topic for t in tools}, max_parameters)
        if all(tool.name != t.name for t in tools):
            tools.append(declare(lex, tool, style))
    return tools
