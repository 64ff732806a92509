"""The processes of a training that torchrun started: each computes its share of every step, the first one tells and writes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

import torch
from torch import Tensor, distributed, nn

from paddy_segmenter.core.network.device import choose_device
from paddy_segmenter.errors import AlreadyTold, InputError
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob

WAIT = timedelta(days=1)  # for the slowest process: torchrun itself ends the others where one has ended

_alone: ContextVar[bool] = ContextVar("alone", default=False)


def count() -> int:
    """Returns how many processes compute together; 1 where nobody has started more."""
    return distributed.get_world_size() if _is_group() and not _alone.get() else 1


def number() -> int:
    """Returns which of them this one is, counted from 0."""
    return distributed.get_rank() if _is_group() and not _alone.get() else 0


def is_first() -> bool:
    """Returns whether this process tells and writes."""
    return number() == 0


@contextmanager
def together(job: TrainJob, report: Reporter) -> Iterator[Reporter]:
    """Joins the processes of a job for a while. Yields the reporter to talk to: that of the others is silent.

    Raises:
        InputError: they cannot share the job's batch, or this machine's devices.
        AlreadyTold: another process has failed before this one.
    """
    if not distributed.is_available() or not distributed.is_torchelastic_launched() or os.environ["WORLD_SIZE"] == "1":
        yield report
        return
    from torch.distributed.rendezvous import rendezvous  # missing where torch is built without distributed

    store, rank, size = next(rendezvous("env://"))
    try:
        backend = _take_device(job.device)
        distributed.init_process_group(backend, store=store, rank=rank, world_size=size, timeout=WAIT)
        check_batch(job)
        told = report if rank == 0 else report.muted()
        told.message(f"{size} processes compute together, each its share of every batch")
        yield told
        distributed.destroy_process_group()
    except BaseException as error:
        if store.add("failures", 1) > 1:
            raise AlreadyTold("another process told why the job ended") from error
        raise


def check_batch(job: TrainJob) -> None:
    """Raises InputError where the processes cannot share the job's batch evenly."""
    if job.batch % count():
        raise InputError(
            f"batch is {job.batch}, which {count()} processes cannot share evenly: give a multiple of {count()}"
        )


@contextmanager
def alone() -> Iterator[None]:
    """Lets this process compute without the others for a while, in which they do the same."""
    before = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(before)


def total(part: Tensor) -> Tensor:
    """Returns the sum of what all processes have, which gradients go through: for a loss that is the sum of all processes' own."""
    whole: Tensor = part if count() == 1 else _Total.apply(part)  # type: ignore[no-untyped-call]
    return whole


def least(figure: int) -> int:
    """Returns the least of what all processes have."""
    smallest = torch.tensor(figure)
    if count() > 1:
        distributed.all_reduce(smallest, distributed.ReduceOp.MIN)
    return int(smallest)


def any_of(wish: bool) -> bool:
    """Returns whether any of the processes has this wish."""
    return not least(not wish)


def take_from_first(network: nn.Module) -> None:
    """Gives the network of every process the weights and statistics of the first one's."""
    if count() > 1:
        for tensor in network.state_dict().values():
            distributed.broadcast(tensor, 0)


class _Total(torch.autograd.Function):
    @staticmethod
    def forward(context: Any, part: Tensor) -> Tensor:
        whole = part.clone(memory_format=torch.contiguous_format)
        distributed.all_reduce(whole)
        return whole

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> Tensor:
        whole: Tensor = _Total.apply(*gradients)  # type: ignore[no-untyped-call]
        return whole


def _is_group() -> bool:
    return distributed.is_available() and distributed.is_initialized()


def _take_device(wanted: str) -> str:
    """Takes this process' own GPU, where it computes on one, and returns the backends of torch.distributed."""
    kind = choose_device(wanted).type
    if kind == "cpu":
        return "gloo"
    if kind != "cuda":
        raise InputError(f"device is {kind}, on which several processes cannot compute together: choose cpu")
    here, place = torch.cuda.device_count(), int(os.environ["LOCAL_RANK"])
    if place >= here:
        raise InputError(f"{os.environ['LOCAL_WORLD_SIZE']} processes for {here} GPUs: start one for each GPU")
    torch.cuda.set_device(place)
    return "cpu:gloo,cuda:nccl" if distributed.is_nccl_available() else "gloo"
