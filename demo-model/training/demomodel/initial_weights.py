"""Structured starting weights. The architecture is unchanged and everything stays trainable, but copying works from the first step.

The residual stream starts as: 0 a constant | 1..127 identity of the token | 128..191 sketch of the previous token |
192..223 sketch of a copied token | 224.. free. Layer 0 gets heads that look one and two tokens back (through the rotary part of
queries and keys); layers 1 and 2 get induction heads: the key is a sketch of the previous token, the query a sketch of the current
one, the value a sketch of the token to copy, which the output matrix reads.
"""

import math

import torch

from .model import yarn

IDENTITY_END, PREVIOUS, COPIED, FREE = 128, 128, 192, 224
CONSTANT = 2.0
ROTARY_PAIRS = 4
OFFSET_HEADS = ((0, 1), (1, 1), (2, 2), (3, 2))
INDUCTION_HEADS = 2
SHARPNESS = 12.0
RANDOM_SHARE = 0.5


@torch.no_grad()
def structure(model):
    """Overwrites part of the random weights of a freshly made model; returns it."""
    embedding = _embeddings(model)
    level = embedding.pow(2).mean().sqrt().item()
    identities = IDENTITY_END - 1
    sketch = torch.zeros(64, model.config.hidden)
    sketch[:, 1:IDENTITY_END] = torch.randn(64, identities) / math.sqrt(identities) * (level / 0.5)
    copy_sketch = torch.zeros(32, model.config.hidden)
    copy_sketch[:, 1:IDENTITY_END] = torch.randn(32, identities) / math.sqrt(identities) * 2
    for block in model.blocks[:3]:
        for name in ('q_a', 'q_b', 'kv_a', 'kv_b', 'out'):
            getattr(block.attention, name).mul_(RANDOM_SHARE)
    _look_back(model.blocks[0].attention, model.config, sketch, level)
    for index in (1, 2):
        _induce(model.blocks[index].attention, model.config, sketch, copy_sketch, level, 32 * (index - 1))
    model.output.mul_(0.5)
    model.output[:, COPIED:FREE] = (embedding @ copy_sketch.T) * 0.3
    return model


def _embeddings(model):
    embedding = torch.randn(model.config.vocab_size, model.config.hidden) * 0.5
    embedding[:, 0] = CONSTANT
    embedding[:, IDENTITY_END:FREE] = 0
    embedding[:, FREE:] *= 0.5
    model.embedding.copy_(embedding)
    return embedding


def _look_back(layer, config, sketch, level):
    """Heads of layer 0 whose scores depend on the distance only and peak at the given offsets."""
    frequencies, scale = yarn(config)
    rank, nope, rope = config.kv_lora_rank, config.nope, config.rope
    constant = CONSTANT / level
    layer.q_a[0] = 0
    layer.q_a[0, 0] = 8.0 / constant
    layer.kv_a[:rank] = sketch
    layer.kv_a[rank:] = 0
    amplitude = math.sqrt(14.0 / scale)
    for pair in range(ROTARY_PAIRS):
        layer.kv_a[rank + 2 * pair, 0] = amplitude / constant
    latent = 8.0 / math.sqrt((64 + (config.q_lora_rank - 1) * RANDOM_SHARE**2) / config.q_lora_rank)
    for head, offset in OFFSET_HEADS:
        start = head * (nope + rope)
        layer.q_b[start : start + nope + rope] *= 0.1
        rotary = start + nope
        layer.q_b[rotary : rotary + rope] = 0
        for pair in range(ROTARY_PAIRS):
            # A query at p must match a key at p - offset, so it is turned back by the angle of the offset.
            angle = -frequencies[pair].item() * offset
            layer.q_b[rotary + 2 * pair, 0] = amplitude / latent * math.cos(angle)
            layer.q_b[rotary + 2 * pair + 1, 0] = amplitude / latent * math.sin(angle)
        _carry_sketch(layer, config, head, offset)


def _carry_sketch(layer, config, head, offset):
    nope, value = config.nope, config.value
    part = (head % 2) * 32
    rows = head * (nope + value) + nope
    columns = slice(head * value, (head + 1) * value)
    layer.kv_b[rows : rows + value] = 0
    layer.kv_b[rows : rows + value, part : part + value] = torch.eye(value)
    layer.out[:, columns] = 0
    if offset == 1:
        layer.out[PREVIOUS + part : PREVIOUS + part + value, columns] = torch.eye(value) * 0.5
    else:
        free = config.hidden - FREE
        layer.out[FREE:, columns] = torch.randn(free, value) / math.sqrt(value) * 0.5


def _induce(layer, config, sketch, copy_sketch, level, part):
    """Heads that find where the current token occurred before and fetch its successor."""
    nope, rope, value = config.nope, config.rope, config.value
    _, scale = yarn(config)
    strength = math.sqrt(SHARPNESS / scale / 32)
    layer.q_a[:32] = sketch[part : part + 32] * 2
    layer.kv_a[:32] = 0
    layer.kv_a[:32, PREVIOUS + part : PREVIOUS + part + 32] = torch.eye(32) * 2 * level * 1.3
    layer.kv_a[32:64] = copy_sketch * level
    for head in range(INDUCTION_HEADS):
        query, key = head * (nope + rope), head * (nope + value)
        layer.q_b[query : query + nope] = 0
        layer.q_b[query : query + nope, :32] = torch.eye(nope) * strength
        layer.q_b[query + nope : query + nope + rope] *= 0.3
        layer.kv_b[key : key + nope] = 0
        layer.kv_b[key : key + nope, :32] = torch.eye(nope) * strength
        layer.kv_b[key + nope : key + nope + value] = 0
        layer.kv_b[key + nope : key + nope + value, 32:64] = torch.eye(value)
        columns = slice(head * value, (head + 1) * value)
        layer.out[:, columns] = 0
        layer.out[COPIED:FREE, columns] = torch.eye(value) * (0.5 / INDUCTION_HEADS)
