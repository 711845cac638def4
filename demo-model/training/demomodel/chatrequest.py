"""Messages in the form of a chat completions request."""

import json


def request_message(message):
    """The message as clients send it: arguments as JSON text, nothing of the generator's own."""
    written = {key: value for key, value in message.items() if key not in ('facts', 'tool_calls')}
    if message.get('tool_calls'):
        written['tool_calls'] = [
            {
                'id': call['id'],
                'type': 'function',
                'function': {
                    'name': call['function']['name'],
                    'arguments': json.dumps(call['function']['arguments'], ensure_ascii=False),
                },
            }
            for call in message['tool_calls']
        ]
    return written
