"""Checkpoints of a run: the last few and the best."""

import os
from pathlib import Path

import torch

from .model import Config, Model
from .tokenizer import Tokenizer

KEPT = 3


def _write(path, content):
    temporary = Path(str(path) + '.part')
    torch.save(content, temporary)
    os.replace(temporary, path)


def save(run, content):
    """Writes the checkpoint of ``content['step']`` and removes older ones."""
    _write(run / ('step-%07d.pt' % content['step']), content)
    for old in sorted(run.glob('step-*.pt'))[:-KEPT]:
        old.unlink()


def save_best(run, content):
    _write(run / 'best.pt', content)


def latest(run):
    """The newest checkpoint of a run or None."""
    found = sorted(run.glob('step-*.pt'))
    return torch.load(found[-1], map_location='cpu') if found else None


def load_model(path):
    """(model, tokenizer, checkpoint) of a file."""
    content = torch.load(path, map_location='cpu')
    model = Model(Config(**content['config']))
    model.load_state_dict(content['model'])
    model.eval()
    return model, Tokenizer(content['vocabulary']), content
