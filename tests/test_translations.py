"""All that users read is collected, translated, and found again in what was told."""

import ast
import re
from pathlib import Path

import pytest

from paddy_segmenter.translation.templates import PLACE, filled, found_in, templates_in
from setup.shown_texts import SOURCES, untranslated_in
from setup.told_sentences import told_sentences
from setup.translations import ROOT, TEMPLATES, templates, texts, translations_in, update

FILES = sorted((ROOT / "i18n").glob("*.ts"))
TOLD = templates_in(TEMPLATES.read_text(encoding="utf-8").splitlines())
KNOWN = set(texts())


def places_in(text: str) -> list[str]:
    return sorted(PLACE.findall(text))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_text_has_a_finished_translation_and_every_translation_a_text(file: Path) -> None:
    known = translations_in(file)
    assert [text for text, (translation, is_finished) in known.items() if not (translation and is_finished)] == []
    assert set(known) == set(texts()), "run: make translations"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_the_places_keys_and_ends_of_its_text(file: Path) -> None:
    for text, (translation, _) in translations_in(file).items():
        assert places_in(translation) == places_in(text), text
        assert len(re.findall(r"&\w", translation)) == len(re.findall(r"&\w", text)), text
        assert translation.endswith((".", ":", ")")) or not text.endswith((".", ":")), text
        assert translation == translation.strip(), text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_names_that_are_entered_stay_as_they_are(file: Path) -> None:
    names = re.compile(r"\b[A-Z]{3,}=[A-Z#]\w+|\bNAME[.\w]*|\w+_\w+|\bPADDY_PYTHON\b|\*?\.\w{3,11}\b|#rrggbb|\d+x?\b")
    for text, (translation, _) in translations_in(file).items():
        plain = PLACE.sub("", text)
        assert set(names.findall(plain)) <= set(names.findall(PLACE.sub("", translation))), text


def test_there_are_texts_of_every_kind() -> None:
    assert {
        "Train model",  # a name
        "Train",  # a group
        "Learns land cover from rasters and labels and writes a model file.",  # a docstring
        "epochs at the most",  # an option's help
        "Output stride",  # a title that its name makes
        "Chip side (pixels)",  # a title from the table
        "Stop and &keep the best",
        "the model expects %1 bands, %2 has %3: choose another model or raster",
        "%1 is %2: the least is %3",
        "epoch %1 of %2",
        "preset %1; ground to validate on is kept out by the split %2, %3 folds",
        "network",  # a row of a plan
        "torch is not installed: choose Install in Settings > Options > Paddy Segmenter",  # with a constant in it
    } <= set(texts())
    assert len(texts()) > 650


def test_the_templates_are_up_to_date() -> None:
    assert TEMPLATES.read_text(encoding="utf-8") == templates(), "run: make translations"


def test_a_sentence_is_found_by_its_own_template_and_no_other() -> None:
    for text in (template.text for template in TOLD):
        values = [f"<{number}>" for number in range(1, len(places_in(text)) + 1)]
        assert found_in(filled(text, values), TOLD) == (text, tuple(values))


def test_of_two_templates_the_one_that_says_more_is_taken() -> None:
    both = templates_in(["%1 does not exist: %2", "%1 does not exist: check the path"])
    assert found_in("a.tif does not exist: check the path", both) == ("%1 does not exist: check the path", ("a.tif",))
    assert found_in("a.tif does not exist: what now", both) == ("%1 does not exist: %2", ("a.tif", "what now"))
    assert found_in("a.tif exists", both) is None
    assert found_in("a.tif does not exist: check the path twice, or once", both[:1]) is None


def test_a_template_does_not_take_in_the_next_sentence_of_its_kind() -> None:
    both = templates_in(["%1 to %2 (mean %3)"])
    assert found_in("1 to 2 (mean 1)", both) == ("%1 to %2 (mean %3)", ("1", "2", "1"))
    assert found_in("1 to 2 (mean 1), 3 to 4 (mean 3)", both) is None
    assert found_in("a (b) to 2 (mean (1))", both) == ("%1 to %2 (mean %3)", ("a (b)", "2", "(1)"))


def test_values_may_hold_what_means_something_in_patterns_and_places() -> None:
    [template] = templates_in(["%1 (%2) is not there"])
    values = (r"C:\maps\%2 [1].tif", ".*")
    assert found_in(filled(template.text, values), [template]) == (template.text, values)
    assert filled("%2 and %1 of %3", ("one", "two")) == "two and one of %3"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_qgis_wing_shows_nothing_untranslated(path: Path) -> None:
    assert list(untranslated_in(SOURCES[path], KNOWN)) == []


@pytest.mark.parametrize(
    "line",
    [
        'label.setText("Log")',
        'self.setWindowTitle("Train a model")',
        'button = QPushButton(f"{count} epochs")',
        'QgsProcessingParameterFile("MODEL", "Model file", fileFilter="Model (*.safetensors)")',
        'iface.messageBar().pushMessage(training.title, "done")',
        'tabs.addTab(page, "&Data" if small else tr("&Data"))',
        'feedback.pushInfo(f"written to {path}")',
        'STATES = {1: "running on and on"}',
    ],
)
def test_a_text_that_does_not_pass_through_tr_is_found(line: str) -> None:
    assert list(untranslated_in(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        'label.setText(tr("Log"))',
        'self.setObjectName("paddy_segmenter_training")',
        'QgsProcessingParameterFile("MODEL", tr("Model file"))',
        'raise InputError(f"{name} is not there: choose another")',
        'def f():\n    "Returns what it returns."',
        'STATES = {1: "known as it is"}',
        'label.setText("")',
    ],
)
def test_what_is_translated_or_no_text_is_not(line: str) -> None:
    assert list(untranslated_in(ast.parse(line), {"known as it is"})) == []


def test_new_texts_are_unfinished_and_old_ones_stay(tmp_path: Path) -> None:
    old = next(iter(texts()))
    file = tmp_path / "paddy_segmenter_id.ts"
    file.write_text(
        f'<TS version="2.1"><context><message><source>{old}</source><translation>lama</translation></message>'
        "<message><source>gone</source><translation>hilang</translation></message></context></TS>",
        encoding="utf-8",
    )
    assert update(file, {"Train model": "Latih model"}) == len(texts()) - 2
    known = translations_in(file)
    assert known[old] == ("lama", True)
    assert known["Train model"] == ("Latih model", True)
    assert "gone" not in known
    assert known["Segment raster"] == ("", False)


def test_sentences_that_are_told_name_no_value_of_their_own() -> None:
    assert [text for text, _ in told_sentences() if "{" in text] == []
