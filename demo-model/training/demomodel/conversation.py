"""Whole conversations: a set of tools, and several independent dialogues about them."""

from dataclasses import dataclass, field

from . import requests, texts, values, wording
from .catalogue import ACTIONS
from .parameters import KINDS
from .results import result
from .tools import generic_tool, in_conflict, offer, realistic_tool


@dataclass(frozen=True)
class Difficulty:
    """Upper bounds of one stage of the curriculum."""

    tools: int = 6
    parameters: int = 5
    turns: int = 3
    dialogues: int = 4
    long_system: bool = True


EASY = Difficulty(tools=2, parameters=2, turns=2, dialogues=4, long_system=False)
FULL = Difficulty()


@dataclass
class Group:
    """Tools and system prompt shared by independent dialogues; messages are OpenAI-style with arguments as dicts."""

    tools: list
    spaced: bool
    system: str
    dialogues: list = field(default_factory=list)


@dataclass
class Dialogue:
    """OpenAI-style messages; while in the making also the number of calls and the last call."""

    messages: list = field(default_factory=list)
    calls: int = 0
    last: tuple = None


def _value(lex, parameter):
    if parameter.kind and 'enum' not in parameter.schema:
        return KINDS[parameter.kind].make(lex)
    return _typed_value(lex, parameter.schema, parameter.name.split('_')[-1])


def _typed_value(lex, schema, name):
    if 'enum' in schema:
        return lex.pick(schema['enum'])
    if schema['type'] == 'string':
        return _text_value(lex, name)
    if schema['type'] == 'integer':
        return lex.integer()
    if schema['type'] == 'number':
        return values.signed(lex)
    if schema['type'] == 'boolean':
        return lex.chance(0.5)
    if schema['type'] == 'array':
        return [_typed_value(lex, schema['items'], '') for _ in range(lex.pick((1, 2, 2, 3, 4)))]
    return {key: _typed_value(lex, inner, key.split('_')[-1]) for key, inner in schema['properties'].items()}


def _text_value(lex, name):
    if name in ('code', 'version', 'model', 'password', 'tag') and lex.chance(0.6):
        return values.code_id(lex)
    draw = lex.rng.random()
    for bound, make in (
        (0.35, lambda l: l.word()),
        (0.55, lambda l: l.proper()),
        (0.80, texts.words),
        (0.88, values.code_id),
        (0.94, values.person),
    ):
        if draw < bound:
            return make(lex)
    return texts.sentence(lex)


def _request(lex, tool, opened=True):
    """A request for ``tool``: the user's words and the arguments, in the order of the declaration."""
    if not tool.action:
        arguments = {p.name: _value(lex, p) for p in tool.parameters if p.required or lex.chance(0.35)}
        return requests.generic_request(lex, tool, arguments, opened), arguments
    kinds = {p.kind for p in tool.leaves}
    template = lex.pick([form for form in tool.action.requests if kinds.issuperset(_placeholders(form))])
    needed = set(_placeholders(template)) | set(tool.action.required)
    stated = {p.name: _value(lex, p) for p in tool.leaves if p.kind in needed or p.required or lex.chance(0.35)}
    return requests.realistic_request(lex, tool, stated, template, opened), tool.nest(stated)


def _placeholders(form):
    return [part.split('}')[0] for part in form.split('{')[1:]]


def _call_turn(lex, dialogue, text, calls):
    dialogue.messages.append({'role': 'user', 'content': text})
    records = []
    for tool, arguments in calls:
        records.append({'id': 'functions.%s:%d' % (tool.name, dialogue.calls), 'function': {'name': tool.name, 'arguments': arguments}})
        dialogue.calls += 1
    dialogue.messages.append({'role': 'assistant', 'content': '', 'tool_calls': records})
    answers, facts = [], []
    for (tool, arguments), record in zip(calls, records):
        content, answer, found = result(lex, tool, arguments)
        message = {'role': 'tool', 'tool_call_id': record['id'], 'content': content}
        if lex.chance(0.06):
            message['name'] = tool.name
        dialogue.messages.append(message)
        answers.append(answer)
        facts += found
    dialogue.messages.append({'role': 'assistant', 'content': ' '.join(answers), 'facts': facts})
    dialogue.last = calls[-1]


def _talk_turn(dialogue, text, answer):
    dialogue.messages += [{'role': 'user', 'content': text}, {'role': 'assistant', 'content': answer}]


def _small_talk(lex, dialogue):
    texts, answer = lex.pick(wording.SMALL_TALK[lex.split])
    _talk_turn(dialogue, lex.pick(texts), answer)


def _unserved(lex, dialogue, tools):
    topics = {t.topic for t in tools}
    if lex.chance(0.35):
        if topics & (wording.GENERAL_TOPICS | wording.TALKATIVE_TOPICS):
            return _small_talk(lex, dialogue)
        text = lex.pick(wording.UNSERVED[lex.split])
        while '%s' in text:
            text = text.replace('%s', lex.word(), 1)
        return _talk_turn(dialogue, text, wording.REFUSAL)
    if lex.chance(0.65):
        action = lex.pick(ACTIONS[lex.split])
        if _may_serve(tools, topics, action):
            return _small_talk(lex, dialogue)
        tool = realistic_tool(lex, action, 5)
    else:
        tool = generic_tool(lex, topics, 3)
        if tool.topic in topics:
            return _small_talk(lex, dialogue)
    return _talk_turn(dialogue, _request(lex, tool)[0], wording.REFUSAL)


