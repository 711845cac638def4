"""Causal attention over packed groups: dialogues see the prefix they share and themselves, never each other."""

from typing import NamedTuple

import torch


class Span(NamedTuple):
    """Queries ``start..stop`` attend causally to themselves and fully to ``prefix_start..prefix_stop`` (may be empty)."""

    start: int
    stop: int
    prefix_start: int
    prefix_stop: int


_MASKS = {}


def _mask(width, length, device):
    """0 where attention is allowed, -inf above the diagonal of the last ``length`` columns."""
    key = (width, length, device)
    if key not in _MASKS:
        if len(_MASKS) > 4000:
            _MASKS.clear()
        _MASKS[key] = torch.full((length, width), float('-inf'), device=device).triu(1 + width - length)
    return _MASKS[key]


def _with_prefix(tensor, span):
    own = tensor[:, span.start : span.stop]
    if span.prefix_stop == span.prefix_start:
        return own
    return torch.cat((tensor[:, span.prefix_start : span.prefix_stop], own), 1)


class PackedAttention(torch.autograd.Function):
    """softmax(q k^T scale) v per span; q, k, v have shape [heads, tokens, dimension]. Probabilities are kept for backward."""

    @staticmethod
    def forward(ctx, q, k, v, spans, scale):
        out = q.new_empty(q.shape[0], q.shape[1], v.shape[2])
        kept = []
        for span in spans:
            keys, vals = _with_prefix(k, span), _with_prefix(v, span)
            mask = _mask(keys.shape[1], span.stop - span.start, q.device)
            scores = torch.baddbmm(mask, q[:, span.start : span.stop], keys.transpose(1, 2), alpha=scale)
            probabilities = torch.softmax(scores, -1)
            out[:, span.start : span.stop] = torch.bmm(probabilities, vals)
            kept.append(probabilities)
        ctx.save_for_backward(q, k, v, out, *kept)
        ctx.spans, ctx.scale = spans, scale
        return out

    @staticmethod
    def backward(ctx, grad):
        q, k, v, out, *kept = ctx.saved_tensors
        grad_q, grad_k, grad_v = torch.empty_like(q), torch.zeros_like(k), torch.zeros_like(v)
        grad = grad.contiguous()
        inner = (grad * out).sum(-1, keepdim=True)
        for span, probabilities in zip(ctx.spans, kept):
            own, width = slice(span.start, span.stop), span.prefix_stop - span.prefix_start
            g = grad[:, own]
            values_grad = torch.bmm(probabilities.transpose(1, 2), g)
            scores_grad = torch.bmm(g, _with_prefix(v, span).transpose(1, 2)).sub_(inner[:, own]).mul_(probabilities).mul_(ctx.scale)
            grad_q[:, own] = torch.bmm(scores_grad, _with_prefix(k, span))
            keys_grad = torch.bmm(scores_grad.transpose(1, 2), q[:, own])
            grad_k[:, own] += keys_grad[:, width:]
            grad_v[:, own] += values_grad[:, width:]
            if width:
                grad_k[:, span.prefix_start : span.prefix_stop] += keys_grad[:, :width]
                grad_v[:, span.prefix_start : span.prefix_stop] += values_grad[:, :width]
        return grad_q, grad_k, grad_v, None, None
