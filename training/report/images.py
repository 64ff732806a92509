"""Pictures within a page: as data URIs, so that the page is one file and asks for nothing from elsewhere."""

import base64
import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from ..assessment.panels import Pixels

SHARPNESS = 2  # pixels of a picture per pixel of the page, for print and for dense screens
PANEL = 220  # the longer side of a chip's panel, in pixels of the page
LOW, MIDDLE, HIGH = (68, 1, 84), (33, 145, 140), (253, 231, 37)  # told apart by the colour-blind and on grey paper


@dataclass(frozen=True)
class Picture:
    """A picture and how wide it is shown, in pixels of the page."""

    uri: str
    width: int


def picture_of_png(png: bytes, widest: int) -> Picture:
    """Returns a PNG that was drawn SHARPNESS times as large as it is to be shown, unless that is more than `widest`."""
    return Picture(_uri(png, "png"), min(Image.open(io.BytesIO(png)).width // SHARPNESS, widest))


def picture_of_panel(pixels: Pixels, kind: str = "PNG") -> Picture:
    """Returns a panel (H, W, 3), brought to about PANEL; pixels are repeated or left out, never mixed. Photographs are JPEG."""
    image, buffer = Image.fromarray(pixels), io.BytesIO()
    longest = max(image.size)
    factor = PANEL * SHARPNESS // longest or PANEL * SHARPNESS / longest
    width, height = (max(1, round(length * factor)) for length in image.size)
    image.resize((width, height), Image.Resampling.NEAREST).save(buffer, kind, quality=90)
    return Picture(_uri(buffer.getvalue(), kind.lower()), round(PANEL * image.width / longest))


def colour_confidence(confidence: npt.NDArray[np.float32]) -> Pixels:
    """Returns confidence (H, W) in 0..1 from dark to bright, (H, W, 3), white where it is 0: nothing is mapped there."""
    grey = Image.fromarray((confidence.clip(0, 1) * 255).astype(np.uint8))
    coloured = np.array(ImageOps.colorize(grey, LOW, HIGH, MIDDLE))
    coloured[confidence == 0] = 255
    return coloured


def confidence_scale() -> Picture:
    """Returns the colours of confidence from 0 to 1, from left to right."""
    ramp = np.linspace(1e-6, 1, PANEL, dtype=np.float32)
    return picture_of_panel(colour_confidence(np.tile(ramp, (10, 1))))


def _uri(content: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
