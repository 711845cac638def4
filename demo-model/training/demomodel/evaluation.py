"""How well the model calls tools it has never seen.

Greedy decoding reproduces a reference message exactly if and only if every teacher-forced argmax on it is right, so one forward
pass per conversation gives exact rates (a lower bound: other right wordings count as wrong). ``generated`` decodes for real.
"""

import collections
import json

import torch

from . import batches, chatformat, conversation
from .model import generate
from .words import EVAL, Lexicon

SEED = 4242
MEASURES = ('decision', 'name', 'arguments', 'call', 'parallel', 'answer', 'no tool', 'refusal')


class Tally:
    """Hits and trials per measure."""

    def __init__(self):
        self.counts = collections.OrderedDict()

    def add(self, measure, hit):
        hits, trials = self.counts.get(measure, (0, 0))
        self.counts[measure] = hits + bool(hit), trials + 1

    def percent(self, measure):
        hits, trials = self.counts.get(measure, (0, 0))
        return 100 * hits / trials if trials else float('nan')

    def row(self):
        return ' | '.join('%s %.1f' % (m, self.percent(m)) for m in MEASURES if m in self.counts)

    def table(self):
        lines = ['| measure | right | of | % |', '|---|---|---|---|']
        lines += ['| %s | %d | %d | %.1f |' % (m, hits, trials, self.percent(m)) for m, (hits, trials) in self.counts.items()]
        return '\n'.join(lines)


def held_out(groups, dialogues=2, realistic_share=None, seed=SEED):
    """Conversations about tools, with phrasings, that occur in evaluation only."""
    lexicon = Lexicon.seeded(seed, EVAL)
    return [conversation.group(lexicon, dialogues=dialogues, realistic_share=realistic_share) for _ in range(groups)]


def _pieces(tokenizer, message):
    """(part, start, stop) of the trained segments of a message, and its number of tokens."""
    pieces, at = [], 0
    for segment in chatformat.render_message(message):
        size = len(tokenizer.encode_segment(segment))
        if segment.trained:
            pieces.append((segment.part, at, at + size))
        at += size
    return pieces, at


def _judge(tally, message, previous, pieces, right):
    """Counts one assistant message; ``right[i]`` tells whether token i of the message is predicted."""
    correct = {(part, start): all(right[start:stop]) for part, start, stop in pieces}
    whole = all(correct.values())
    decided = right[pieces[0][1]]
    if message.get('tool_calls'):
        tally.add('decision', decided)
        for measure, part in (('name', 'name'), ('arguments', 'arguments')):
            for (found, _), hit in correct.items():
                if found == part:
                    tally.add(measure, hit)
        tally.add('parallel' if len(message['tool_calls']) > 1 else 'call', whole)
    elif previous['role'] == 'tool':
        tally.add('answer', whole)
    else:
        tally.add('decision', decided)
        tally.add('no tool', decided)
        tally.add('refusal', whole)
    return whole


@torch.no_grad()
def teacher_forced(model, tokenizer, groups, tally=None, failures=None):
    """Exact rates over all assistant messages of ``groups``; failed messages go to ``failures`` as (wanted, got)."""
    tally = tally or Tally()
    device = model.embedding.device
    model.eval()
    for group in groups:
        encoded = batches.encode(tokenizer, group)
        batch = batches.pack([encoded]).to(device)
        predicted = batch.ids.clone()
        predicted[batch.predicting + 1] = model.predict(batch).argmax(-1)
        right = (predicted == batch.ids).tolist()
        at = len(encoded.prefix)
        for dialogue in group.dialogues:
            previous = None
            for message in dialogue.messages:
                pieces, size = _pieces(tokenizer, message)
                if pieces and not _judge(tally, message, previous, pieces, right[at : at + size]) and failures is not None:
                    failures.append(
                        tuple(tokenizer.decode(row[at + pieces[0][1] : at + pieces[-1][2]].tolist()) for row in (batch.ids, predicted))
                    )
                at += size
                previous = message
    model.train()
    return tally


def parse_reply(text):
    """Plain text and calls [(id, arguments or None)] of a raw reply."""
    plain, _, section = text.partition(chatformat.CALLS_BEGIN)
    calls = []
    for part in section.split(chatformat.CALL_BEGIN)[1:]:
        call_id, _, rest = part.partition(chatformat.CALL_ARGUMENTS)
        try:
            calls.append((call_id, json.loads(rest.split(chatformat.CALL_END)[0])))
        except ValueError:
            calls.append((call_id, None))
    return plain.replace(chatformat.END, ''), calls


def reply(model, tokenizer, group, messages):
    """The model's raw greedy reply to the messages."""
    segments = (
        chatformat.render_prefix(group) + [s for m in messages for s in chatformat.render_message(m)] + chatformat.generation_header()
    )
    return tokenizer.decode(generate(model, tokenizer.encode_segments(segments)[0], tokenizer.end))


def _compare(tally, message, previous, plain, calls):
    wanted = [(c['id'], c['function']['arguments']) for c in message.get('tool_calls', ())]
    if previous['role'] == 'tool':
        tally.add('answer', not calls and all(str(fact) in plain for fact in map(as_text, message['facts'])))
        return
    tally.add('decision', bool(wanted) == bool(calls))
    if not wanted:
        tally.add('no tool', not calls)
    padded = calls + [(None, None)] * (len(wanted) - len(calls))
    for (want_id, want_arguments), (got_id, got_arguments) in zip(wanted, padded):
        tally.add('name', want_id == got_id)
        tally.add('arguments', want_arguments == got_arguments)
    if wanted:
        tally.add('parallel' if len(wanted) > 1 else 'call', wanted == calls)


def as_text(fact):
    return fact if isinstance(fact, str) else json.dumps(fact)


def generated(model, tokenizer, groups, tally=None):
    """Rates by free greedy generation: each assistant message is generated after the reference history."""
    tally = tally or Tally()
    model.eval()
    for group in groups:
        for dialogue in group.dialogues:
            for index, message in enumerate(dialogue.messages):
                if message['role'] == 'assistant':
                    plain, calls = parse_reply(reply(model, tokenizer, group, dialogue.messages[:index]))
                    _compare(tally, message, dialogue.messages[index - 1], plain, calls)
    model.train()
    return tally
