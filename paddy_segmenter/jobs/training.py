"""The job that trains a network."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ..errors import InputError
from ..loss_terms import LOSSES, parse_loss
from ..rules import Job, option, pairs_of
from ..variations import describe_variations, variations_of
from .colours import colours_of
from .files import check_pairs, check_suffix
from .labels import LABELLED_AREAS, VALUE_MAP
from .network import DEVICES, PRECISIONS
from .presets import PRESETS

BACKBONES = ("resnet34", "resnet50", "resnet101")
OUTPUT_STRIDES = (8, 16)
SPLITS = ("blocks", "polygons", "random")
CLASS_WEIGHTS = ("none", "balanced")
OPTIMISERS = ("adamw", "adam", "sgd")
SCHEDULES = ("poly", "cosine", "one_cycle", "constant")
FREEZES = ("none", "batchnorm", "backbone")
LEAST_BATCH = 2  # chips: batch normalisation has nothing to compare in one
LEAST_LEARNING_RATE = 1e-7


@dataclass(frozen=True)
class TrainJob(Job):
    """Rasters and labels to a model file."""

    program = ("training", "fit")
    inputs = ("rasters", "labels", "labelled_areas", "split_areas")
    outputs: ClassVar[tuple[str, ...]] = ("output", "report")

    rasters: tuple[str, ...] = option("rasters to learn from, all with the same bands")
    labels: tuple[str, ...] = option(
        "one polygon layer or class raster for all rasters, or one for each raster in the same order"
    )
    output: str = option("model file to create (.safetensors)")
    preset: str = option(
        "options that belong together: recommended, or study, which trains as the study did that this plugin grew out of (Heryadi et al., SPOT-6):"
        " chips of 256 pixels at output stride 8 with atrous rates 12, 24 and 36, turned but not mirrored; a random split, which flatters the figures;"
        " Adam with weight decay on plain cross-entropy, at a constant learning rate. It is there to compare with: recommended makes better models."
        " Learning rate and weight decay are 1e-4, epochs, patience and batch the usual ones, because the study names none. Options that are left at"
        " their default (in a terminal: that are not given) take the preset's value",
        "recommended", choices=tuple(PRESETS),
    )  # fmt: skip
    class_field: str = option(
        "field of the polygons that names or numbers the class; empty: every polygon is of one class. Where polygons overlap, the later"
        " one in the layer counts",
        "",
    )
    unlabelled: str = option("what ground without a label is: ignore (nothing is known there) or background (a class of its own)",
                             "ignore", choices=("ignore", "background"))  # fmt: skip
    ignored_values: tuple[int, ...] = option(
        "values of a class raster that mean unlabelled, beside its nodata value", (), advanced=True
    )
    value_map: tuple[str, ...] = option(VALUE_MAP, ())
    colours: tuple[str, ...] = option("colours of classes, as NAME=#rrggbb; empty: those of a class raster, or a palette. Names that no class has are left",
                                      (), advanced=True)  # fmt: skip
    labelled_areas: str = option(LABELLED_AREAS, "")
    bands: tuple[int, ...] = option("bands to use, counted from 1; empty: all", (), minimum=1, maximum=65_535)
    backbone: str = option(
        "backbone of the network: deeper ones are slower and want more labels", "resnet34", choices=BACKBONES
    )
    weights: str = option("where the training starts: none (random), imagenet, coco (ResNet50 and ResNet101), a torchvision weights file "
                          "or a model file", "imagenet")  # fmt: skip
    output_stride: int = option("pixels per cell of the deepest feature map: 8 draws finer borders, 16 is about three times faster",
                                8, choices=OUTPUT_STRIDES)  # fmt: skip
    atrous_rates: tuple[int, ...] = option("atrous rates of the pyramid in cells; empty: planned from chip and output stride", (),
                                           minimum=1, maximum=512, advanced=True)  # fmt: skip
    coarse_share: float = option("share of the epochs, the first ones, that train at output stride 16, three times faster, before stride 8 draws "
                                 "the borders; without effect at output stride 16", 0.5, minimum=0.0, maximum=0.9, advanced=True)  # fmt: skip
    chip: int = option("side of the square training chips in pixels, a multiple of 16", 256, minimum=32, maximum=2048)
    epochs: int = option("epochs at the most", 40, minimum=1, maximum=100_000)
    chips_per_epoch: int = option("chips drawn per epoch; 0: as many as cover the training ground twice, at least 128", 0,
                                  minimum=0, maximum=10_000_000, advanced=True)  # fmt: skip
    least_labelled: float = option("least share of a chip that is labelled: windows with less are drawn anew, as long as there are better ones",
                                   0.01, minimum=0.0, maximum=1.0, advanced=True)  # fmt: skip
    balance: float = option("share of the chips that are centred on a pixel of a class, each class as often as the others, for classes that are"
                            " rare; the other chips lie where labels lie", 0.0, minimum=0.0, maximum=1.0)  # fmt: skip
    mixed: float = option("share of the chips that are to hold several classes: windows where one class has more than three quarters"
                          " of the labels are drawn anew, as long as there are better ones", 0.0, minimum=0.0, maximum=1.0, advanced=True)  # fmt: skip
    augment: tuple[str, ...] = option(f"changes to how chips are varied, as NAME=PROBABILITY or NAME=PROBABILITY:STRENGTH; without one it is"
                                      f" {describe_variations()}", (), advanced=True)  # fmt: skip
    batch: int = option(
        "chips that are computed at once, by all processes together where torchrun starts several; 0: as many as memory suffices for, 16 at the"
        " most",
        8,
        minimum=0,
        maximum=4096,
    )
    accumulate: int = option("batches whose gradients make one step: nearly the same as a batch that many times as large, in the memory of one",
                             1, minimum=1, maximum=1024, advanced=True)  # fmt: skip
    learning_rate: float = option("highest learning rate; 0: found by a range test, which takes as long as 80 steps", 1e-3,
                                  minimum=0.0, maximum=1.0)  # fmt: skip
    backbone_rate: float = option("learning rate of the backbone as a share of the heads' rate; 0.1 to 0.3 keeps more of pretrained weights",
                                  1.0, minimum=0.001, maximum=10.0, advanced=True)  # fmt: skip
    warm_up: float = option("share of the steps over which the learning rate rises to its highest; one_cycle takes 0.3 at least", 0.05,
                            minimum=0.0, maximum=0.9, advanced=True)  # fmt: skip
    schedule: str = option("how the learning rate falls after that: poly (almost evenly), cosine (slowly at both ends), one_cycle"
                           " (like cosine, after a long rise) or constant (not at all)", "poly", choices=SCHEDULES, advanced=True)  # fmt: skip
    optimiser: str = option("what moves the weights; sgd has a momentum of 0.9 and wants a learning rate about ten times as high", "adamw",
                            choices=OPTIMISERS, advanced=True)  # fmt: skip
    weight_decay: float = option("weight decay of the optimiser", 0.02, minimum=0.0, maximum=1.0, advanced=True)
    clip_norm: float = option("norm to which longer gradients are shortened; 0: none are", 5.0, minimum=0.0, maximum=1e6,
                              advanced=True)  # fmt: skip
    ema_decay: float = option("share of itself that the moving average of the weights keeps at each step; this average becomes the model;"
                              " 0: the latest weights do", 0.995, minimum=0.0, maximum=0.99999, advanced=True)  # fmt: skip
    freeze: str = option("what stays as in the initial weights: none, batchnorm (the statistics of the normalisation that they bring; for"
                         " batches below 8) or backbone (for few labels and good initial weights)", "none", choices=FREEZES,
                         advanced=True)  # fmt: skip
    loss: str = option(f"loss that the training makes small: a sum of {', '.join(LOSSES)}, each with its weight before it",
                       "cross_entropy + 0.5 dice", advanced=True)  # fmt: skip
    class_weights: str = option("weights of the classes in cross_entropy and focal: none, or balanced (labelled pixels of all classes over"
                                " classes times pixels of the class, so that a rare class counts as much as a common one)", "none",
                                choices=CLASS_WEIGHTS)  # fmt: skip
    auxiliary_weight: float = option("weight of the cross-entropy of the auxiliary head, which looks at the third stage of the backbone; 0: it is left out",
                                     0.4, minimum=0.0, maximum=10.0, advanced=True)  # fmt: skip
    patience: int = option(
        "epochs without a better validation mIoU after which the training stops", 15, minimum=1, maximum=100_000
    )
    keep_last: str = option("whether to write the network of the last epoch too, as NAME.last.safetensors beside the model, which is that of the"
                            " best epoch: where little ground is kept out, the best of many epochs is best there by luck", "no",
                            choices=("no", "yes"), advanced=True)  # fmt: skip
    split: str = option("how ground to validate on is kept out of the training: blocks (spatial blocks with a buffer around them), polygons (your own "
                        "areas), or random (cells of a chip's size without a buffer, whose neighbours are learnt, which flatters the model)",
                        "blocks", choices=SPLITS)  # fmt: skip
    split_areas: str = option("polygon layer of the areas to train and to validate on, for the split polygons", "")
    split_field: str = option("field of these areas that says train, validation, or test, which is left alone; without a train area all ground "
                              "outside the others is learnt", "")  # fmt: skip
    folds: int = option("folds of a cross-validation: the blocks are dealt into as many, each is validated on by a training of its own, and a last "
                        "training on all ground makes the model; 0: a single split", 0, minimum=0, maximum=20)  # fmt: skip
    optimism: str = option("whether to measure how far a random split of the same ground would flatter the model, by as many trainings again",
                           "no", choices=("no", "yes"), advanced=True)  # fmt: skip
    validation_share: float = option("share of the labelled blocks that is kept out of the training and measured on", 0.2,
                                     minimum=0.05, maximum=0.5)  # fmt: skip
    block: int = option("side of the spatial blocks of the split in pixels; 0: planned from chip and rasters", 0,
                        minimum=0, maximum=100_000, advanced=True)  # fmt: skip
    buffer: int = option("width in pixels of the strip around validation blocks whose labels are not learnt", 16,
                         minimum=0, maximum=10_000, advanced=True)  # fmt: skip
    cache: float = option("memory in gigabytes in which pixels and labels stay once they were read; 0: a quarter of what is free", 0.0,
                          minimum=0.0, maximum=65_536.0, advanced=True)  # fmt: skip
    seed: int = option(
        "number that weights, split and drawing of chips grow from", 0, minimum=0, maximum=2**31 - 1, advanced=True
    )
    device: str = option("where the network runs", "auto", choices=DEVICES, advanced=True)
    precision: str = option("arithmetic of the network; auto: bfloat16 where the processor or GPU has it", "auto",
                            choices=PRECISIONS, advanced=True)  # fmt: skip
    report: str = option("page to create (.html) that tells how good the model is and how it was made; empty: beside the model, as NAME.report.html", "")  # fmt: skip

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

    def output_paths(self) -> tuple[str, ...]:
        return self.output, *self.report_paths, *([self.last_path] if self.keep_last == "yes" else [])

    def usual_values(self) -> dict[str, Any]:
        return super().usual_values() | PRESETS[self.preset]

    def __new__(cls, *values: Any, **named: Any) -> "TrainJob":
        """Remembers which fields are given, because the preset fills in the others. `replace` gives all: it changes nothing else."""
        job = super().__new__(cls)
        given = dict(zip(cls.__match_args__, values, strict=False)) | named
        object.__setattr__(job, "_given", {name for name, value in given.items() if value != ()})
        return job

    def __post_init__(self) -> None:
        super().__post_init__()
        given = self.__dict__.pop("_given")
        for name in PRESETS[self.preset].keys() - given:
            object.__setattr__(self, name, PRESETS[self.preset][name])
        check_pairs(self.labels, self.rasters, "raster")
        pairs_of("value_map", self.value_map)
        variations_of(self.augment)
        colours_of(self.colours)
        if self.chip % 16:
            raise InputError(
                f"chip is {self.chip} pixels, but must be a multiple of 16: try {max(32, round(self.chip / 16) * 16)}"
            )
        if len(self.atrous_rates) not in (0, 3):
            raise InputError(
                f"{len(self.atrous_rates)} atrous rates, but the pyramid has three branches: give three or none"
            )
        self._check_split()
        self._check_optimisation()
        check_suffix(self.output, (".safetensors",))
        check_suffix(self.report, (".html", ".htm"))

    def _check_split(self) -> None:
        if self.split == "polygons" and not (self.split_areas and self.split_field):
            raise InputError(
                "split is polygons, but their layer or its field is missing: give split_areas and split_field"
            )
        if self.split != "polygons" and self.split_areas:
            raise InputError(f"split_areas are given, but split is {self.split}: choose the split polygons")
        if self.folds == 1:
            raise InputError("folds is 1: give 0 for a single split, or 2 or more")
        if self.folds and self.split == "polygons":
            raise InputError("folds are dealt from blocks, but split is polygons: choose another split, or 0 folds")
        if self.folds and self.keep_last == "yes":
            raise InputError("keep_last is yes, but after folds the model is that of its last epoch: choose no")
        if self.optimism == "yes" and self.split != "blocks":
            raise InputError(
                f"optimism compares blocks with a random split, but split is {self.split}: choose the split blocks"
            )

    @property
    def chips_per_step(self) -> int:
        """Chips between one step of the weights and the next."""
        return self.batch * self.accumulate

    def _check_optimisation(self) -> None:
        parse_loss(self.loss)
        if 0 < self.batch < LEAST_BATCH:
            raise InputError(
                f"batch is {self.batch}: the least is {LEAST_BATCH}, or 0 for as many as memory suffices for"
            )
        if 0 < self.learning_rate < LEAST_LEARNING_RATE:
            raise InputError(
                f"learning_rate is {self.learning_rate}: the least is {LEAST_LEARNING_RATE}, or 0 to have it found"
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

    blocks_layer: str = option("polygon layer to create (.gpkg) of the blocks, each with its raster, what it is for, its fold and how many of its"
                               " pixels have a label; empty: none", "")  # fmt: skip

    def output_paths(self) -> tuple[str, ...]:
        return super().output_paths() + ((self.blocks_layer,) if self.blocks_layer else ())

    def __post_init__(self) -> None:
        super().__post_init__()
        check_suffix(self.blocks_layer, (".gpkg",))
