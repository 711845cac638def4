"""Evaluates a checkpoint on held-out conversations:  python3 -m demomodel.evaluate CHECKPOINT [--groups 250] [--generate 50] [--q8]

Two conversations per group. Tables are Markdown: all conversations, then those about realistic tools only.
"""

import argparse

import torch

from . import evaluation, gguf
from .checkpoints import load_model

FAILURES_SHOWN = 20


@torch.no_grad()
def quantise(model):
    """Rounds the matrices of ``model`` as an export in Q8_0 does."""
    for name, parameter in model.named_parameters():
        if parameter.ndim > 1 and not name.endswith('router'):
            packed = gguf.quantise_q8_0(parameter.numpy())
            parameter.copy_(torch.from_numpy(gguf.dequantise_q8_0(packed, tuple(parameter.shape))))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('checkpoint')
    parser.add_argument('--groups', type=int, default=250, help='groups of two conversations for the exact rates')
    parser.add_argument('--generate', type=int, default=50, help='groups of two conversations that are really generated')
    parser.add_argument('--seed', type=int, default=987654)
    parser.add_argument('--q8', action='store_true', help='round the weights to Q8_0 first')
    parser.add_argument('--failures', action='store_true', help='show some wrong messages')
    options = parser.parse_args()
    torch.set_num_threads(1)
    model, tokenizer, content = load_model(options.checkpoint)
    if options.q8:
        quantise(model)
    print('step %d, %.2fM tokens%s' % (content['step'], content['tokens'] / 1e6, ', Q8_0' if options.q8 else ''))
    for title, share in (('All held-out tools', None), ('Realistic held-out tools', 1)):
        failures = []
        groups = evaluation.held_out(options.groups, realistic_share=share, seed=options.seed)
        print('\n%s, exact under greedy decoding, %d conversations\n' % (title, sum(len(g.dialogues) for g in groups)))
        print(evaluation.teacher_forced(model, tokenizer, groups, failures=failures).table())
        if options.generate:
            print(
                '\n%s, generated, %d conversations (arguments compared as JSON, the answer contains the result)\n'
                % (title, 2 * options.generate)
            )
            print(evaluation.generated(model, tokenizer, groups[: options.generate]).table())
        if options.failures:
            for wanted, got in failures[:FAILURES_SHOWN]:
                print('\nwanted %s\ngot    %s' % (wanted, got))


if __name__ == '__main__':
    main()
