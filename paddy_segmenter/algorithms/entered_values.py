"""What the user entered, turned into the values that a job's fields want."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, Field, dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

from ..errors import InputError
from .parameters import name_of


@dataclass(frozen=True)
class EnteredValues:
    """The parameters of one run by name. Layers are not read here: `layer_files` finds the files behind them.

    Attributes:
        are_meant: whether all that is named is meant, also what is at its default or an empty text.
    """

    algorithm: QgsProcessingAlgorithm
    parameters: dict[str, Any]
    context: QgsProcessingContext
    are_meant: bool = False

    def value(self, field: "Field[Any]", kind: Any) -> Any:
        """Returns the value for a field of type `kind`. Raises InputError where a whole number is wanted and not given."""
        name = name_of(field)
        entered = READERS[self.algorithm.parameterDefinition(name).type()](self, name)
        if get_origin(kind) is tuple:
            item_kind = get_args(kind)[0]
            return tuple(_convert(name, item, item_kind) for item in _items(entered, item_kind))
        return _convert(name, entered, kind)

    def meant(self, fields: "Sequence[Field[Any]]") -> set[str]:
        """Returns the names of the fields whose values were named on purpose, as far as that can be told.

        A script or qgis_process names some options. Batches and models name all, touched or not: of theirs, none is known
        to be meant. More than half stands for all, because a model that an earlier version made lacks the options added since.
        """
        left = (None,) if self.are_meant else (None, "")
        named = {field.name for field in fields if self.parameters.get(name_of(field)) not in left}
        shown = {
            field.name for field in fields if field.default not in (MISSING, "", ())
        }  # whose widgets are never empty
        return set() if 2 * len(named & shown) > len(shown) and not self.are_meant else named

    def _number(self, name: str) -> float:
        return self.algorithm.parameterAsDouble(self.parameters, name, self.context)

    def _choice(self, name: str) -> str | list[str]:
        if self.algorithm.parameterDefinition(name).allowMultiple():
            chosen = self.algorithm.parameterAsEnumStrings(self.parameters, name, self.context)
            return [choice for choice in chosen if choice]  # QGIS makes one empty choice of none
        return self.algorithm.parameterAsEnumString(self.parameters, name, self.context)

    def _bands(self, name: str) -> list[int]:
        return self.algorithm.parameterAsInts(self.parameters, name, self.context)

    def _text(self, name: str) -> str | list[Any]:
        entered = self.parameters.get(name)
        if isinstance(entered, list):  # qgis_process was given the parameter several times
            return entered
        return self.algorithm.parameterAsString(self.parameters, name, self.context)

    def _file(self, name: str) -> str:
        return absolute(self.algorithm.parameterAsFile(self.parameters, name, self.context))

    def _new_layer(self, name: str) -> str:
        return absolute(self.algorithm.parameterAsOutputLayer(self.parameters, name, self.context))

    def _new_file(self, name: str) -> str:
        return absolute(self.algorithm.parameterAsFileOutput(self.parameters, name, self.context))


READERS: dict[str, Callable[[EnteredValues, str], Any]] = {
    "number": EnteredValues._number,
    "enum": EnteredValues._choice,
    "band": EnteredValues._bands,
    "string": EnteredValues._text,
    "file": EnteredValues._file,
    "rasterDestination": EnteredValues._new_layer,
    "vectorDestination": EnteredValues._new_layer,
    "fileDestination": EnteredValues._new_file,
    "folderDestination": EnteredValues._new_file,
}


def absolute(path: str) -> str:
    """Returns the path as a process in another folder needs it. GDAL's /vsi paths stay.

    So does the very text of a path that is absolute: by it QGIS knows which layers to load, and Windows has two slashes.
    """
    if not path or path.startswith("/vsi") or Path(path).is_absolute():
        return path
    return str(Path(path).absolute())


def _items(entered: str | Iterable[Any], kind: type) -> Iterable[Any]:
    if not isinstance(entered, str):
        return entered
    between = r"\s*[;\n]\s*" if kind is str else r"[,;\s]+"  # texts may hold commas and blanks
    return filter(None, re.split(between, entered.strip()))


def _convert(name: str, item: Any, kind: type) -> Any:
    if kind is not int:
        return kind(item)
    try:
        number = float(item)
    except ValueError:
        number = float("nan")
    if not number.is_integer():
        raise InputError(f"{name} is {item!r}: give a whole number")
    return int(number)
