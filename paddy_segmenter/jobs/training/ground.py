"""What a training learns from: rasters and labels, and what they become."""

from dataclasses import dataclass

from ...band_figures import band_figures_of
from ...rules import Job, option, pairs_of
from ..colours import colours_of
from ..files import check_pairs, check_suffix
from ..labels import IGNORED_VALUES, LABELLED_AREAS, VALUE_MAP
from ..missing import LEAVE_OUT, UNDECLARED_CHOICES, UNDECLARED_MISSING
from ..presets import PRESETS


@dataclass(frozen=True)
class GroundOptions(Job):
    """Rasters, labels, and the model that is made of them."""

    rasters: tuple[str, ...] = option("rasters to learn from, all with the same bands")
    labels: tuple[str, ...] = option(
        "one polygon layer or class raster for all rasters, or one for each raster in the same order"
    )
    output: str = option("model file to create (.safetensors)")
    preset: str = option(
        "options that belong together: recommended, or study, which trains as the study did that this plugin grew out of (Heryadi et al., SPOT-6):"
        " chips of 256 pixels at output stride 8 with atrous rates 12, 24 and 36, turned but not mirrored; a random split, which flatters the figures;"
        " Adam with weight decay on plain cross-entropy, at a constant learning rate. It is there to compare with: recommended makes better models."
        " Learning rate and weight decay are 1e-4, epochs, patience and batch the usual ones, because the study names none. The training dialog shows"
        " the preset's values when it is chosen, and what is changed then is kept. Elsewhere options that are not given take the preset's value: in a"
        " terminal, with qgis_process and in scripts those that are not named, in batches and models, which name all, those at their default",
        "recommended", choices=tuple(PRESETS),
    )  # fmt: skip
    class_field: str = option(
        "field of the polygons that names or numbers the class; empty: every polygon is of one class. Where polygons overlap, the later"
        " one in the layer counts",
        "",
    )
    unlabelled: str = option("what ground without a label is: ignore (nothing is known there) or background (a class of its own)",
                             "ignore", choices=("ignore", "background"))  # fmt: skip
    ignored_values: tuple[int, ...] = option(IGNORED_VALUES, (), advanced=True)
    value_map: tuple[str, ...] = option(VALUE_MAP, ())
    colours: tuple[str, ...] = option("colours of classes, as NAME=#rrggbb; empty: those of a class raster, or a palette. Names that no class has are left",
                                      (), advanced=True)  # fmt: skip
    labelled_areas: str = option(LABELLED_AREAS, "")
    bands: tuple[int, ...] = option("bands to use, counted from 1; empty: all", (), minimum=1, maximum=65_535)
    undeclared_missing: str = option(UNDECLARED_MISSING, LEAVE_OUT, choices=UNDECLARED_CHOICES, advanced=True)
    normalisation: tuple[str, ...] = option(
        "figures of each band, in their order, as LOW:HIGH:MEAN:STD in the raster's units: values are cut off at LOW and HIGH, less MEAN, divided by"
        " STD; empty: measured on the ground that is learnt. Those of an earlier training stand in its report",
        (), advanced=True,
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        check_pairs(self.labels, self.rasters, "raster")
        pairs_of("value_map", self.value_map)
        colours_of(self.colours)
        band_figures_of(self.normalisation)
        check_suffix(self.output, (".safetensors",))
