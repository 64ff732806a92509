"""The provider: what the toolbox shows."""

from typing import Any

import pytest
from qgis.core import QgsApplication

from paddy_segmenter.packages import ROOT
from paddy_segmenter.plugin import PaddySegmenterPlugin

NAMES = {"createpracticescene", "trainmodel", "segmentraster", "segmentrasters", "describemodel"}


def test_the_toolbox_lists_every_algorithm(provider: Any) -> None:
    assert {algorithm.name() for algorithm in provider.algorithms()} == NAMES
    assert provider.name() == "Paddy Segmenter"


def test_the_icon_can_be_drawn(provider: Any) -> None:
    picture = provider.icon().pixmap(32, 32).toImage()
    assert len({picture.pixel(x, y) for x in range(32) for y in range(32)}) > 8


def test_the_version_is_the_one_in_the_metadata(provider: Any) -> None:
    assert f"\nversion={provider.versionInfo()}\n" in (ROOT / "metadata.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_algorithm_explains_itself(provider: Any, name: str) -> None:
    algorithm = provider.algorithm(name)
    explained = algorithm.shortHelpString()
    assert f"qgis_process run {algorithm.id()} -- " in explained
    assert all(f"{rule.description()}: {rule.help()}." in explained for rule in algorithm.parameterDefinitions())
    assert algorithm.displayName()
    assert algorithm.group()
    assert len(algorithm.tags()) > 3


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_example_names_parameters_that_exist_and_leaves_out_none_that_is_needed(provider: Any, name: str) -> None:
    algorithm = provider.algorithm(name)
    words = algorithm.shortHelpString().rpartition(" -- ")[2].split()
    named = {word.partition("=")[0] for word in words}
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
