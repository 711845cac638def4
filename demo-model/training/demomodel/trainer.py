"""Trains the demonstration model; continues from the last checkpoint of the run directory if there is one.

    python3 -m demomodel.trainer RUN --minutes 120

On a CPU two single-threaded processes share the work (the operations of so small a model gain little from threads) and add
their gradients in shared memory; with an accelerator one process does everything on it.
"""

import argparse
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F
import torch.multiprocessing as multiprocessing

from . import checkpoints, evaluation
from .batches import Source
from .conversation import EASY, FULL
from .initial_weights import structure
from .model import Config, Model
from .optimizer import NoBarrier, Optimizer, SharedState
from .tokenizer import Tokenizer
from .words import Lexicon

COPY_ONLY_TOKENS, COPY_SHARE = 300_000, 0.02
COPY_LONGEST_FIRST, COPY_LONGEST = 32, 160
WARM_UP_STEPS = 60
LOG_SECONDS = 30
BATCHES_OF_A_PROCESS = 2


def arguments(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('run', type=Path, help='directory of checkpoints and log')
    parser.add_argument('--minutes', type=float, default=120, help='time to train in all, over all resumptions')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--workers', type=int, default=0, help='processes; 0: two on a CPU, one on an accelerator')
    parser.add_argument('--batch', type=int, default=0, help='tokens of a batch, two batches per process and step; 0: 2048, on an accelerator 32768')
    parser.add_argument('--easy-tokens', type=float, default=4e6, help='tokens before the full difficulty')
    parser.add_argument('--learning-rate', type=float, default=2e-3)
    parser.add_argument('--decay-from', type=float, default=0.65, help='share of the time after which the rate falls')
    parser.add_argument('--lowest-rate', type=float, default=0.04, help='rate at the end, relative')
    parser.add_argument('--weight-decay', type=float, default=0.01)
    parser.add_argument('--clip', type=float, default=1.0)
    parser.add_argument('--balance', type=float, default=1e-3, help='step of the expert bias')
    parser.add_argument('--checkpoint-minutes', type=float, default=5)
    parser.add_argument('--evaluation-minutes', type=float, default=10)
    parser.add_argument('--evaluation-groups', type=int, default=40, help='groups of two conversations, mixed and realistic each')
    parser.add_argument('--init', type=Path, help='checkpoint to take the weights from; they are expected to copy already')
    return parser.parse_args(argv)


class Trainer:
    """One training process; all processes run the same steps on different data."""

    def __init__(self, options, rank, workers, state, barrier, model, tokenizer, device, progress):
        self.options, self.rank, self.workers, self.device = options, rank, workers, device
        self.state, self.barrier, self.model = state, barrier, model
        self.step, self.tokens, self.elapsed, self.best = progress
        state.bind(list(model.parameters()), rank)
        self.tokenizer = tokenizer
        lexicon = Lexicon.seeded((options.seed * 1_000_003 + self.step) * 16 + rank)
        budget = options.batch or (2048 if device == 'cpu' else 32768)
        self.batches = BATCHES_OF_A_PROCESS * workers
        self.source = Source(self.tokenizer, lexicon, budget)
        self.optimizer = Optimizer(state, rank, workers, barrier, options.learning_rate, options.weight_decay, options.clip)
        self.started = time.time() - self.elapsed
        self.log = (options.run / 'log.txt').open('a')
        self.sets = (
            {
                'mixed': evaluation.held_out(options.evaluation_groups),
                'real': evaluation.held_out(options.evaluation_groups, realistic_share=1),
            }
            if rank == 0
            else {}
        )

    def say(self, text):
        if self.rank == 0:
            print(text, flush=True)
            self.log.write(text + '\n')
            self.log.flush()

    def _batch(self):
        if self.tokens < COPY_ONLY_TOKENS:
            return self.source.copying(COPY_LONGEST_FIRST)
        if self.source.lexicon.chance(COPY_SHARE):
            return self.source.copying(COPY_LONGEST)
        return self.source.next(EASY if self.tokens < self.options.easy_tokens else FULL)

    def _rate_factor(self):
        warm = min(1, (self.step + 1) / WARM_UP_STEPS)
        done = self.elapsed / (60 * self.options.minutes)
        falling = max(0, (done - self.options.decay_from) / (1 - self.options.decay_from))
        lowest = self.options.lowest_rate
        return warm * (lowest + (1 - lowest) * 0.5 * (1 + math.cos(math.pi * min(1, falling))))

    def _accumulate(self):
        """Adds the gradients of one batch to those of this process; returns (targets, loss, right, tokens)."""
        batch = self._batch().to(self.device)
        logits = self.model.predict(batch)
        loss = F.cross_entropy(logits, batch.targets, reduction='sum')
        loss.backward()
        right = (logits.detach().argmax(-1) == batch.targets).sum()
        return torch.tensor([len(batch.targets), loss.item(), right.item(), len(batch.ids)])

    def _train_step(self):
        """One step of all processes; returns (loss, accuracy, gradient norm) over all of them."""
        state, experts = self.state, self.model.expert_layers
        state.sums[self.rank] = 0
        # A process that the machine slows down computes fewer batches of the step instead of making the others wait.
        while state.take(self.batches):
            state.sums[self.rank] += self._accumulate()
        state.loads[self.rank] = torch.cat([layer.load for layer in experts])
        factor = self._rate_factor()
        if self.rank == 0:
            state.clock[0] = time.time() - self.started
        norm = self.optimizer.step(self.step + 1, factor)
        self.elapsed = state.clock.item()
        for layer, load in zip(experts, state.loads.sum(0).split(self.model.config.experts)):
            layer.load.copy_(load)
            layer.balance(self.options.balance * factor)
        count, loss_sum, right, tokens = state.sums.sum(0).tolist()
        self.optimizer.finish()
        self.step += 1
        self.tokens += int(tokens)
        return loss_sum / count, right / count, norm

    def _content(self):
        state = self.state
        return dict(
            config=self.model.config.as_dict(),
            model={k: v.cpu().clone() for k, v in self.model.state_dict().items()},
            first=state.first.cpu(),
            second=state.second.cpu(),
            step=self.step,
            tokens=self.tokens,
            elapsed=self.elapsed,
            best=self.best,
            vocabulary=self.tokenizer.vocabulary,
        )

    def _evaluate(self):
        tallies = {name: evaluation.teacher_forced(self.model, self.tokenizer, groups) for name, groups in self.sets.items()}
        for name, tally in tallies.items():
            self.say('EVAL %5.1f min %6.2fM %-5s %s' % (self.elapsed / 60, self.tokens / 1e6, name, tally.row()))
        score = sum(tally.percent(m) for tally in tallies.values() for m in ('decision', 'name', 'arguments', 'answer'))
        if score > self.best:
            self.best = score
            checkpoints.save_best(self.options.run, self._content())

    def run(self):
        seen, last_log = [], self.elapsed
        last_save, last_evaluation = self.elapsed, self.elapsed
        while self.elapsed < 60 * self.options.minutes:
            seen.append(self._train_step())
            if self.rank:
                continue
            if self.elapsed - last_log > LOG_SECONDS:
                loss, accuracy, norm = (sum(column) / len(seen) for column in zip(*seen))
                self.say(
                    '%6.1f min step %d %.2fM tokens loss %.4f accuracy %.2f gradient %.2f rate %.3f step %.2fs'
                    % (
                        self.elapsed / 60,
                        self.step,
                        self.tokens / 1e6,
                        loss,
                        100 * accuracy,
                        norm,
                        self._rate_factor(),
                        (self.elapsed - last_log) / len(seen),
                    )
                )
                seen, last_log = [], self.elapsed
            if self.elapsed - last_evaluation > 60 * self.options.evaluation_minutes:
                self._evaluate()
                last_evaluation = self.elapsed
            if self.elapsed - last_save > 60 * self.options.checkpoint_minutes:
                checkpoints.save(self.options.run, self._content())
                last_save = self.elapsed
        if self.rank == 0:
            self._evaluate()
            checkpoints.save(self.options.run, self._content())


def _restore(model, state, saved):
    model.load_state_dict(saved['model'])
    state.weights.copy_(torch.cat([p.detach().reshape(-1) for p in model.parameters()]))
    state.first.copy_(saved['first'])
    state.second.copy_(saved['second'])
    return saved['step'], saved['tokens'], saved['elapsed'], saved['best']


def _work(rank, options, workers, state, barrier, model, tokenizer, device, progress):
    torch.set_num_threads(1 if device == 'cpu' else 4)
    Trainer(options, rank, workers, state, barrier, model, tokenizer, device, progress).run()


def main(argv=None):
    options = arguments(argv)
    options.run.mkdir(parents=True, exist_ok=True)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    workers = options.workers or (2 if device == 'cpu' else 1)
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    saved, progress = checkpoints.latest(options.run), (0, 0, 0.0, -1.0)
    origin = saved or (torch.load(options.init, map_location='cpu') if options.init else {})
    # Token ids mean what they meant when the weights were made, whatever vocabulary is learnt since.
    tokenizer = Tokenizer(origin['vocabulary']) if origin else Tokenizer.load()
    config = Config(vocab_size=-(-len(tokenizer.tokens) // 32) * 32)
    model = structure(Model(config))
    if origin and not saved:
        model.load_state_dict(origin['model'])
        progress = (0, COPY_ONLY_TOKENS, 0.0, -1.0)
    load_count = config.experts * len(model.expert_layers)
    state = SharedState(list(model.parameters()), load_count, workers, device)
    if saved:
        progress = _restore(model, state, saved)
    model.to(device)
    print('%.2fM parameters on %s, %d processes, %s' % (state.weights.numel() / 1e6, device, workers, vars(options)), flush=True)
    if workers == 1:
        return _work(0, options, 1, state, NoBarrier(), model, tokenizer, device, progress)
    barrier = multiprocessing.Barrier(workers)
    processes = [
        multiprocessing.Process(target=_work, args=(rank, options, workers, state, barrier, model, tokenizer, device, progress))
        for rank in range(workers)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return int(any(process.exitcode for process in processes))


if __name__ == '__main__':
    raise SystemExit(main())
