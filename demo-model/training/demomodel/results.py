"""Results of tools and the answers that report them. An answer is a fixed function of its result, so it can be learnt exactly."""

import json

from . import texts, values

GENERIC_FIELDS = '''status result total temperature price count name code id balance value state message date city score level amount
distance title answer owner rate time user type unit color size author duration weight line version'''.split()
WORD_FIELDS = {
    'condition': 'sunny cloudy rainy windy foggy snowy clear stormy'.split(),
    'status': 'ok done sent created open closed confirmed pending running failed delivered'.split(),
    'state': 'on off open closed idle busy'.split(),
    'currency': ['USD', 'EUR', 'GBP'],
    'genre': ['rock', 'jazz'],
}
MADE_FIELDS = {
    'city': values.place,
    'name': values.brand,
    'title': texts.short_title,
    'author': values.person,
    'director': values.person,
    'owner': values.person,
    'user': values.person,
    'id': values.code_id,
    'order_id': values.code_id,
    'code': values.code_id,
    'number': values.code_id,
    'date': values.date,
    'time': values.clock_time,
    'sunrise': values.clock_time,
    'sunset': values.clock_time,
    'departure': values.clock_time,
    'url': values.url,
    'email': values.email,
    'phone': values.phone,
    'headline': texts.words,
    'subject': texts.words,
    'definition': texts.sentence,
    'summary': texts.sentence,
    'translation': texts.sentence,
    'message': texts.sentence,
    'file': texts.path,
    'location': values.place,
    'content': texts.sentence,
    'output': texts.words,
    'error': texts.words,
    'airline': values.brand,
    'source': values.brand,
    'gate': values.code_id,
    'capital': values.place,
    'hash': values.code_id,
    'version': values.code_id,
    'temperature': values.degrees,
    'high': values.degrees,
    'low': values.degrees,
    'price': values.decimal,
    'amount': values.decimal,
    'total': values.decimal,
    'rate': values.decimal,
    'balance': values.decimal,
    'result': values.signed,
    'rating': values.decimal,
    'score': values.decimal,
    'change': values.signed,
    'humidity': values.percent,
    'count': values.small_count,
    'minutes': values.minutes,
    'year': lambda lex: lex.rng.randrange(1900, 2040),
}
PROBLEMS = [
    'not found',
    'permission denied',
    'timeout',
    'service unavailable',
    'invalid value',
    'no connection',
    'access denied',
    'already exists',
    'not allowed',
    'quota exceeded',
    'internal error',
    'no such file or directory',
    'unknown name',
    'out of stock',
]
PLAIN_LEAD = 'The result is '


def _field_value(lex, name):
    if name in WORD_FIELDS and lex.chance(0.7):
        return lex.pick(WORD_FIELDS[name])
    if name in MADE_FIELDS and lex.chance(0.85):
        return MADE_FIELDS[name](lex)
    draw = lex.rng.random()
    if draw < 0.35:
        return lex.integer()
    return values.decimal(lex) if draw < 0.5 else lex.word() if draw < 0.8 else values.code_id(lex)


def spoken(value):
    """A value inside an answer."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _spoken_key(key):
    return key.replace('_', ' ')


def enumerate_words(parts):
    return parts[0] if len(parts) == 1 else ', '.join(parts[:-1]) + ' and ' + parts[-1]


def _stop(text):
    return text if text.endswith(('.', '!', '?')) else text + '.'


def _facts(fields, about):
    parts = []
    for index, (key, value) in enumerate(fields.items()):
        place = ' ' + about if about and index == 0 else ''
        parts.append('the %s%s is %s' % (_spoken_key(key), place, spoken(value)))
    text = enumerate_words(parts)
    return _stop(text[0].upper() + text[1:])


def _object_result(lex, tool, arguments):
    names = list(tool.action.result_fields) if tool.action else []
    if not names or lex.chance(0.25):
        names = [lex.pick(GENERIC_FIELDS) if lex.chance(0.85) else lex.pseudo() for _ in range(3)]
    fields = {name: _field_value(lex, name) for name in names[: lex.pick((1, 1, 2, 2, 3))]}
    about = ''
    if tool.action and tool.action.about:
        parameter = next((p for p in tool.parameters if p.kind and '{%s}' % p.kind in tool.action.about), None)
        if parameter and parameter.name in arguments:
            about = tool.action.about.replace('{%s}' % parameter.kind, spoken(arguments[parameter.name]))
    answer, facts = _facts(fields, about), list(fields.values())
    if lex.chance(0.08):
        fields = {'success': True, **fields}
        answer = 'Done. ' + answer
    elif lex.chance(0.06):
        fields = {lex.pick(('result', 'data')): fields}
    return json.dumps(fields, ensure_ascii=False), answer, facts


def _plain_result(lex):
    value = spoken(
        lex.pick((values.integer, values.decimal, texts.words, texts.sentence, lambda l: l.word(), values.code_id, values.clock_time))(lex)
    )
    return value, _stop(PLAIN_LEAD + value), [value.rstrip('.')]


def _list_result(lex):
    make = lex.pick((lambda l: l.word(), texts.path, values.brand, values.integer, values.person, texts.words))
    items = [spoken(item) for item in values.several(make, 1, 4)(lex)]
    lead = 'I found %d result%s: ' % (len(items), '' if len(items) == 1 else 's')
    text = '\n'.join(items) if lex.chance(0.25) and len(items) > 1 else json.dumps(items, ensure_ascii=False)
    if text.startswith('[') and lex.chance(0.3):
        text = json.dumps({lex.pick(('results', 'items', 'files', 'names')): items}, ensure_ascii=False)
    return text, _stop(lead + enumerate_words(items)), items


def _error_result(lex):
    problem = lex.pick(PROBLEMS) if lex.chance(0.6) else texts.words(lex)
    if lex.chance(0.25):
        problem += ': ' + lex.word()
    text = lex.pick(
        (
            lambda: json.dumps({'error': problem}),
            lambda: 'Error: ' + problem,
            lambda: 'error: ' + problem,
            lambda: json.dumps({'status': 'error', 'message': problem}),
            lambda: json.dumps({'success': False, 'error': problem}),
        )
    )()
    return text, _stop('Sorry, that did not work: ' + problem), [problem]


def result(lex, tool, arguments):
    """A result of the call, the answer that reports it, and the values an answer must contain."""
    draw = lex.rng.random()
    if draw < 0.08:
        return _error_result(lex)
    if draw < 0.72:
        return _object_result(lex, tool, arguments)
    return _plain_result(lex) if draw < 0.88 else _list_result(lex)