def _may_serve(tools, topics, action):
    """Whether one of the offered tools could be meant by a request for ``action``."""
    asks = any(form.startswith('?') for form in action.requests)
    return (
        action.topic in topics
        or asks
        and not wording.GENERAL_TOPICS.isdisjoint(topics)
        or any(t.action and in_conflict(action.key, t.action.key) for t in tools)
    )


def _follow_up(lex, dialogue):
    tool, previous = dialogue.last
    arguments = dict(previous)
    names = [name for name, value in arguments.items() if not isinstance(value, dict)]
    if not names:
        return _small_talk(lex, dialogue)
    name = lex.pick(names)
    parameter = next(p for p in tool.parameters if p.name == name)
    arguments[name] = _value(lex, parameter)
    _call_turn(lex, dialogue, requests.follow_up(lex, parameter, arguments[name]), [(tool, arguments)])


def _same_tool_twice(lex, dialogue, tool):
    """One sentence that names two or three values for one parameter, as in 'the weather in Paris and in London'."""
    text, arguments = _request(lex, tool)
    names = [
        p.name
        for p in tool.parameters
        if p.name in arguments
        and isinstance(arguments[p.name], str)
        and 'enum' not in p.schema
        and len(arguments[p.name]) > 2
        and text.count(arguments[p.name]) == 1
        and not (p.kind and KINDS[p.kind].free)
    ]
    if not names:
        return _call_turn(lex, dialogue, text, [(tool, arguments)])
    chosen = lex.pick(names)
    parameter = next(p for p in tool.parameters if p.name == chosen)
    alternatives = [arguments] + [dict(arguments, **{parameter.name: _value(lex, parameter)}) for _ in range(lex.pick((1, 1, 1, 2)))]
    spoken = [a[parameter.name] for a in alternatives]
    joined = ', '.join(spoken[:-1]) + lex.pick((' and ', ' and ', ' and also ', ', ')) + spoken[-1]
    text = text.replace(spoken[0], joined)
    return _call_turn(lex, dialogue, text, [(tool, a) for a in alternatives])


def _texts(value):
    """All strings inside a value."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]


def _without_stop(text, arguments):
    """Drops the final punctuation unless it belongs to a value."""
    if any(text.endswith(value) for value in _texts(arguments)):
        return text
    return text[:-1] if text.endswith(('.', '!', '?')) else text


def _in_sentence(text, arguments):
    """Begins with a small letter unless a value stands there."""
    return text if any(text.startswith(value) for value in _texts(arguments)) else text[0].lower() + text[1:]


def _two_requests(lex, dialogue, tools):
    calls = []
    for _ in range(2 if lex.chance(0.9) else 3):
        tool = lex.pick(tools)
        text, arguments = _request(lex, tool, opened=not calls or lex.chance(0.1))
        text = _without_stop(text, arguments)
        calls.append((tool, arguments, _in_sentence(text, arguments) if calls and lex.chance(0.7) else text))
    text = calls[0][2]
    for _, _, following in calls[1:]:
        join = lex.pick(wording.JOINS[lex.split])
        text += join + following
    text += lex.pick(('', '.', '.', '?'))
    _call_turn(lex, dialogue, text, [(tool, arguments) for tool, arguments, _ in calls])


def _dialogue(lex, tools, turns):
    dialogue = Dialogue()
    for _ in range(turns):
        draw = lex.rng.random()
        if draw < 0.07 or not tools and draw < 0.5:
            _small_talk(lex, dialogue)
        elif draw < 0.17 or not tools:
            _unserved(lex, dialogue, tools)
        elif draw < 0.27 and dialogue.last and dialogue.last[1]:
            _follow_up(lex, dialogue)
        elif draw < 0.36:
            _two_requests(lex, dialogue, tools)
        elif draw < 0.43:
            _same_tool_twice(lex, dialogue, lex.pick(tools))
        else:
            tool = lex.pick(tools)
            text, arguments = _request(lex, tool)
            _call_turn(lex, dialogue, text, [(tool, arguments)])
    return dialogue


def _fill_system(lex, text):
    fillers = (lambda l: l.word(), values.person, texts.directory, values.date, lambda l: l.word())
    while '%s' in text:
        text = text.replace('%s', lex.pick(fillers)(lex), 1)
    return text


def system_prompt(lex, long_allowed):
    draw = lex.rng.random()
    if draw < 0.65:
        return wording.DEFAULT_SYSTEM
    if draw < 0.83 or not long_allowed:
        return lex.pick(wording.SYSTEM_SHORT)
    parts = [_fill_system(lex, lex.pick(wording.SYSTEM_PARTS)) for _ in range(lex.pick((2, 3, 4, 5, 7)))]
    return lex.pick((' ', ' ', '\n', '\n- ')).join(parts)


def group(lex, difficulty=FULL, dialogues=None, realistic_share=None):
    """A random group; dialogues have 1 to ``difficulty.turns`` user turns each. See ``tools.offer`` for ``realistic_share``."""
    count = min(difficulty.tools, lex.pick((1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6)))
    tools = [] if lex.chance(0.03) else offer(lex, count, difficulty.parameters, realistic_share)
    made = Group([t.declaration for t in tools], lex.chance(0.6), system_prompt(lex, difficulty.long_system))
    for _ in range(dialogues or lex.rng.randint(max(1, difficulty.dialogues - 2), difficulty.dialogues)):
        made.dialogues.append(_dialogue(lex, tools, min(difficulty.turns, lex.pick((1, 1, 1, 2, 2, 3)))))
    return made
