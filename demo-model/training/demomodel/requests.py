"""What users say: requests for tools in questions, commands and short forms, with the values anywhere in the sentence."""

import json
import re

from .catalogue import expand
from .parameters import KINDS
from .values import RELATIVE_DAYS
from .words import ADJECTIVES, EVAL, TRAIN

NUMBER_WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split()
WORD_COUNTED = {'people', 'passengers', 'nights', 'days', 'quantity'}
RARELY_QUOTED = {'query', 'topic', 'song', 'movie', 'title', 'expression', 'command', 'pattern', 'sql', 'subject'}
SENTENCE_STARTERS = {
    'i',
    "i'd",
    'we',
    'you',
    'is',
    'are',
    'do',
    'what',
    'when',
    'where',
    'which',
    'how',
    'table',
    'new',
    'books',
    'directions',
    'word',
    'note:',
    'web',
    'next',
    'don\'t',
    'new',
}

OPENERS = {
    TRAIN: [
        '',
        '',
        '',
        '',
        '',
        '',
        '',
        'Please ',
        'please ',
        'Can you ',
        'Could you ',
        'Would you ',
        'I want you to ',
        'I need you to ',
        'I want to ',
        'I need to ',
        "I'd like to ",
        "I'd like you to ",
        'Hi, ',
        'Hey, ',
        'Hello, ',
        'Now ',
        'Kindly ',
        'Can you please ',
        'Could you please ',
        'Hi, please ',
        'Hello, can you ',
        "Let's ",
        'Go ahead and ',
        'Will you ',
        'Ok, ',
        'Can I ask you to ',
        'Help me to ',
        'Hey, could you ',
    ],
    EVAL: [
        'Be so kind and ',
        'I would appreciate it if you could ',
        'Time to ',
        'Your turn: ',
        'Assistant, ',
        'Would it be possible to ',
        'Do me a favor and ',
    ],
}
GREETINGS = {
    TRAIN: ['', '', '', '', '', 'Hi, ', 'Hey, ', 'Hello, ', 'Tell me: ', 'Quick question: ', 'Please tell me, ', 'I wonder: ', 'So, '],
    EVAL: ['Excuse me, ', 'Say, ', 'One more thing: '],
}
COMMAND_ENDS = ['.', '.', '', '', '', '!', ' please', ' please.', ', please', ', thanks', '. Thanks!', ' for me', ' now']
ASKING = ('can ', 'could ', 'would ', 'will ', 'hello, can', 'hey, could', 'can i ask')


def quote(lex, text, backtick=False):
    if backtick and lex.chance(0.5) and '`' not in text:
        return '`%s`' % text
    if "'" not in text and lex.chance(0.25):
        return "'%s'" % text
    return '\u201c%s\u201d' % text if lex.chance(0.03) else '"%s"' % text


def say_value(lex, value, kind=None, last=False):
    """A JSON value as a person writes it. ``last``: nothing follows in the sentence."""
    if isinstance(value, bool):
        return lex.pick(('true', 'yes', 'on', 'true')) if value else lex.pick(('false', 'no', 'off', 'false'))
    if isinstance(value, list):
        parts = [say_value(lex, item) for item in value]
        if len(parts) < 2:
            return ''.join(parts)
        return ', '.join(parts[:-1]) + lex.pick((' and ', ' and ', ', ')) + parts[-1]
    if isinstance(value, dict):
        return lex.pick((' and ', ', ')).join('%s %s' % (key.replace('_', ' '), say_value(lex, item)) for key, item in value.items())
    if isinstance(value, str):
        return _say_text(lex, value, kind, last)
    if kind in WORD_COUNTED and isinstance(value, int) and value < len(NUMBER_WORDS) and lex.chance(0.12):
        return NUMBER_WORDS[value]
    text = json.dumps(value)
    return '$' + text if kind in ('amount', 'price', 'max_price') and value >= 0 and lex.chance(0.06) else text


def _say_text(lex, text, kind, last):
    if kind is not None and KINDS[kind].choices and lex.chance(0.2):
        return text.capitalize()
    free = kind is not None and KINDS[kind].free
    if free:
        likely = 0.15 if kind in RARELY_QUOTED else 0.45
        if not last:
            likely = 0.4 if kind in RARELY_QUOTED else 0.9
    else:
        likely = 0.12 if kind is None and ' ' not in text else 0.45 if kind is None else 0.05
    return quote(lex, text, kind in ('command', 'path', 'sql', 'pattern')) if lex.chance(likely) else text


def mention(lex, parameter, value, last=False):
    """A phrase that states the value of one parameter, naturally where its meaning allows."""
    kind = KINDS.get(parameter.kind)
    if kind and lex.chance(0.9 if parameter.required else 0.85):
        return natural_mention(lex, parameter.kind, value, last)
    return named_mention(lex, parameter, value)


