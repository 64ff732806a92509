"""The job that trains a network, and the one that only plans it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ...errors import InputError
from ...rules import option
from ..files import check_suffix
from ..network import DEVICES, PRECISIONS
from ..presets import PRESETS
from .chips import ChipOptions
from .ground import GroundOptions
from .learning import LearningOptions
from .network import NetworkOptions
from .validation import ValidationOptions

STOPS = ("checkpoint", "model")


# The topics stand in reverse: a dataclass takes the fields of its last base first.
@dataclass(frozen=True)
class TrainJob(ValidationOptions, LearningOptions, ChipOptions, NetworkOptions, GroundOptions):
    """Rasters and labels to a model file."""

    program = ("training", "fit")
    inputs = ("rasters", "labels", "labelled_areas", "split_areas")
    outputs: ClassVar[tuple[str, ...]] = ("output", "report")
    only_plans: ClassVar[bool] = False

    cache: float = option("memory in gigabytes in which pixels and labels stay once they were read; 0: a quarter of what is free", 0.0,
                          minimum=0.0, maximum=65_536.0, advanced=True)  # fmt: skip
    seed: int = option(
        "number that weights, split and drawing of chips grow from", 0, minimum=0, maximum=2**31 - 1, advanced=True
    )
    device: str = option("where the network runs", "auto", choices=DEVICES, advanced=True)
    precision: str = option("arithmetic of the network; auto: bfloat16 where the processor or GPU is faster in it", "auto",
                            choices=PRECISIONS, advanced=True)  # fmt: skip
    report: str = option("page to create (.html) that tells how good the model is and how it was made; empty: beside the model, as NAME.report.html", "")  # fmt: skip

    on_stop: str = option("what a SIGTERM brings, as kill and the time limits of schedulers send it: checkpoint (it stops at once and can go on later) or"
                          " model (it ends with the best network so far; a second one stops it at once). Without effect in QGIS", "checkpoint",
                          choices=STOPS, advanced=True)  # fmt: skip

    @property
    def report_paths(self) -> tuple[str, str, str]:
        """The page, its figures (JSON) beside it, and the history of the epochs (JSON) beside the model."""
        page = self.report or str(Path(self.output).with_suffix(".report.html"))
        return page, str(Path(page).with_suffix(".json")), str(Path(self.output).with_suffix(".history.json"))

    @property
    def last_path(self) -> str:
        """The model file of the last epoch's network."""
        return str(Path(self.output).with_suffix(".last.safetensors"))

    @property
    def can_finish(self) -> bool:
        return not self.folds and self.optimism == "no"  # folds are compared epoch by epoch

    @property
    def finishes_on_stop(self) -> bool:
        return self.on_stop == "model"

    def output_paths(self) -> tuple[str, ...]:
        return self.output, *self.report_paths, *([self.last_path] if self.keep_last == "yes" else [])

    def usual_values(self) -> dict[str, Any]:
        return super().usual_values() | PRESETS[self.preset]

    def __new__(cls, *values: Any, **named: Any) -> "TrainJob":
        """Remembers which fields are given, because the preset fills in the others. `replace` gives all: it changes nothing else."""
        job = super().__new__(cls)
        given = dict(zip(cls.__match_args__, values, strict=False)) | named
        object.__setattr__(job, "_given", set(given))
        return job

    def __post_init__(self) -> None:
        given = self.__dict__.pop("_given")
        for name, value in PRESETS.get(str(self.preset), {}).items():
            if name not in given:
                object.__setattr__(self, name, value)
        super().__post_init__()
        check_suffix(self.report, (".html", ".htm"))
        if self.finishes_on_stop and not self.can_finish:
            raise InputError(
                "on_stop is model, but neither folds nor a comparison with a random split can be finished early: choose checkpoint"
            )
        if self.freeze != "none" and self.weights == "none":
            raise InputError(
                f"freeze is {self.freeze}, but weights none are random: choose initial weights, or freeze none"
            )


@dataclass(frozen=True)
class PlanJob(TrainJob):
    """What a training with the same options would do, and how long it would take; nothing is trained, no model is written."""

    program = ("training", "plan")
    outputs = (*TrainJob.outputs, "blocks_layer")
    only_plans = True

    blocks_layer: str = option("polygon layer to create (.gpkg) of the blocks, each with its raster, what it is for, its fold (the first one, where"
                               " areas of several lie in it) and how many of its pixels have a label; empty: none", "")  # fmt: skip

    def output_paths(self) -> tuple[str, ...]:
        return super().output_paths() + ((self.blocks_layer,) if self.blocks_layer else ())

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self.blocks_layer, (".gpkg",))
