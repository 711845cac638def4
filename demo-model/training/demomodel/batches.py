"""Training batches: groups of conversations packed into one row of tokens, and rows of random tokens to be copied."""

from typing import NamedTuple

import torch

from . import chatformat, conversation
from .attention import Span

POOL = 40
LONGEST_GROUP = 4000
COPY_TARGET_SKIP = 3


class Batch(NamedTuple):
    """Tokens of one row. ``predicting`` are the positions whose successor ``targets`` is trained on."""

    ids: torch.Tensor
    positions: torch.Tensor
    spans: list
    predicting: torch.Tensor
    targets: torch.Tensor

    def to(self, device):
        return Batch(self.ids.to(device), self.positions.to(device), self.spans, self.predicting.to(device), self.targets.to(device))


class Encoded(NamedTuple):
    """Token ids of a group: its prefix, and ids and trained flags per dialogue."""

    prefix: list
    dialogues: list

    @property
    def size(self):
        return len(self.prefix) + sum(len(ids) for ids, _ in self.dialogues)


def encode(tokenizer, group):
    prefix, _ = tokenizer.encode_segments(chatformat.render_prefix(group))
    dialogues = []
    for dialogue in group.dialogues:
        segments = [segment for message in dialogue.messages for segment in chatformat.render_message(message)]
        dialogues.append(tokenizer.encode_segments(segments))
    return Encoded(prefix, dialogues)


def pack(groups):
    """Joins encoded groups to one batch."""
    ids, positions, spans, predicting, targets = [], [], [], [], []
    for group in groups:
        start = len(ids)
        prefix = Span(start, start + len(group.prefix), 0, 0)
        ids += group.prefix
        positions += range(len(group.prefix))
        spans.append(prefix)
        for tokens, trained in group.dialogues:
            at = len(ids)
            spans.append(Span(at, at + len(tokens), prefix.start, prefix.stop))
            positions += range(len(group.prefix), len(group.prefix) + len(tokens))
            ids += tokens
            for index in range(1, len(tokens)):
                if trained[index]:
                    predicting.append(at + index - 1)
                    targets.append(tokens[index])
    as_tensor = torch.tensor
    return Batch(as_tensor(ids), as_tensor(positions), spans, as_tensor(predicting), as_tensor(targets))


class Source:
    """Endless batches of about ``budget`` tokens; conversations are made on the fly and never repeat."""

    def __init__(self, tokenizer, lexicon, budget):
        self.tokenizer = tokenizer
        self.lexicon = lexicon
        self.budget = budget
        self._pool = []
        self._ready = []
        self._difficulty = None

    def next(self, difficulty):
        """The next batch of conversations of the given difficulty."""
        if difficulty != self._difficulty:
            self._pool, self._ready, self._difficulty = [], [], difficulty
        if not self._ready:
            self._refill()
        return pack(self._ready.pop())

    def _refill(self):
        while len(self._pool) < POOL:
            encoded = encode(self.tokenizer, conversation.group(self.lexicon, self._difficulty))
            if encoded.size < LONGEST_GROUP:
                self._pool.append(encoded)
        bins = []
        for group in sorted(self._pool, key=lambda g: -g.size):
            fitting = next((b for b in bins if sum(g.size for g in b) + group.size <= self.budget), None)
            if fitting is None:
                bins.append([group])
            else:
                fitting.append(group)
        full = [b for b in bins if sum(g.size for g in b) > 0.9 * self.budget]
        self._ready = full or bins
        used = {id(g) for b in self._ready for g in b}
        self._pool = [g for g in self._pool if id(g) not in used]
        self.lexicon.rng.shuffle(self._ready)

    def copying(self, longest):
        """A batch of random token rows followed by a repetition of a part of them, which alone is trained on."""
        rng = self.lexicon.rng
        length = rng.randint(4, longest)
        ids, positions, spans, predicting, targets = [], [], [], [], []
        separator = self.tokenizer.ids['<|im_user|>']
        while len(ids) + 2 * length + 1 <= self.budget or not ids:
            row = self._random_row(length)
            repeated = row[rng.randint(0, max(0, length - 6)) :]
            at = len(ids)
            ids += row + [separator] + repeated
            spans.append(Span(at, len(ids), 0, 0))
            positions += range(len(ids) - at)
            for index in range(at + length + 1 + min(COPY_TARGET_SKIP, len(repeated) - 1), len(ids)):
                predicting.append(index - 1)
                targets.append(ids[index])
        as_tensor = torch.tensor
        return Batch(as_tensor(ids), as_tensor(positions), spans, as_tensor(predicting), as_tensor(targets))

    def _random_row(self, length):
        rng, count = self.lexicon.rng, self.tokenizer.plain_count
        if rng.random() < 0.5:
            # A small alphabet: one previous token is not enough to know the next, longer context is.
            alphabet = [rng.randrange(count) for _ in range(max(6, length // 2))]
            return [rng.choice(alphabet) for _ in range(length)]
        return [rng.randrange(count) for _ in range(length)]