def natural_mention(lex, kind_key, value, last=False):
    kind = KINDS[kind_key]
    if kind.type == 'boolean':
        return lex.pick(kind.mentions if value else kind.refusals)
    if isinstance(value, str) and value in RELATIVE_DAYS:
        return value
    return lex.pick(kind.mentions).replace('{}', say_value(lex, value, kind_key, last))


def named_mention(lex, parameter, value, form=None):
    name = parameter.name if lex.chance(0.3) else parameter.spoken_name
    if isinstance(value, bool) and lex.chance(0.4):
        return (
            lex.pick(('with %s' if value else 'without %s', 'make it %s' if value else 'not %s', 'with %s on' if value else 'with %s off'))
            % name
        )
    if isinstance(value, dict) and lex.chance(0.4):
        return say_value(lex, value)
    text = say_value(lex, value)
    if not isinstance(value, (bool, dict, list)) and form is None and lex.chance(0.12):
        return '%s as %s' % (text, name)
    return (form or lex.pick(NAMED_FORMS)) % (name, text)


NAMED_FORMS = [
    '%s %s',
    '%s %s',
    '%s: %s',
    '%s = %s',
    '%s is %s',
    'the %s %s',
    '%s=%s',
    '%s set to %s',
    'its %s should be %s',
    'the %s is %s',
]


def _capitalise(text):
    return text[0].upper() + text[1:] if text else text


def realistic_request(lex, tool, stated, template, opened=True):
    """Fills a request form of the catalogue. ``stated`` maps names of leaves to values; ``opened`` allows polite words before."""
    by_kind = {p.kind: (p, stated[p.name]) for p in tool.leaves if p.name in stated}
    form = expand(lex, template.lstrip('?.'))
    used = re.findall(r'{(\w+)}', form)
    rest = [by_kind[kind] for kind in by_kind if kind not in used]
    lex.rng.shuffle(rest)
    rest.sort(key=lambda item: KINDS[item[0].kind].free)
    ends_with_value = form.endswith('}') and not rest
    pieces = re.split(r'({\w+})', form)
    for index, piece in enumerate(pieces):
        if piece.startswith('{'):
            kind = piece[1:-1]
            last = ends_with_value and not any(pieces[index + 1 :])
            pieces[index] = say_value(lex, by_kind[kind][1], kind, last)
    text = ''.join(pieces)
    separator = lex.pick((' ', ' ', ' ', ', '))
    for index, (parameter, value) in enumerate(rest):
        text += (separator if index else ' ') + mention(lex, parameter, value, index == len(rest) - 1)
    open_end = KINDS[rest[-1][0].kind].free if rest else ends_with_value
    return _finish(lex, text, template[0], open_end, opened, begins_with_value=form.startswith('{'))


def _finish(lex, text, mark, open_end, opened, begins_with_value=False):
    """Adds polite words, capitals and the final punctuation; a value keeps its spelling."""
    if mark == '?':
        text = (
            (lex.pick(GREETINGS[lex.split]) if opened else '') + text + lex.pick(('?', '?', '?', '?', '', '??' if lex.chance(0.1) else '?'))
        )
    elif mark == '.' or text.split(' ')[0].lower() in SENTENCE_STARTERS:
        text += lex.pick(('', '', '', '.', '.', ' please'))
    else:
        opener = lex.pick(OPENERS[lex.split]) if opened else ''
        asking = opener.lower().startswith(ASKING)
        begins_with_value = begins_with_value and not opener
        text = opener + text
        if open_end:
            text += lex.pick(('', '', '.'))
        else:
            text += lex.pick(('?', '?', '')) if asking else lex.pick(COMMAND_ENDS)
    text = _capitalise(text) if lex.chance(0.7) and not begins_with_value else text
    return _surround(lex, text) if opened and lex.chance(0.07) else text


PREFACES = {
    TRAIN: [
        'I am in a hurry.',
        'I just got home.',
        'It is %(adj)s here.',
        "I'm hungry.",
        'My %(word)s is %(adj)s.',
        'We have guests.',
        'I forgot something.',
        'My friend %(name)s is here.',
        'I am planning a trip.',
        'I have a question.',
        'There is a problem with the %(word)s.',
        "I'm working on the %(word)s.",
        'Good idea.',
        'Great.',
        'Ok.',
        'Thanks, that worked.',
        "I don't have much time.",
        'My boss wants the %(word)s.',
        'I am bored.',
        'It is late.',
    ],
    EVAL: ['I feel %(adj)s about the %(word)s.', 'The day is long.'],
}
AFTERWORDS = {
    TRAIN: [
        'It is important.',
        'I am in a hurry.',
        'Thank you.',
        'Thank you very much!',
        'Be quick.',
        'That would be great.',
        'I need it soon.',
        "It's for my %(word)s.",
        'Thanks in advance',
    ],
    EVAL: ['Much obliged.', 'That matters to me.'],
}


