"""Kimi-K2's architecture in small: multi-head latent attention with YaRN rotation, a leading dense layer, then layers of routed
experts chosen by sigmoid scores plus a balancing bias, with one shared expert.

Tokens of all conversations of a batch lie in one row; ``spans`` say who sees whom and ``positions`` where each token stands.
"""

import math
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .attention import PackedAttention


@dataclass(frozen=True)
class Config:
    """Dimensions of the model; names follow the deepseek2 metadata of GGUF."""

    vocab_size: int = 1664
    hidden: int = 256
    layers: int = 5
    heads: int = 4
    q_lora_rank: int = 128
    kv_lora_rank: int = 64
    nope: int = 32
    rope: int = 16
    value: int = 32
    dense_ff: int = 512
    experts: int = 8
    experts_used: int = 2
    expert_ff: int = 128
    expert_scale: float = 2.0
    norm_epsilon: float = 1e-6
    rope_base: float = 50000.0
    yarn_factor: float = 4.0
    yarn_original_context: int = 1024
    yarn_log_multiplier: float = 0.1
    context: int = 4096

    def as_dict(self):
        return asdict(self)


def yarn(config):
    """Rotation frequencies after YaRN's interpolation, and the factor of the attention scores."""
    size = config.rope

    def correction(rotations):
        return size * math.log(config.yarn_original_context / (2 * math.pi * rotations)) / (2 * math.log(config.rope_base))

    low, high = max(0, math.floor(correction(32))), min(size - 1, math.ceil(correction(1)))
    frequencies = []
    for index in range(size // 2):
        original = config.rope_base ** (-2 * index / size)
        kept = 1 - min(1, max(0, (index - low) / max(0.001, high - low)))
        frequencies.append(original / config.yarn_factor * (1 - kept) + original * kept)
    magnitude = 1 + config.yarn_log_multiplier * math.log(config.yarn_factor)
    return torch.tensor(frequencies), magnitude**2 / math.sqrt(config.nope + config.rope)


def rms_norm(x, weight, epsilon):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + epsilon) * weight


class GatherTokens(torch.autograd.Function):
    """Rows by token; every token occurs ``times`` times, so the backward pass is a gather instead of a scatter."""

    @staticmethod
    def forward(ctx, x, tokens, inverse, times):
        ctx.save_for_backward(inverse)
        ctx.times = times
        return x.index_select(0, tokens)

    @staticmethod
    def backward(ctx, grad):
        (inverse,) = ctx.saved_tensors
        return grad.index_select(0, inverse).view(-1, ctx.times, grad.shape[1]).sum(1), None, None, None


class Permute(torch.autograd.Function):
    """Rows in another order, with the inverse order for the backward pass."""

    @staticmethod
    def forward(ctx, x, order, inverse):
        ctx.save_for_backward(inverse)
        return x.index_select(0, order)

    @staticmethod
    def backward(ctx, grad):
        (inverse,) = ctx.saved_tensors
        return grad.index_select(0, inverse), None, None


def _matrix(*shape, gain=1.0):
    return nn.Parameter(torch.randn(*shape) * (gain / math.sqrt(shape[-1])))


def _ones(size):
    return nn.Parameter(torch.ones(size))


def swiglu(x, gate_up, down):
    gate, up = F.linear(x, gate_up).chunk(2, -1)
    return F.linear(F.silu(gate) * up, down)


