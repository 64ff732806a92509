"""The plan of a training: what is going to happen and how long it takes."""

from dataclasses import dataclass
from typing import Any

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.jobs import TrainJob

from .pace import Pace

# Options of the job that are kept beside what was found out.
OPTIONS = ("backbone", "weights", "chip", "output_stride", "batch", "accumulate", "epochs", "patience", "loss", "class_weights",
           "optimiser", "schedule", "learning_rate", "split")  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What a job is going to do; where it takes several trainings, what the first of them is.

    Attributes:
        job: with all that it left open decided.
        decided: its options that were left open.
        rasters: how many there are.
        gsd: their median ground sample distance in metres.
        classes: labelled pixels to learn from, by the name of the class.
        validated: labelled pixels to validate on.
        unvalidated: names of classes that are learnt without any of them; with folds, each one validates others.
        polygons_cut: how many labelled polygons the split cuts and withholds the smaller sides of.
        labels_withheld: share of the labels that lie there.
        block: side of the blocks in pixels.
        training_blocks: how many blocks there are to learn from.
        validation_blocks: how many blocks there are to validate on.
        bands: their names.
        values: `raw`, as they are stored, or `scaled` by what each raster declares.
        normalisation: of their values.
        left_out: values that stand for missing data, by the name of the raster.
        atrous_rates: in cells of the output stride.
        coarse_epochs: the first ones, at another output stride.
        steps_per_epoch: how many there are.
        device: where the network computes.
        precision: in which arithmetic.
        threads: of the processor.
        memory: bytes that a step takes; None where that is not measured.
        free_memory: bytes that are free for it.
        paces: by output stride, the finest first; nothing where they are not measured.
        trainings: of the job.
        baseline: accuracy and mIoU of the baseline on the ground to validate on, and the seconds that it took; None where it is not
            measured.
    """

    job: TrainJob
    decided: tuple[str, ...]
    rasters: int
    gsd: float
    classes: dict[str, int]
    validated: int
    polygons_cut: int
    labels_withheld: float
    unvalidated: tuple[str, ...]
    block: int
    training_blocks: int
    validation_blocks: int
    bands: tuple[str, ...]
    values: str
    normalisation: Normalisation
    left_out: dict[str, list[float]]
    atrous_rates: tuple[int, ...]
    coarse_epochs: int
    steps_per_epoch: int
    device: str
    precision: str
    threads: int
    memory: int | None
    free_memory: int
    paces: dict[int, Pace]
    trainings: int
    baseline: dict[str, Any] | None = None

    @property
    def seconds(self) -> float | None:
        """Seconds of all trainings together, if none of them stops early; None where that is not measured."""
        if not self.paces:
            return None
        fine, *coarse = (pace.seconds for pace in self.paces.values())
        one = (self.job.epochs - self.coarse_epochs) * fine + self.coarse_epochs * sum(coarse)
        return (self.trainings + self._excess) * one

    @property
    def _excess(self) -> float:
        """By how many trainings the last one takes longer: it learns from all folds, unless the chips of an epoch are given."""
        return 1 / (self.job.folds - 1) if self.job.folds and not self.job.chips_per_epoch else 0.0

    def described(self) -> dict[str, Any]:
        """Returns all of it as JSON values."""
        plain = {name: value for name, value in vars(self).items() if name not in ("job", "normalisation", "paces")}
        values = {name: getattr(self.job, name) for name in OPTIONS} | plain | vars(self.normalisation)
        values |= {
            "seconds_per_epoch": {str(stride): round(pace.seconds, 3) for stride, pace in self.paces.items()},
            "seconds": self.seconds and round(self.seconds),
        }
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
