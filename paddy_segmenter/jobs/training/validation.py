"""How good a training is: which ground it does not learn, and what is done with the figures from there."""

from dataclasses import dataclass

from ...errors import InputError
from ...rules import Job, option

SPLITS = ("blocks", "polygons", "random")
BASELINES = ("auto", "yes", "no")
AUTO, WITHHOLD, KEEP = CUT_CHOICES = ("auto", "withhold", "keep")
LEAST_SHARE, MOST_SHARE = 0.05, 0.5


@dataclass(frozen=True)
class ValidationOptions(Job):
    """The ground that is validated on, and what the training does with the figures."""

    patience: int = option("epochs without a better validation mIoU after which the training stops. Those at output stride 16, with which it begins"
                           " (coarse_share), never count: with the usual values none stops before epoch 36. The learning rate falls until the last epoch,"
                           " and accuracy rises most as it does: where little ground is kept out, name as many as there are epochs", 15,
                           minimum=1, maximum=100_000)  # fmt: skip
    keep_last: str = option("whether to write the network of the last epoch too, as NAME.last.safetensors beside the model, which is that of the"
                            " best epoch: where little ground is kept out, the best of many epochs is best there by luck", "no",
                            choices=("no", "yes"), advanced=True)  # fmt: skip
    split: str = option("how ground to validate on is kept out of the training: blocks (spatial blocks with a buffer around them), polygons (your own "
                        "areas), or random (cells of a chip's size without a buffer, whose neighbours are learnt, which flatters the model)",
                        "blocks", choices=SPLITS)  # fmt: skip
    split_areas: str = option("polygon layer of the areas to train and to validate on, for the split polygons", "")
    split_field: str = option("field of these areas that says train, validation, or test, which is left alone; without a train area and without "
                              "folds all ground outside the others is learnt. Without effect where the split is not polygons", "")  # fmt: skip
    folds: int = option("folds of a cross-validation: the blocks are dealt into as many, each is validated on by a training of its own, and a last "
                        "training on all of them makes the model; with the split polygons, areas that say train or validation are dealt, each of them"
                        " whole, and all other ground is left alone; 0: a single split", 0, minimum=0, maximum=20)  # fmt: skip
    optimism: str = option("whether to measure how far a random split of the same ground would flatter the model, by as many trainings again",
                           "no", choices=("no", "yes"), advanced=True)  # fmt: skip
    baseline: str = option("whether to learn a baseline on the same ground, a linear discriminant analysis of the bands and their means over 7"
                           " and 19 pixels, and to measure it on the same validation ground, so that plan and report tell whether the network is worth"
                           " it: auto (where it takes under a tenth of an epoch, and the training is so long that its plan measures that), yes or no",
                           "auto", choices=BASELINES, advanced=True)  # fmt: skip
    validation_share: float = option("share of the labelled blocks that is kept out of the training and measured on; without effect with folds and with"
                                     " the split polygons", 0.2,
                                     minimum=LEAST_SHARE, maximum=MOST_SHARE)  # fmt: skip
    block: int = option("side of the spatial blocks of the split in pixels; 0: planned from chip and rasters; without effect with the split random, whose cells"
                        " are as large as a chip", 0,
                        minimum=0, maximum=100_000, advanced=True)  # fmt: skip
    buffer: int = option("width in pixels of the strip around validation blocks whose labels are not learnt; without effect with the split random", 16,
                         minimum=0, maximum=10_000, advanced=True)  # fmt: skip
    cut_polygons: str = option("what becomes of labelled polygons that the split cuts, because pixels of one field are nearly copies of each other: withhold"
                               " (the smaller side of each is neither learnt nor validated on), keep (both are used, which flatters the model), or auto"
                               " (withhold where that costs less than a tenth of the labels); without effect with class rasters and with the split random", AUTO, choices=CUT_CHOICES, advanced=True)  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.split == "polygons" and not (self.split_areas and self.split_field):
            raise InputError(
                "split is polygons, but their layer or its field is missing: give split_areas and split_field"
            )
        if self.split != "polygons" and self.split_areas:
            raise InputError(f"split_areas are given, but split is {self.split}: choose the split polygons")
        if self.folds == 1:
            raise InputError("folds is 1: give 0 for a single split, or 2 or more")
        if self.folds and self.keep_last == "yes":
            raise InputError("keep_last is yes, but after folds the model is that of its last epoch: choose no")
        if self.optimism == "yes" and self.split == "random":
            raise InputError(
                "optimism compares a split with a random one, but split is random: choose the split blocks or polygons"
            )