def _surround(lex, text):
    """Adds a sentence before or after that carries no value."""
    fill = dict(adj=lex.pick(ADJECTIVES), word=lex.word(), name=lex.person())
    if lex.chance(0.6):
        return lex.pick(PREFACES[lex.split]) % fill + ' ' + text
    stop = '' if text.endswith(('.', '?', '!')) else '.'
    return text + stop + ' ' + lex.pick(AFTERWORDS[lex.split]) % fill


GENERIC_FORMS = {
    TRAIN: [
        '!%(verb)s %(article)s %(subject)s',
        '!%(verb)s %(article)s %(subject)s',
        '!%(verb)s %(article)s %(subject)s',
        '.%(subject)s %(verb)s',
        '.I need %(article)s %(subject)s to %(verb)s',
        '!give me %(article)s %(subject)s to %(verb)s',
        '!%(verb)s %(subject)s',
        '!use the %(subject)s tool to %(verb)s it',
        '.we should %(verb)s %(article)s %(subject)s',
        '.I have a %(subject)s to %(verb)s',
        '?is it possible to %(verb)s %(article)s %(subject)s',
        '.%(subject)s: %(verb)s it',
        '?can you %(verb)s %(article)s %(subject)s',
        '.I want %(article)s %(subject)s to %(verb)s',
        '?what about a %(subject)s to %(verb)s',
    ],
    EVAL: [
        '.there is a %(subject)s you should %(verb)s',
        '.somebody has to %(verb)s that %(subject)s',
        '.let the %(subject)s be handled: %(verb)s',
        '.what we want is to %(verb)s one %(subject)s',
        '!%(verb)s this one %(subject)s',
    ],
}
GENERIC_LEADS = [' with ', ' with ', ', ', ': ', ' where ', '. Use ', ' using ', ' ']


def generic_request(lex, tool, arguments, opened=True):
    form = lex.pick(GENERIC_FORMS[lex.split])
    text = form[1:] % dict(verb=tool.verb, subject=tool.subject, article=lex.pick(('the', 'a', 'the', 'my', 'this')))
    by_name = {p.name: p for p in tool.parameters}
    items = [(by_name[name], value) for name, value in arguments.items()]
    if lex.chance(0.35):
        lex.rng.shuffle(items)
    if len(items) == 1 and not isinstance(items[0][1], (bool, dict)) and lex.chance(0.4):
        kind = items[0][0].kind
        text += lex.pick((' for %s', ' %s', ': %s', ' about %s')) % say_value(lex, items[0][1], kind, True)
    elif items:
        text += _generic_arguments(lex, items)
    return _finish(lex, text, form[0], False, opened)


def _generic_arguments(lex, items):
    kinds = [p.kind for p, _ in items if p.kind]
    natural = len(set(kinds)) == len(kinds) and lex.chance(0.5)
    if natural:
        items = sorted(items, key=lambda item: bool(item[0].kind and KINDS[item[0].kind].free))
        parts = [mention(lex, p, value, index == len(items) - 1) for index, (p, value) in enumerate(items)]
        return ' ' + lex.pick((' ', ' ', ', ')).join(parts)
    shared_form = lex.pick(NAMED_FORMS) if lex.chance(0.7) else None
    parts = [named_mention(lex, p, value, shared_form) for p, value in items]
    text = parts[0] if len(parts) == 1 else ', '.join(parts[:-1]) + lex.pick((' and ', ', ', ' and ')) + parts[-1]
    return lex.pick(GENERIC_LEADS) + text


FOLLOW_UPS = {
    TRAIN: [
        'And %s?',
        'and %s?',
        'What about %s?',
        'what about %s',
        'Now %s',
        'The same %s',
        'Again %s please',
        'Do it again %s',
        'How about %s?',
        'And now %s',
        '%s?',
        'Same %s',
    ],
    EVAL: ['Repeat that %s', 'One more time %s', 'And then %s?'],
}
NAMED_FOLLOW_UPS = {
    TRAIN: [
        'Now the same with %s %s.',
        'Again, but with %s %s',
        'Do it again with %s %s.',
        'And with %s %s?',
        'Change %s to %s',
        'Use %s %s instead',
        'Now set %s to %s',
        'with %s %s',
    ],
    EVAL: ['Repeat it, this time with %s %s', 'Do that once more, %s being %s'],
}


def follow_up(lex, parameter, value):
    """A short request to repeat the last call with one value changed."""
    if parameter.kind and KINDS[parameter.kind].type != 'boolean' and not KINDS[parameter.kind].free:
        return lex.pick(FOLLOW_UPS[lex.split]) % natural_mention(lex, parameter.kind, value)
    return lex.pick(NAMED_FOLLOW_UPS[lex.split]) % (parameter.spoken_name, say_value(lex, value))
