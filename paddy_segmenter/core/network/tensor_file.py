"""Tensors written as a .safetensors file, one after the other: the library's own way takes as much memory again as they do."""

import hashlib
import json
from collections.abc import Mapping
from typing import IO

import torch
from torch import Tensor

# What a network's state and its optimiser's may hold, by the format's names.
TYPES = {
    torch.float64: "F64",
    torch.float32: "F32",
    torch.float16: "F16",
    torch.bfloat16: "BF16",
    torch.int64: "I64",
    torch.int32: "I32",
    torch.uint8: "U8",
    torch.bool: "BOOL",
}
ALIGNMENT = 8  # bytes
LONGEST_HEADER = 100_000_000  # bytes, that readers of the format take


def write_tensors(file: IO[bytes], tensors: Mapping[str, Tensor], metadata: Mapping[str, str]) -> None:
    """Writes tensors of `TYPES` with their names and the file's metadata. Raises OSError where the disk refuses, or nobody could read it."""
    header: dict[str, object] = {"__metadata__": dict(metadata)}
    end = 0
    for name in _in_order(tensors):
        start, end = end, end + tensors[name].nbytes
        kind, shape = TYPES[tensors[name].dtype], list(tensors[name].shape)
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [start, end]}

    text = json.dumps(header).encode()
    text += b" " * (-len(text) % ALIGNMENT)
    if len(text) > LONGEST_HEADER:
        raise OSError(f"its header of {len(text)} bytes is longer than the format allows")
    file.write(len(text).to_bytes(8, "little"))
    file.write(text)
    for name in _in_order(tensors):
        file.write(_content_of(tensors[name]))


def bytes_of(tensors: Mapping[str, Tensor]) -> int:
    """Returns how many bytes the tensors take, in memory and in a file."""
    return sum(tensor.nbytes for tensor in tensors.values())


def digest_of(tensors: Mapping[str, Tensor]) -> str:
    """Returns the SHA-256 of tensors with their names, types and shapes, whatever order they are in."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(json.dumps([name, str(tensors[name].dtype), list(tensors[name].shape)]).encode())
        digest.update(_content_of(tensors[name]))
    return digest.hexdigest()


def _in_order(tensors: Mapping[str, Tensor]) -> list[str]:
    """Returns the names so that each tensor begins at a multiple of its own numbers' size."""
    return sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))


def _content_of(tensor: Tensor) -> memoryview:
    return tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy().data
