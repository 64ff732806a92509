"""Pixels with data for which a network gives no number, as one does that is damaged or whose values overflow."""

import json
from pathlib import Path

from paddy_segmenter.events import Reporter

from ..tiles import Window

NOTE = "unanswered.json"


class Unanswered:
    """How many such pixels the strips of a map hold, kept beside them: a run that continues knows those of the run before."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NOTE

    def note(self, strip: Window, pixels: int) -> None:
        """Keeps the number of a strip, which is saved already."""
        known = self._read()
        place = f"{strip.row} {strip.column}"
        if known.get(place, 0) != pixels:
            self._path.write_text(json.dumps(known | {place: pixels}), encoding="utf-8")

    def warn(self, raster: str, report: Reporter) -> None:
        """Warns of the pixels of all strips, if there are any."""
        pixels = sum(self._read().values())
        if pixels:
            report.warning(
                f"for {pixels:,} pixels of {raster} the network gives no number, and they are nodata in the maps: the model file is damaged or"
                " its values overflow, get it anew or choose another model"
            )

    def _read(self) -> dict[str, int]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return (
            {place: pixels for place, pixels in known.items() if isinstance(pixels, int)}
            if isinstance(known, dict)
            else {}
        )
