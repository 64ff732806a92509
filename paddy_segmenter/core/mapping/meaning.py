"""What the numbers of a raster mean, as its file declares it: told where it is not what the model learnt from."""

from paddy_segmenter.events import Reporter

from ..card import ModelCard
from ..rasters.raster import Raster


def tell_scale(raster: Raster, bands: tuple[int, ...], card: ModelCard, report: Reporter) -> None:
    """Tells how the values of a raster are read where it or the training's rasters declare a scale or an offset."""
    declares = raster.declares_scale(bands)
    if declares and card.values == "raw":
        report.warning(
            f"{raster.name} declares a scale or an offset of its values, and the model learnt from values as they are stored:"
            " they are read as they are stored, expect a poor map where the training's were in other units"
        )
    elif declares:
        report.message(f"the values of {raster.name} are scaled by what it declares, as the model learnt them")
    elif card.values == "scaled":
        report.message(
            f"{raster.name} declares no scale and no offset, and the model learnt from scaled values:"
            " its values are taken for what they are"
        )
