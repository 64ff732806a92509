"""Brings the translations up to date: `make translations`, or `python -m setup.translations [TABLE]`.

It collects all texts, writes the templates of what is told, and for each language enters new texts into i18n/paddy_segmenter_LANGUAGE.ts
as unfinished, drops those that are gone, and makes the .qm that QGIS loads. TABLE is a JSON file {LANGUAGE: {text: translation}}; what
it holds is entered as finished.
"""

import difflib
import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from pathlib import Path

from .shown_texts import ROOT, shown_texts
from .told_sentences import told_sentences

CONTEXT = "PaddySegmenter"
SHIPPED = ROOT / "paddy_segmenter" / "translation"
TEMPLATES = SHIPPED / "templates.txt"
LRELEASE = ("lrelease", "lrelease-qt5", "lrelease6", "lrelease-qt6")
ALIKE = 0.75  # of two texts, for the translation of the one to be proposed for the other


def texts() -> dict[str, list[str]]:
    """Returns all texts, each with the files that it stands in, in the order of the files."""
    found: dict[str, list[str]] = {}
    for text, place in [*shown_texts(), *told_sentences()]:
        places = found.setdefault(text, [])
        places += [place] if place not in places else []
    return found


def templates() -> str:
    """Returns the templates of what is told, one a line."""
    return "".join(f"{text}\n" for text in sorted({text for text, _ in told_sentences()}))


def translations_in(file: Path) -> dict[str, tuple[str, bool]]:
    """Returns the translation of each text in a .ts file, and whether it is finished."""
    found = {}
    for message in ElementTree.parse(file).iter("message"):
        translation = message.find("translation")
        if translation is not None:
            found[message.findtext("source", "")] = translation.text or "", translation.get("type") is None
    return found


def update(file: Path, entered: Mapping[str, str]) -> int:
    """Writes the .ts file anew and returns how many texts have no finished translation."""
    known = translations_in(file)
    finished = {text: translation for text, (translation, is_finished) in known.items() if is_finished and translation}
    finished |= {text: translation for text, translation in entered.items() if translation}
    root = ElementTree.Element("TS", version="2.1", language=file.stem.rpartition("_")[2], sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for text, places in texts().items():
        message = ElementTree.SubElement(context, "message")
        for place in places:
            ElementTree.SubElement(message, "location", filename=f"../{place}")
        ElementTree.SubElement(message, "source").text = text
        translation = ElementTree.SubElement(message, "translation")
        translation.text = finished.get(text) or known.get(text, ("", False))[0] or _proposal(text, finished)
        if text not in finished:
            translation.set("type", "unfinished")
    ElementTree.indent(root, "    ")
    written = ElementTree.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{written}\n', encoding="utf-8")
    return sum(text not in finished for text in texts())


def _proposal(text: str, finished: Mapping[str, str]) -> str:
    alike = difflib.get_close_matches(text, finished, n=1, cutoff=ALIKE)
    return finished[alike[0]] if alike else ""


def main(tables: list[str]) -> str:
    """Updates all files and returns a sentence on what is left to be done, or ''."""
    program = next(filter(None, map(shutil.which, LRELEASE)), None)
    if program is None:
        return f"Translations stopped: none of {', '.join(LRELEASE)} is there: apt-get install qttools5-dev-tools"
    entered = json.loads(Path(tables[0]).read_text(encoding="utf-8")) if tables else {}
    TEMPLATES.write_text(templates(), encoding="utf-8")
    left = {}
    for file in sorted((ROOT / "i18n").glob("*.ts")):
        left[file.name] = update(file, entered.get(file.stem.rpartition("_")[2], {}))
        compiled = str(SHIPPED / f"{file.stem}.qm")
        subprocess.run([program, "-silent", "-nounfinished", str(file), "-qm", compiled], check=True)
    return "\n".join(
        f"{name}: {count} of {len(texts())} texts are not finished" for name, count in left.items() if count
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)
