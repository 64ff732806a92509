"""The language that QGIS speaks, loaded with the plugin, and texts in it."""

import re
from pathlib import Path

from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .templates import Template, filled, found_in, templates_in

CONTEXT = "PaddySegmenter"
FOLDER = Path(__file__).parent
TEMPLATES = FOLDER / "templates.txt"  # of the sentences that are told in English; setup/translations.py writes them
JOINT = re.compile(r": |; |, | [(\[]")  # between sentences that are put together where they are told
COLUMN = re.compile(r"([a-z ]+): {2,}")  # the name of a row, in the table of a plan
COMMANDS = "PYTHONPATH=", 'set "PYTHONPATH='  # they are there to be pasted

_spoken: list["Language"] = []  # of all copies of the plugin


class Language:
    """The translation for one language; where there is none, texts stay English.

    Args:
        locale: as QGIS names it, e.g. id or id_ID.
    """

    def __init__(self, locale: str) -> None:
        self._translator = QTranslator()
        names = (locale, re.split("[_-]", locale)[0])
        self.is_there = any(self._translator.load(f"paddy_segmenter_{name}", str(FOLDER)) for name in names if name)

    def speak(self) -> None:
        """Has texts come in this language from now on."""
        if self.is_there:
            QCoreApplication.installTranslator(self._translator)
            _spoken.append(self)

    def fall_silent(self) -> None:
        """Ends that."""
        if self in _spoken:
            QCoreApplication.removeTranslator(self._translator)
            _spoken.remove(self)


def language_of_qgis() -> Language:
    """Returns the language that QGIS is set to, else that of the system."""
    from qgis.core import QgsApplication  # the widgets that need no QGIS need this module

    return Language(QgsApplication.locale())


def tr(text: str, *values: object) -> str:
    """Returns the text in the language that QGIS speaks, with the values in place of %1, %2, ..."""
    return filled(QCoreApplication.translate(CONTEXT, text), values)


def told(sentences: object) -> str:
    """Returns what a job or an error tells in English in the language that QGIS speaks; lines that are not known stay as they are."""
    text = str(sentences)
    return "\n".join(map(_told_line, text.split("\n"))) if _spoken else text


def _told_line(line: str) -> str:
    sentence = line.lstrip()
    start, column = line[: len(line) - len(sentence)], COLUMN.match(sentence)
    if not sentence or sentence.startswith(COMMANDS):
        return line
    if column:
        name = _known(column[1]) or column[1]
        return f"{start}{name + ':':{column.end() - 1}} {_told_sentence(sentence[column.end() :])}"
    return start + _told_sentence(sentence)


def _told_sentence(sentence: str) -> str:
    """Returns a sentence in the user's language, or one whose start or end is known, from joint to joint."""
    known = _known(sentence)
    if known is not None:
        return known
    for joint in JOINT.finditer(sentence):
        start, rest = sentence[: joint.start()], sentence[joint.end() :]
        known = _known(start)
        if known is not None or _known(rest) is not None:
            return (known or start) + joint[0] + _told_sentence(rest)
    return sentence


def _known(sentence: str) -> str | None:
    found = found_in(sentence, _templates())
    return None if found is None else tr(found.text, *map(_told_value, found.values))


def _told_value(value: str) -> str:
    """Returns a value, which may be a sentence itself. A single word is a name."""
    if " " not in value:
        return value
    whole = tr(value)  # e.g. the help of an option
    return whole if whole != value else _told_sentence(value)


_loaded: list[Template] = []


def _templates() -> list[Template]:
    if not _loaded:
        _loaded[:] = templates_in(TEMPLATES.read_text(encoding="utf-8").splitlines())
    return _loaded
