"""Where the network runs and in which arithmetic."""

from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

import torch
from torch import Tensor, nn

from paddy_segmenter.errors import InputError, tells_full_memory

from .allocator import keep_freed_memory
from .folding import fold_batchnorm
from .processor import is_fast_in_bfloat16

AnyModule = TypeVar("AnyModule", bound=nn.Module)
PRECISIONS = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def choose_device(wanted: str) -> torch.device:
    """Returns the device that a job's `device` names; auto takes CUDA, then Apple's MPS, then the CPU.

    cuDNN is told to compute alike in every run; its search for the fastest kernel is off anyway.

    Raises:
        InputError: this machine, or this torch, does not have the device.
    """
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    name = next(name for name in present if present[name]) if wanted == "auto" else wanted
    if not present[name]:
        remedy = f"choose auto or {', '.join(other for other in present if present[other])}"
        raise InputError(f"device is {name}, but torch {torch.__version__} finds none on this machine: {remedy}")
    torch.backends.cudnn.deterministic = True
    if name == "cpu":
        keep_freed_memory()
    return torch.device(name)


def choose_precision(wanted: str, device: torch.device) -> torch.dtype:
    """Returns the arithmetic that a job's `precision` names; auto takes bfloat16 where the device is faster in it."""
    if wanted != "auto":
        return PRECISIONS[wanted]
    return torch.bfloat16 if _is_fast_in_bfloat16(device) else torch.float32


def move_to(network: AnyModule, device: torch.device) -> AnyModule:
    """Returns the network on the device, its filters laid out channel by channel (channels_last), which convolutions like best."""
    return network.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def layout_of(maps: Tensor) -> torch.memory_format:
    """Returns whether the channels of maps (N, C, H, W) lie together, pixel by pixel (channels_last), or apart."""
    together = maps.is_contiguous(memory_format=torch.channels_last)
    return torch.channels_last if together else torch.contiguous_format


def prepare(network: nn.Module, device: torch.device, precision: torch.dtype) -> nn.Module:
    """Changes a network in evaluation mode into the fastest one that gives the same answers, and returns it on the device."""
    fold_batchnorm(network)
    return move_to(network.to(precision), device)


def is_out_of_memory(error: BaseException) -> bool:
    """Returns whether memory did not suffice, on whatever device; the CPU's allocator, MPS and cuBLAS say so in words only."""
    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or tells_full_memory(str(error))


def autocast(device: torch.device, precision: torch.dtype) -> AbstractContextManager[object]:
    """Returns the context in which the network computes in this precision; its weights stay in fp32."""
    return nullcontext() if precision == torch.float32 else torch.autocast(device.type, dtype=precision)


def _is_fast_in_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    return device.type == "cpu" and is_fast_in_bfloat16()
