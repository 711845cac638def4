"""Learns the vocabulary from generated conversations:  python3 -m demomodel.vocabulary vocabulary.json [size]"""

import collections
import json
import sys
from pathlib import Path

from . import chatformat, conversation, tokenizer
from .words import Lexicon

SIZE = 1664
SEED, GROUPS = 1, 3000
CAPITALISED, CAPITALISED_COUNT = 8000, 10


def count_pieces(groups=GROUPS):
    """How often each piece of the split pattern occurs; shared prefixes count once, as the model reads them."""
    lexicon, counts = Lexicon.seeded(SEED), collections.Counter()
    for _ in range(groups):
        group = conversation.group(lexicon)
        segments = chatformat.render_prefix(group)
        for dialogue in group.dialogues:
            for message in dialogue.messages:
                segments += chatformat.render_message(message)
        for segment in segments:
            if not segment.special:
                counts.update(tokenizer.PIECE.findall(segment.text))
    # Names begin with a capital that has little context: whole capitalised syllables make their first token easier to choose.
    for _ in range(CAPITALISED):
        counts[' ' + lexicon.proper()] += CAPITALISED_COUNT
    return counts


def may_merge(joined):
    """Letters join letters, punctuation joins punctuation; digits and mixtures stay apart."""
    letters = all(c.isascii() and c.isalpha() for c in joined)
    return letters or not any(c.isascii() and c.isalnum() for c in joined)


class _Learner:
    """Byte pair encoding over counted pieces, with counts of pairs kept up to date."""

    def __init__(self, pieces):
        self.words = [[[tokenizer.SYMBOLS[b] for b in piece.encode()], count] for piece, count in sorted(pieces.items()) if count > 1]
        self.pairs, self.places = collections.Counter(), collections.defaultdict(set)
        for index, (word, count) in enumerate(self.words):
            self._count(index, word, count)

    def _count(self, index, word, count):
        for pair in zip(word, word[1:]):
            self.pairs[pair] += count
            if count > 0:
                self.places[pair].add(index)

    def best(self, known):
        allowed = [
            (count, pair) for pair, count in self.pairs.items() if count > 0 and ''.join(pair) not in known and may_merge(''.join(pair))
        ]
        return max(allowed)[1] if allowed else None

    def merge(self, pair):
        for index in list(self.places[pair]):
            word, count = self.words[index]
            self._count(index, word, -count)
            at = 0
            while at < len(word) - 1:
                if (word[at], word[at + 1]) == pair:
                    word[at : at + 2] = [pair[0] + pair[1]]
                at += 1
            self._count(index, word, count)


def learn(size=SIZE):
    """A vocabulary of ``size`` tokens: bytes, pairs of digits, learnt merges, special tokens."""
    learner = _Learner(count_pieces())
    tokens = sorted(tokenizer.SYMBOLS.values())
    merges = [(first, second) for first in '0123456789' for second in '0123456789']
    tokens += [first + second for first, second in merges]
    known = set(tokens)
    while len(tokens) < size - len(tokenizer.SPECIALS):
        pair = learner.best(known)
        if pair is None:
            break
        learner.merge(pair)
        merges.append(pair)
        tokens.append(''.join(pair))
        known.add(''.join(pair))
    return {'tokens': tokens + tokenizer.SPECIALS, 'merges': merges}


if __name__ == '__main__':
    learnt = learn(int(sys.argv[2]) if len(sys.argv) > 2 else SIZE)
    Path(sys.argv[1]).write_text(json.dumps(learnt, ensure_ascii=False))
    print('%d tokens, %d merges' % (len(learnt['tokens']), len(learnt['merges'])))
