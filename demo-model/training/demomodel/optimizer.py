"""AdamW over one flat vector of weights that all training processes share; each process updates its own part of it."""

import math

import torch
import torch.multiprocessing as multiprocessing

FIRST_DECAY, SECOND_DECAY, EPSILON = 0.9, 0.95, 1e-8


class SharedState:
    """Weights, moments and per-process gradients in memory that every process sees."""

    def __init__(self, parameters, load_count, workers, device):
        size = sum(p.numel() for p in parameters)
        shared = (
            (lambda *shape: torch.zeros(*shape).share_memory_()) if device == 'cpu' else (lambda *shape: torch.zeros(*shape, device=device))
        )
        self.weights, self.first, self.second = shared(size), shared(size), shared(size)
        self.gradients = shared(workers, size)
        self.decayed = shared(size)
        self.loads = shared(workers, load_count)
        self.sums = shared(workers, 4)
        self.squares = shared(workers)
        self.clock = shared(1).double() if device == 'cpu' else torch.zeros(1).double()
        if device == 'cpu':
            self.clock.share_memory_()
        at = 0
        for parameter in parameters:
            count = parameter.numel()
            self.weights[at : at + count] = parameter.detach().reshape(-1).to(device)
            self.decayed[at : at + count] = float(parameter.ndim > 1)
            at += count
        self.taken = multiprocessing.Value('i', 0)

    def take(self, limit):
        """Whether one of the ``limit`` batches of this step was left for the calling process, which then has to compute it."""
        with self.taken.get_lock():
            self.taken.value += 1
            return self.taken.value <= limit

    def bind(self, parameters, rank):
        """Lets the parameters and gradients of one process's model live in the shared vectors."""
        at = 0
        for parameter in parameters:
            count = parameter.numel()
            parameter.data = self.weights[at : at + count].view_as(parameter)
            parameter.grad = self.gradients[rank, at : at + count].view_as(parameter)
            at += count


class NoBarrier:
    """Stands in for a barrier when there is one process only."""

    def wait(self):
        return 0


class Optimizer:
    """The part of AdamW that one process performs."""

    def __init__(self, state, rank, workers, barrier, learning_rate, weight_decay, clip):
        self.state, self.rank, self.barrier = state, rank, barrier
        self.learning_rate, self.weight_decay, self.clip = learning_rate, weight_decay, clip
        size = state.weights.numel()
        self.part = slice(size * rank // workers, size * (rank + 1) // workers)

    @torch.no_grad()
    def step(self, number, factor):
        """Step ``number`` (from 1) with the learning rate times ``factor``; all processes call it together."""
        state, part = self.state, self.part
        self.barrier.wait()
        gradient = state.gradients[:, part].sum(0).div_(state.sums[:, 0].sum())
        state.squares[self.rank] = gradient.pow(2).sum()
        self.barrier.wait()
        norm = math.sqrt(state.squares.sum().item())
        gradient.mul_(min(1, self.clip / (norm + 1e-6)))
        first, second, weights = state.first[part], state.second[part], state.weights[part]
        first.lerp_(gradient, 1 - FIRST_DECAY)
        second.mul_(SECOND_DECAY).addcmul_(gradient, gradient, value=1 - SECOND_DECAY)
        rate = self.learning_rate * factor
        weights.addcmul_(weights, state.decayed[part], value=-rate * self.weight_decay)
        scale = second.div(1 - SECOND_DECAY**number).sqrt_().add_(EPSILON)
        weights.addcdiv_(first, scale, value=-rate / (1 - FIRST_DECAY**number))
        return norm

    def finish(self):
        """Ends the step: gradients start from zero again once every process has read them."""
        if self.barrier.wait() == 0:
            self.state.taken.value = 0
        self.state.gradients[self.rank].zero_()
        self.barrier.wait()
