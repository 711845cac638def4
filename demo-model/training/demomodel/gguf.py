"""Writes GGUF version 3 files with tensors in F32 and Q8_0."""

import struct

import numpy as np

UINT32, FLOAT32, BOOL, STRING, ARRAY, INT32 = 4, 6, 7, 8, 9, 5
_SCALARS = {UINT32: '<I', FLOAT32: '<f', BOOL: '<?', INT32: '<i'}
F32, Q8_0 = 0, 8
Q8_BLOCK, Q8_BYTES = 32, 34
VERSION, ALIGNMENT = 3, 32


def quantise_q8_0(array):
    """Blocks of 32 values as a float16 scale and 32 signed bytes; returns uint8 [blocks, 34]."""
    blocks = np.ascontiguousarray(array, np.float32).reshape(-1, Q8_BLOCK)
    scale = np.abs(blocks).max(1) / 127.0
    inverse = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    packed = np.empty((blocks.shape[0], Q8_BYTES), np.uint8)
    packed[:, :2] = scale.astype(np.float16).view(np.uint8).reshape(-1, 2)
    packed[:, 2:] = np.clip(np.rint(blocks * inverse[:, None]), -127, 127).astype(np.int8).view(np.uint8)
    return packed


def dequantise_q8_0(packed, shape):
    """The values a reader gets from ``quantise_q8_0``."""
    scale = packed[:, :2].copy().view(np.float16).astype(np.float32)
    return (scale * packed[:, 2:].view(np.int8)).reshape(shape)


def _string(text):
    raw = text.encode('utf-8')
    return struct.pack('<Q', len(raw)) + raw


def _value(kind, value, element):
    if kind == STRING:
        return _string(value)
    if kind == ARRAY:
        return struct.pack('<IQ', element, len(value)) + b''.join(_value(element, item, None) for item in value)
    return struct.pack(_SCALARS[kind], value)


class Writer:
    """Collects metadata and tensors, then writes them at once."""

    def __init__(self):
        self._metadata, self._tensors = [], []

    def add(self, key, kind, value, element=None):
        """Adds metadata; ``element`` is the type of an array's items."""
        self._metadata.append(_string(key) + struct.pack('<I', kind) + _value(kind, value, element))

    def add_tensor(self, name, array, kind=F32):
        """Adds a tensor; the last axis of ``array`` becomes GGUF's first (contiguous) dimension."""
        if kind == Q8_0 and array.shape[-1] % Q8_BLOCK:
            raise ValueError('Rows of %s are no multiple of %d values.' % (name, Q8_BLOCK))
        data = quantise_q8_0(array) if kind == Q8_0 else np.ascontiguousarray(array, np.float32)
        self._tensors.append((name, array.shape[::-1], kind, data.tobytes()))

    def _header(self):
        parts = [b'GGUF', struct.pack('<IQQ', VERSION, len(self._tensors), len(self._metadata))] + self._metadata
        offset = 0
        for name, dimensions, kind, data in self._tensors:
            parts.append(
                _string(name) + struct.pack('<I%dQ' % len(dimensions), len(dimensions), *dimensions) + struct.pack('<IQ', kind, offset)
            )
            offset += _padded(len(data))
        return b''.join(parts)

    def write(self, path):
        header = self._header()
        with open(path, 'wb') as file:
            file.write(header.ljust(_padded(len(header)), b'\0'))
            for _, _, _, data in self._tensors:
                file.write(data.ljust(_padded(len(data)), b'\0'))


def _padded(size):
    return -(-size // ALIGNMENT) * ALIGNMENT
