"""How many chips memory suffices for at once."""

from dataclasses import replace

import torch
from torch import Tensor

from paddy_segmenter.core.memory import free_memory
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from paddy_segmenter.jobs.training.learning import LEAST_BATCH

from .. import processes
from .gradients import Draw, Gradients
from .optimisation import Optimisation

LARGEST = 16  # chips, as in Chen et al. 2017: with more, an epoch has few steps
COPIES = 7  # of the weights: they, their gradients, two moments, the average, and what is copied in passing
HEADROOM = 1.5  # a step took 0.85 to 1.25 times what it keeps for the gradients (ResNet34 and 50, measured)
# Maps of all classes that the way back holds at once, beside that (255 classes: 1.4 with dice, 0.8 without, measured).
GRADIENT_MAPS = 2
SHARE = 0.5  # of the free memory; what was read of the rasters is kept in another part of it


def settle_batch(job: TrainJob, gradients: Gradients, draw: Draw, report: Reporter) -> TrainJob:
    """Returns the job with a batch, a power of two up to LARGEST, looked for where it leaves it open.

    A processor's memory is planned with, because a system that runs out of it ends programs; a GPU's is tried. Of several
    processes each looks alone, and takes as many as the one with the least memory.

    Args:
        job: with the options of the optimiser.
        gradients: of the network that is going to be trained, at its finest output stride; takes as many at once from now on.
        draw: of chips for the trial alone.
        report: hears what was found.
    """
    if job.batch:
        return job
    look = plan_batch if gradients.device.type == "cpu" else try_batch
    with processes.alone():
        found = look(job, gradients, draw)
    gradients.most = min(processes.least(found), max(1, LARGEST // processes.count()))
    batch = gradients.most * processes.count()
    report.message(f"batch {batch}: the most up to {LARGEST} that memory suffices for")
    return replace(job, batch=batch)


def plan_batch(job: TrainJob, gradients: Gradients, draw: Draw) -> int:
    """Returns the batch that half of the free memory suffices for, by what the least batch keeps."""
    chip, weights = measure_memory(gradients, draw)
    batch = LARGEST
    while batch > LEAST_BATCH and batch * chip + weights > SHARE * free_memory():
        batch //= 2
    return batch


def measure_memory(gradients: Gradients, draw: Draw) -> tuple[float, int]:
    """Returns how many bytes of memory a step takes for each chip, and for the weights, however many chips there are."""
    kept, largest_map = _bytes_kept(gradients, draw)
    chip = (HEADROOM * kept + GRADIENT_MAPS * largest_map) / LEAST_BATCH
    return chip, COPIES * sum(weight.nbytes for weight in gradients.network.parameters())


def try_batch(job: TrainJob, gradients: Gradients, draw: Draw) -> int:
    """Returns the batch with which two steps, the second of them beside the optimiser's moments, are possible."""
    with gradients.rehearsal() as trial:
        trial.most = LARGEST
        optimisation = Optimisation(trial.network, job, lambda step: 1.0)
        for _ in range(2):
            trial.compute(*draw(LARGEST))
            optimisation.step()
        return trial.most


def _bytes_kept(gradients: Gradients, draw: Draw) -> tuple[int, int]:
    """Returns how much a step over the least batch keeps from its way forward for its way back, beside the weights, and the largest map in it.

    Maps are as fine as the chips: where there are many classes, those of their probabilities are most of a step.
    """
    kept: dict[int, int] = {}
    maps = [0]
    inputs, labels = draw(LEAST_BATCH)

    def note(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = storage.nbytes()
        if tensor.is_floating_point() and tensor.dim() == inputs.dim() and tensor.shape[-2:] == inputs.shape[-2:]:
            maps.append(storage.nbytes())
        return tensor

    with gradients.rehearsal() as trial, torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        trial.most = LEAST_BATCH
        trial.compute(inputs, labels)
        weights = {weight.untyped_storage().data_ptr() for weight in trial.network.parameters()}
    return sum(size for place, size in kept.items() if place not in weights), max(maps)
