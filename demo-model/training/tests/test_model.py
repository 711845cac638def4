"""Attention over packed groups, generation with a cache, the shared optimiser and the export format."""

import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from demomodel import attention, batches, conversation, gguf, model, optimizer
from demomodel.initial_weights import structure
from demomodel.tokenizer import Tokenizer
from demomodel.words import Lexicon


class ModelTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        torch.manual_seed(0)
        torch.set_num_threads(1)
        cls.tokenizer = Tokenizer.load()
        cls.model = structure(model.Model(model.Config(vocab_size=len(cls.tokenizer.tokens)))).eval()

    def test_gradients_of_packed_attention(self):
        spans = [attention.Span(0, 4, 0, 0), attention.Span(4, 9, 0, 4), attention.Span(9, 12, 0, 4), attention.Span(12, 14, 0, 0)]
        inputs = [torch.randn(2, 14, 3, dtype=torch.double, requires_grad=True) for _ in range(3)]
        self.assertTrue(torch.autograd.gradcheck(lambda q, k, v: attention.PackedAttention.apply(q, k, v, spans, 0.7), inputs))

    def test_packing_changes_no_conversation(self):
        encoded = batches.encode(self.tokenizer, conversation.group(Lexicon.seeded(5), dialogues=3))
        other = batches.encode(self.tokenizer, conversation.group(Lexicon.seeded(6), dialogues=2))
        packed = batches.pack([other, encoded])
        with torch.no_grad():
            hidden = self.model.hidden(packed.ids, packed.positions, packed.spans)
            for number, (ids, _) in enumerate(encoded.dialogues):
                alone = torch.tensor(encoded.prefix + ids)
                caches = [model.Cache() for _ in self.model.blocks]
                expected = self.model.hidden(alone, torch.arange(len(alone)), None, caches)[len(encoded.prefix) :]
                span = packed.spans[len(packed.spans) - len(encoded.dialogues) + number]
                self.assertLess((hidden[span.start : span.stop] - expected).abs().max().item(), 1e-4)

    def test_structured_weights_copy_from_the_start(self):
        tokens = torch.randperm(self.tokenizer.plain_count)[:40]
        row = torch.cat((tokens, torch.tensor([self.tokenizer.ids['<|im_user|>']]), tokens))
        with torch.no_grad():
            hidden = self.model.hidden(row, torch.arange(len(row)), [attention.Span(0, len(row), 0, 0)])
            predicted = F.linear(hidden, self.model.output).argmax(-1)
        self.assertGreater((predicted[43:80] == row[44:]).float().mean().item(), 0.5)

    def test_two_processes_make_the_step_of_one(self):
        gradient = torch.randn(10)
        results = []
        for workers in (1, 2):
            parameters = [torch.nn.Parameter(torch.ones(2, 3)), torch.nn.Parameter(torch.ones(4))]
            state = optimizer.SharedState(parameters, 1, workers, 'cpu')
            state.gradients[:] = gradient / workers
            state.sums[:, 0] = 5 / workers
            state.squares[:] = (gradient / 5).pow(2).sum() / workers
            for rank in range(workers):
                part = optimizer.Optimizer(state, rank, workers, optimizer.NoBarrier(), 1e-2, 0.1, 1e9)
                part.step(1, 1.0)
            results.append(state.weights.clone())
        self.assertTrue(torch.allclose(*results, atol=1e-7))

    def test_q8_0_keeps_values_within_half_a_step(self):
        values = np.random.default_rng(1).normal(size=(4, 64)).astype(np.float32)
        packed = gguf.quantise_q8_0(values)
        self.assertEqual((8, 34), packed.shape)
        restored = gguf.dequantise_q8_0(packed, values.shape)
        self.assertLess(np.abs(restored - values).max(), np.abs(values).max() / 127 * 0.51)

    def test_gguf_layout(self):
        writer = gguf.Writer()
        writer.add('general.name', gguf.STRING, 'x')
        writer.add_tensor('t', np.arange(6, dtype=np.float32).reshape(2, 3))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'x.gguf'
            writer.write(path)
            raw = path.read_bytes()
        self.assertEqual((b'GGUF', 3, 1, 1), struct.unpack('<4sIQQ', raw[:24]))
        self.assertEqual(0, len(raw) % gguf.ALIGNMENT)
        self.assertEqual(list(range(6)), np.frombuffer(raw[-32:-8], np.float32).tolist())


if __name__ == '__main__':
    unittest.main()
