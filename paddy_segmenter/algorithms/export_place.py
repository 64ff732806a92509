"""Where the file of a layer lies that is none itself: beside the output, so that a run that was broken off leaves it to the next one.

The folder takes its name when the file in it is whole: that it is there is the state, whenever a run ends.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingFeedback, QgsProcessingUtils

from ..durable import sync_file, sync_folder
from ..errors import OutputError, PaddyError
from ..translation.language import tr

DEFINITION = "definition.json"


class ExportPlace:
    """A hidden folder with a file and the definition of what is in it.

    Args:
        name: of the file, fit for any disk.
        kind: raster or polygons.
        output: what the run makes, e.g. maps/map.tif: the folder is maps/.map.tif.KIND. Empty: a temporary one, for this run alone.
    """

    def __init__(self, name: str, kind: str, output: str = "") -> None:
        target = Path(output or QgsProcessingUtils.generateTempFilename(name))
        self.is_temporary = not output
        self.folder = target.with_name(f".{target.name}.{kind}")
        self._part = target.with_name(f"{self.folder.name}.part")
        self.path = str(self.folder / name)

    def holds(self, definition: Mapping[str, Any]) -> bool:
        """Returns whether an earlier run left the file of exactly this definition."""
        try:
            left = json.loads((self.folder / DEFINITION).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return bool(left == json.loads(json.dumps(definition))) and Path(self.path).is_file()

    @contextmanager
    def filled(self, definition: Mapping[str, Any]) -> Iterator[str]:
        """Yields a path to write the file to. The folder takes its name when the block ends well and vanishes when it does not.

        Raises OutputError where the folder cannot be written.
        """
        self.discard()
        file = self._part / Path(self.path).name
        try:
            self._part.mkdir(parents=True)
            yield str(file)

            # Which fails where it was never written.
            sync_file(file)
            (self._part / DEFINITION).write_text(json.dumps(definition, indent=2), encoding="utf-8")
            for part in self._part.iterdir():
                sync_file(part)
            sync_folder(self._part)

            self._part.rename(self.folder)
            sync_folder(self.folder.parent)
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be written ({error.strerror or error}): choose another folder or free disk space"
            ) from error
        finally:
            shutil.rmtree(self._part, ignore_errors=True)

    def discard(self) -> None:
        """Removes the folder, and what a process that was killed left of one."""
        for folder in (self.folder, self._part):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept_until_done(places: Sequence[ExportPlace], feedback: QgsProcessingFeedback) -> Iterator[None]:
    """Removes the files when the block ends well. Where it does not, those beside an output stay for the next run, which is told."""
    try:
        yield
    except PaddyError:
        for place in places:
            if place.is_temporary:
                place.discard()
            elif place.folder.exists():
                feedback.pushInfo(
                    tr("%1 stays, the same job goes on with it: delete it if it is not run again", place.folder)
                )
        raise
    for place in places:
        place.discard()