class Attention(nn.Module):
    """Multi-head latent attention: queries and keys/values pass through low-rank latents, one rotary key serves all heads."""

    def __init__(self, config, scale):
        super().__init__()
        c = self.config = config
        self.scale = scale
        self.norm, self.q_a_norm, self.kv_a_norm = _ones(c.hidden), _ones(c.q_lora_rank), _ones(c.kv_lora_rank)
        self.q_a = _matrix(c.q_lora_rank, c.hidden)
        self.q_b = _matrix(c.heads * (c.nope + c.rope), c.q_lora_rank)
        self.kv_a = _matrix(c.kv_lora_rank + c.rope, c.hidden)
        self.kv_b = _matrix(c.heads * (c.nope + c.value), c.kv_lora_rank)
        self.out = _matrix(c.hidden, c.heads * c.value, gain=1 / math.sqrt(2 * c.layers))

    def _project(self, x, rotation):
        """Queries, keys and values of shape [heads, tokens, dimension]."""
        c, count = self.config, x.shape[0]
        hidden = rms_norm(x, self.norm, c.norm_epsilon)
        q = F.linear(rms_norm(F.linear(hidden, self.q_a), self.q_a_norm, c.norm_epsilon), self.q_b).view(count, c.heads, c.nope + c.rope)
        compressed = F.linear(hidden, self.kv_a)
        latent = rms_norm(compressed[:, : c.kv_lora_rank], self.kv_a_norm, c.norm_epsilon)
        expanded = F.linear(latent, self.kv_b).view(count, c.heads, c.nope + c.value)
        key_rotary = _rotate(compressed[:, None, c.kv_lora_rank :], rotation).expand(count, c.heads, c.rope)
        q = torch.cat((q[..., : c.nope], _rotate(q[..., c.nope :], rotation)), -1)
        k = torch.cat((expanded[..., : c.nope], key_rotary), -1)
        return [t.transpose(0, 1).contiguous() for t in (q, k, expanded[..., c.nope :])]

    def forward(self, x, rotation, spans, cache=None):
        q, k, v = self._project(x, rotation)
        if cache is None:
            out = PackedAttention.apply(q, k, v, spans, self.scale)
        else:
            out = cache.attend(self, q, k, v)
        return F.linear(out.transpose(0, 1).reshape(x.shape[0], -1), self.out)


