"""The provider: what the toolbox shows."""

import re
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterString
from qgis.PyQt.QtGui import QTextDocument

from paddy_segmenter.algorithms.explanation import Explanation
from paddy_segmenter.packages import ROOT
from paddy_segmenter.plugin import PaddySegmenterPlugin

UNITS = {"pixels", "metres", "hectares", "units", "gigabytes", "share", "epochs", "chips", "tiles", "batches", "folds"}
BARE_NUMBERS = {"SEED", "LEARNING_RATE", "WEIGHT_DECAY", "CLIP_NORM", "AUXILIARY_WEIGHT"}
NAMES = {"createpracticescene", "trainmodel", "segmentraster", "segmentrasters", "describemodel"}


def test_the_toolbox_lists_every_algorithm(provider: Any) -> None:
    assert {algorithm.name() for algorithm in provider.algorithms()} == NAMES
    assert provider.name() == "Paddy Segmenter"


def test_the_version_is_the_one_in_the_metadata(provider: Any) -> None:
    assert f"\nversion={provider.versionInfo()}\n" in (ROOT / "metadata.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_help_panel_tells_of_every_parameter_and_leads_to_the_documentation(provider: Any, name: str) -> None:
    algorithm = provider.algorithm(name)
    page = QTextDocument()
    page.setHtml(algorithm.shortHelpString())
    told = page.toPlainText().splitlines()
    for rule in algorithm.parameterDefinitions():
        title = told.index(rule.description())
        assert told[title + 1] == rule.help() + "."
    assert algorithm.shortDescription() in told
    assert f'<a href="{algorithm.helpUrl()}">' in algorithm.shortHelpString()
    assert "\n" not in algorithm.shortHelpString()  # QGIS would make paragraphs of the pieces


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_parameter_says_what_it_is_when_it_is_left(provider: Any, name: str) -> None:
    for rule in provider.algorithm(name).parameterDefinitions():
        assert len(rule.help()) > len("(optional)"), rule.name()
        is_optional = bool(rule.flags() & rule.Flag.FlagOptional)
        if is_optional or rule.isDestination() or rule.defaultValue() is None:
            assert ("optional" in rule.help()) == is_optional, rule.name()
        else:
            assert f"default {rule.defaultValue()})" in rule.help(), rule.name()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_number_says_its_unit(provider: Any, name: str) -> None:
    for rule in provider.algorithm(name).parameterDefinitions():
        if rule.type() == "number" and rule.name() not in BARE_NUMBERS:
            assert UNITS & set(re.findall(r"\w+", f"{rule.description()} {rule.help()}".lower())), rule.name()


def test_an_area_of_interest_is_explained_as_the_layer_that_it_is(provider: Any) -> None:
    for name in ("segmentraster", "segmentrasters"):
        told = provider.algorithm(name).parameterDefinition("INTEREST").help()
        assert "layer" in told
        assert "EPSG" not in told  # only jobs take an extent in its place


def test_the_help_panel_shows_signs_that_mean_something_in_HTML_as_they_are(provider: Any) -> None:
    rule = QgsProcessingParameterString("NAME", "Sizes < 3 & > 1")
    rule.setHelp("Give <b>all</b>")
    page = QTextDocument()
    page.setHtml(Explanation(["a < b"], [rule], "run a>b", "https://example.org/?a&b").as_page())
    assert {"a < b", "Sizes < 3 & > 1", "Give <b>all</b>.", "run a>b"} <= set(page.toPlainText().splitlines())


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_documentation_has_a_chapter_on_every_algorithm(provider: Any, name: str) -> None:
    address = provider.algorithm(name).helpUrl()
    repository, _, place = address.partition("/blob/HEAD/")
    page, _, chapter = place.partition("#")
    assert f"\nrepository={repository}\n" in (ROOT / "metadata.txt").read_text(encoding="utf-8")
    assert f"\n## {chapter}\n" in (ROOT / page).read_text(encoding="utf-8")
    assert chapter == name


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_algorithm_is_found_by_plain_words(provider: Any, name: str) -> None:
    algorithm = provider.algorithm(name)
    assert {"rice", "paddy", "sawah", "land cover", "deep learning"} < set(algorithm.tags())
    assert len(set(algorithm.tags())) == len(algorithm.tags())
    assert algorithm.displayName()
    assert algorithm.group()


@pytest.mark.parametrize("size", [16, 24, 64])
def test_every_algorithm_has_an_icon_of_its_own(provider: Any, size: int) -> None:
    pictures = [owner.icon().pixmap(size, size).toImage() for owner in (provider, *provider.algorithms())]
    drawn = {tuple(picture.pixel(x, y) for x in range(size) for y in range(size)) for picture in pictures}
    assert len(drawn) == len(NAMES) + 1
    assert all(len(set(pixels)) > 8 for pixels in drawn)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_example_names_parameters_that_exist_and_leaves_out_none_that_is_needed(provider: Any, name: str) -> None:
    algorithm = provider.algorithm(name)
    assert f"<code>qgis_process run {algorithm.id()} -- {algorithm.example}</code>" in algorithm.shortHelpString()
    named = {word.partition("=")[0] for word in algorithm.example.split()}
    rules = {rule.name(): rule for rule in algorithm.parameterDefinitions()}
    optional = {
        name for name, rule in rules.items() if rule.flags() & rule.Flag.FlagOptional or rule.defaultValue() is not None
    }
    assert set(rules) - optional <= named <= set(rules)


def test_switching_the_plugin_off_leaves_nothing_behind(qgis_app: QgsApplication) -> None:
    plugin = PaddySegmenterPlugin()
    plugin.initGui()
    plugin.unload()
    assert QgsApplication.processingRegistry().providerById("paddy_segmenter") is None
    plugin.unload()


def test_a_second_copy_of_the_plugin_leaves_the_first_one_working(provider: Any) -> None:
    second = PaddySegmenterPlugin()
    second.initProcessing()
    second.unload()
    assert {algorithm.name() for algorithm in provider.algorithms()} == NAMES
