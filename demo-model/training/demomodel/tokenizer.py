"""Byte-level BPE with Kimi-K2's split pattern (its ASCII subset, enough for this language).

Merges never join letters with other characters and never begin with a space, so a word is spelt with the same tokens after a
space, a quote or an underscore: copying a value is copying tokens. Digits are joined to pairs at most.
"""

import json
import re
from pathlib import Path

PIECE = re.compile(
    r"[^\r\nA-Za-z0-9]?[A-Z]*[a-z]+(?:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\nA-Za-z0-9]?[A-Z]+[a-z]*(?:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[0-9]{1,3}| ?[^\sA-Za-z0-9]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
SPECIALS = [
    '[BOS]',
    '[EOS]',
    '<|im_end|>',
    '<|im_user|>',
    '<|im_assistant|>',
    '<|im_system|>',
    '<|im_middle|>',
    '<|tool_calls_section_begin|>',
    '<|tool_calls_section_end|>',
    '<|tool_call_begin|>',
    '<|tool_call_argument_begin|>',
    '<|tool_call_end|>',
    '[EOT]',
    '[UNK]',
    '[PAD]',
]
DEFAULT_VOCABULARY = Path(__file__).parent.parent / 'vocabulary.json'
CACHE_LIMIT = 300_000
UNRANKED = 1 << 30


def byte_symbols():
    """The printable character that stands for each byte in GPT-2 style vocabularies."""
    printable = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    symbols = {byte: chr(byte) for byte in printable}
    for byte in range(256):
        if byte not in symbols:
            symbols[byte] = chr(256 + len(symbols) - len(printable))
    return symbols


SYMBOLS = byte_symbols()
BYTES = {symbol: byte for byte, symbol in SYMBOLS.items()}


class Tokenizer:
    """Text to token ids and back."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self.tokens = vocabulary['tokens']
        self.merges = [tuple(merge) for merge in vocabulary['merges']]
        self.ids = {token: index for index, token in enumerate(self.tokens)}
        self.end = self.ids['<|im_end|>']
        self.plain_count = len(self.tokens) - len(SPECIALS)
        self._rank = {merge: rank for rank, merge in enumerate(self.merges)}
        self._cache = {}

    @classmethod
    def load(cls, path=DEFAULT_VOCABULARY):
        return cls(json.loads(Path(path).read_text()))

    def _piece(self, piece):
        cached = self._cache.get(piece)
        if cached is not None:
            return cached
        parts = [SYMBOLS[byte] for byte in piece.encode()]
        while len(parts) > 1:
            rank, at = min((self._rank.get(pair, UNRANKED), index) for index, pair in enumerate(zip(parts, parts[1:])))
            if rank == UNRANKED:
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        ids = [self.ids[part] for part in parts]
        if len(self._cache) < CACHE_LIMIT:
            self._cache[piece] = ids
        return ids

    def encode(self, text):
        """Ids of ordinary text; special tokens are never recognised in it."""
        return [token for piece in PIECE.findall(text) for token in self._piece(piece)]

    def encode_segment(self, segment):
        return [self.ids[segment.text]] if segment.special else self.encode(segment.text)

    def encode_segments(self, segments):
        """Ids of the segments, and for each id whether it is trained on."""
        ids, trained = [], []
        for segment in segments:
            tokens = self.encode_segment(segment)
            ids += tokens
            trained += [segment.trained] * len(tokens)
        return ids, trained

    def decode(self, ids):
        raw = b''
        for token in (self.tokens[i] for i in ids):
            raw += token.encode() if token in SPECIALS else bytes(BYTES[symbol] for symbol in token)
        return raw.decode('utf-8', 'replace')
