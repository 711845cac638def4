"""The conversation format of Kimi-K2 as the model's chat template renders it, as (text, is special token, is trained on) segments."""

import json
from typing import NamedTuple

MIDDLE, END = '<|im_middle|>', '<|im_end|>'
CALLS_BEGIN, CALLS_END = '<|tool_calls_section_begin|>', '<|tool_calls_section_end|>'
CALL_BEGIN, CALL_ARGUMENTS, CALL_END = '<|tool_call_begin|>', '<|tool_call_argument_begin|>', '<|tool_call_end|>'
ASSISTANT = '<|im_assistant|>'


class Segment(NamedTuple):
    """A piece of the rendered conversation; ``part`` names what the assistant's pieces are: control, text, name or arguments."""

    text: str
    special: bool = False
    part: str = None

    @property
    def trained(self):
        return self.part is not None


def _header(role_token, speaker):
    return [Segment(role_token, True), Segment(speaker), Segment(MIDDLE, True)]


def _plain(role_token, speaker, content):
    return _header(role_token, speaker) + [Segment(content), Segment(END, True)]


def to_json(value, spaced=True):
    separators = (', ', ': ') if spaced else (',', ':')
    return json.dumps(value, ensure_ascii=False, separators=separators)


def _call(call):
    return [
        Segment(CALL_BEGIN, True, 'control'),
        Segment(call['id'], False, 'name'),
        Segment(CALL_ARGUMENTS, True, 'control'),
        Segment(to_json(call['function']['arguments']), False, 'arguments'),
        Segment(CALL_END, True, 'control'),
    ]


def render_message(message):
    role = message['role']
    if role == 'user':
        return _plain('<|im_user|>', 'user', message['content'])
    if role == 'tool':
        return _plain('<|im_system|>', message.get('name', 'tool'), '## Return of %s\n%s' % (message['tool_call_id'], message['content']))
    if role == 'system':
        return _plain('<|im_system|>', 'system', message['content'])
    segments = _header(ASSISTANT, 'assistant')
    if message['content']:
        segments.append(Segment(message['content'], False, 'text'))
    if message.get('tool_calls'):
        segments.append(Segment(CALLS_BEGIN, True, 'control'))
        for call in message['tool_calls']:
            segments += _call(call)
        segments.append(Segment(CALLS_END, True, 'control'))
    return segments + [Segment(END, True, 'control')]


def render_prefix(group):
    """Tools and system prompt."""
    segments = []
    if group.tools:
        segments += _plain('<|im_system|>', 'tool_declare', to_json(group.tools, group.spaced))
    return segments + render_message({'role': 'system', 'content': group.system})


def generation_header():
    return _header(ASSISTANT, 'assistant')


def render_text(group, dialogue):
    """The whole conversation as one string."""
    segments = render_prefix(group) + [s for message in dialogue.messages for s in render_message(message)]
    return ''.join(segment.text for segment in segments)