def _rotate(x, rotation):
    cos, sin = rotation
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class DenseFeedForward(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.norm = _ones(config.hidden)
        self.gate_up = _matrix(2 * config.dense_ff, config.hidden)
        self.down = _matrix(config.hidden, config.dense_ff, gain=1 / math.sqrt(2 * config.layers))

    def forward(self, x):
        return swiglu(rms_norm(x, self.norm, self.config.norm_epsilon), self.gate_up, self.down)


class ExpertFeedForward(nn.Module):
    """Routed experts and a shared one. ``bias`` steers only the choice of experts; ``load`` counts choices since the last balancing."""

    def __init__(self, config):
        super().__init__()
        c = self.config = config
        gain = 1 / math.sqrt(2 * c.layers)
        self.norm = _ones(c.hidden)
        self.router = _matrix(c.experts, c.hidden)
        self.register_buffer('bias', torch.zeros(c.experts))
        self.register_buffer('load', torch.zeros(c.experts))
        self.experts_gate_up = _matrix(c.experts, 2 * c.expert_ff, c.hidden)
        self.experts_down = _matrix(c.experts, c.hidden, c.expert_ff, gain=gain / c.expert_scale)
        self.shared_gate_up = _matrix(2 * c.expert_ff, c.hidden)
        self.shared_down = _matrix(c.hidden, c.expert_ff, gain=gain)

    def forward(self, x):
        c = self.config
        hidden = rms_norm(x, self.norm, c.norm_epsilon)
        scores = torch.sigmoid(F.linear(hidden, self.router))
        chosen = (scores.detach() + self.bias).topk(c.experts_used, -1)[1]
        weights = scores.gather(1, chosen)
        weights = weights / weights.sum(-1, keepdim=True) * c.expert_scale
        flat = chosen.flatten()
        counts = torch.bincount(flat, minlength=c.experts)
        if self.training:
            self.load += counts
        order = torch.argsort(flat)
        inverse = torch.empty_like(order)
        inverse[order] = torch.arange(len(order), device=order.device)
        rows = GatherTokens.apply(hidden, torch.div(order, c.experts_used, rounding_mode='floor'), inverse, c.experts_used)
        parts = [
            swiglu(part, self.experts_gate_up[e], self.experts_down[e]) for e, part in enumerate(rows.split(counts.tolist())) if len(part)
        ]
        routed = Permute.apply(torch.cat(parts), inverse, order).view(-1, c.experts_used, c.hidden)
        return (routed * weights.unsqueeze(-1)).sum(1) + swiglu(hidden, self.shared_gate_up, self.shared_down)

    @torch.no_grad()
    def balance(self, step):
        """Moves the bias towards equal load; the mean is removed because only differences matter."""
        self.bias += step * torch.sign(self.load.mean() - self.load)
        self.bias -= self.bias.mean()
        self.load.zero_()


class Block(nn.Module):
    def __init__(self, config, dense, scale):
        super().__init__()
        self.attention = Attention(config, scale)
        self.feed_forward = DenseFeedForward(config) if dense else ExpertFeedForward(config)

    def forward(self, x, rotation, spans, cache):
        x = x + self.attention(x, rotation, spans, cache)
        return x + self.feed_forward(x)


class Model(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        frequencies, scale = yarn(config)
        self.embedding = nn.Parameter(torch.randn(config.vocab_size, config.hidden) * 0.5)
        self.output = nn.Parameter(torch.randn(config.vocab_size, config.hidden) * (0.5 / math.sqrt(config.hidden)))
        self.norm = _ones(config.hidden)
        self.blocks = nn.ModuleList([Block(config, index == 0, scale) for index in range(config.layers)])
        angles = torch.arange(config.context)[:, None] * frequencies[None]
        self.register_buffer('cos', angles.cos(), persistent=False)
        self.register_buffer('sin', angles.sin(), persistent=False)

    @property
    def expert_layers(self):
        return [b.feed_forward for b in self.blocks if isinstance(b.feed_forward, ExpertFeedForward)]

    def hidden(self, ids, positions, spans, caches=None):
        """Normalised hidden states [tokens, hidden]."""
        x = F.embedding(ids, self.embedding)
        rotation = (self.cos[positions][:, None], self.sin[positions][:, None])
        for index, block in enumerate(self.blocks):
            x = block(x, rotation, spans, caches[index] if caches else None)
        return rms_norm(x, self.norm, self.config.norm_epsilon)

    def predict(self, batch):
        """Logits at the positions whose successor is trained on."""
        hidden = self.hidden(batch.ids, batch.positions, batch.spans)
        return F.linear(hidden.index_select(0, batch.predicting), self.output)


class Cache:
    """Keys and values of one attention layer while one conversation is generated."""

    def __init__(self):
        self.keys = self.values = None

    def attend(self, layer, q, k, v):
        self.keys = k if self.keys is None else torch.cat((self.keys, k), 1)
        self.values = v if self.values is None else torch.cat((self.values, v), 1)
        scores = torch.bmm(q, self.keys.transpose(1, 2)) * layer.scale
        new, total = q.shape[1], self.keys.shape[1]
        if new > 1:
            scores = scores + torch.full((new, total), float('-inf'), device=q.device).triu(1 + total - new)
        return torch.bmm(torch.softmax(scores, -1), self.values)


@torch.no_grad()
def generate(model, ids, end, limit=300):
    """Greedy continuation of ``ids`` up to and including the token ``end``."""
    device = model.embedding.device
    caches = [Cache() for _ in model.blocks]
    made, position, new = [], 0, list(ids)
    while len(made) < limit and position + len(new) < model.config.context:
        positions = torch.arange(position, position + len(new), device=device)
        hidden = model.hidden(torch.tensor(new, device=device), positions, None, caches)
        position += len(new)
        token = F.linear(hidden[-1], model.output).argmax().item()
        made.append(token)
        if token == end:
            break
        new = [token]
    return made
