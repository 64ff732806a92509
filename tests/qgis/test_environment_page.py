"""The page of the options: what it shows, what its buttons do, and that it waits for nothing."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsNetworkAccessManager, QgsSettings
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtNetwork import QNetworkProxy

from paddy_segmenter.algorithms.torch_environment import SETTING, places
from paddy_segmenter.errors import Cancelled, WorkerError
from paddy_segmenter.events import Listener, Message, Progress
from paddy_segmenter.gui import environment_work
from paddy_segmenter.gui.environment_page import EnvironmentPage, EnvironmentPageFactory
from paddy_segmenter.gui.environment_work import proxy_of_qgis
from paddy_segmenter.plugin import PaddySegmenterPlugin
from paddy_segmenter.provider import ALGORITHMS
from paddy_segmenter.worker import environment
from paddy_segmenter.worker.installation import Installation
from paddy_segmenter.worker.survey import Facts, Survey
from paddy_segmenter.worker.torch_builds import CPU, CUDA_BUILDS

GPU = CUDA_BUILDS[0].build
BARE = Survey("", "torch is not installed: choose Install", Facts(), "/usr/bin/python3", Facts({"python": "3.11.2", "numpy": "1.24.2"}),
              (), (GPU, CPU), 0)  # fmt: skip
WHOLE = replace(BARE, python="/env/bin/python3", fault="", size=1_300_000_000, facts=Facts(
    {"python": "3.11.2", "torch": "2.13.0", "GDAL": "3.6.2"},
    {"device": "cuda", "gpu": "NVIDIA L4", "precision": "bfloat16", "processor": "Xeon", "threads": 4}))  # fmt: skip


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Survey]:
    """What the next looks will find; the last one stays."""
    found = [BARE]
    monkeypatch.setattr(environment_work, "survey", lambda *_: found.pop(0) if len(found) > 1 else found[0])
    return found


@pytest.fixture
def page(qgis_app: QgsApplication, seen: list[Survey]) -> Iterator[Callable[[], EnvironmentPage]]:
    """Returns a function that opens the page and waits until it has looked."""
    factory = EnvironmentPageFactory()

    def open_page() -> EnvironmentPage:
        page = factory.createWidget()
        wait_until(lambda: not factory.work.busy)
        return page

    yield open_page
    factory.work.stop()
    QgsSettings().remove(SETTING)


def wait_until(holds: Callable[[], bool]) -> None:
    """Lets QGIS work until the condition holds."""
    deadline = time.monotonic() + 240
    while not holds():
        QgsApplication.processEvents()
        time.sleep(0.005)
        assert time.monotonic() < deadline


def enabled(page: EnvironmentPage) -> set[str]:
    return {name for name, button in page.buttons.items() if button.isEnabled()}


def test_where_torch_is_missing_it_says_so_and_offers_the_builds_with_size_and_commands(page: Any) -> None:
    shown = page()
    assert shown.state.text() == BARE.fault
    assert [shown.builds.itemText(row) for row in range(shown.builds.count())] == [GPU.name, CPU.name]
    assert shown.size.text() == "about 3.0 GB to download and 7.0 GB on the disk"
    assert f"--extra-index-url={GPU.index} torch==" in shown.commands.toPlainText()
    assert " numpy==1.24.2 torch==" in shown.commands.toPlainText()
    assert "-m venv --system-site-packages" in shown.commands.toPlainText()
    assert enabled(shown) == {"install", "diagnose"}
    shown.builds.setCurrentIndex(1)
    assert f"--extra-index-url={CPU.index} " in shown.commands.toPlainText()
    shown.wheels.setFilePath("/media/stick/wheels")
    assert "--no-index --find-links=/media/stick/wheels" in shown.commands.toPlainText()
    assert shown.size.text().startswith("about 0.0 GB to download")


def test_what_was_found_is_shown_with_versions_and_device(page: Any, seen: list[Survey]) -> None:
    seen[:] = [WHOLE]
    shown = page()
    labels = {name: label.text() for name, label in shown._found.items()}
    assert labels == {"python": "/env/bin/python3", "versions": "Python 3.11.2, torch 2.13.0, GDAL 3.6.2",
                      "device": "GPU: NVIDIA L4, in bfloat16"}  # fmt: skip
    assert shown.size.text().startswith("1.3 GB are there now; about ")
    assert enabled(shown) == {"install", "remove", "diagnose"}


def test_an_installation_goes_on_while_the_page_is_closed_and_ends_with_a_look(
    page: Any, seen: list[Survey], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, threads = threading.Event(), []

    def install(plan: Installation, tell: Listener, is_cancelled: Callable[[], bool]) -> None:
        threads.append(threading.current_thread())
        tell(Message("Collecting torch"))
        tell(Progress(0.25, None, "Downloading torch"))
        go_on.wait(20)

    monkeypatch.setattr(environment_work, "install", install)
    shown = page()
    shown.buttons["install"].click()
    wait_until(lambda: shown.bar.value() == 250)
    assert shown.stage.text() == "Downloading torch"
    assert shown.commands.toPlainText() == "Collecting torch"
    assert enabled(shown) == {"cancel", "diagnose"}
    assert threads != [threading.main_thread()]
    again = EnvironmentPage(shown._work)
    assert (again.bar.value(), enabled(again)) == (250, {"cancel", "diagnose"})
    assert "-m venv --system-site-packages" in again.commands.toPlainText()
    seen[:] = [WHOLE]
    go_on.set()
    wait_until(lambda: again._found["python"].text() == WHOLE.python)
    wait_until(lambda: "remove" in enabled(again))
    assert again.state.text() == "Everything that training and mapping need is there."


def test_cancel_ends_it_and_the_page_is_as_before(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    started = threading.Event()

    def install(plan: Installation, tell: Listener, is_cancelled: Callable[[], bool]) -> None:
        started.set()
        while not is_cancelled():
            threading.Event().wait(0.01)
        raise Cancelled("cancelled")

    monkeypatch.setattr(environment_work, "install", install)
    shown = page()
    shown.buttons["install"].click()
    wait_until(started.is_set)
    shown.buttons["cancel"].click()
    wait_until(lambda: enabled(shown) == {"install", "diagnose"})
    assert shown.state.text() == "Cancelled: nothing was left behind."


def test_a_failure_is_shown_and_stands_in_the_diagnosis_in_the_clipboard(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def install(*_: object) -> None:
        raise WorkerError("the disk is full: make room", "the last line of pip")

    monkeypatch.setattr(environment_work, "install", install)
    shown = page()
    shown.buttons["install"].click()
    wait_until(lambda: shown.state.text() == "the disk is full: make room")
    shown.buttons["diagnose"].click()
    text = QgsApplication.clipboard().text()
    assert {"plugin", "QGIS", "Qt", "system", "Python of QGIS", "device"} <= {
        line.split(":")[0] for line in text.splitlines()
    }
    assert text.endswith("last failure: the disk is full: make room\nthe last line of pip")


def test_a_look_that_breaks_is_told_and_not_repeated(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def survey(*_: object) -> None:
        looks.append(1)
        raise WorkerError("it broke")

    looks: list[int] = []
    monkeypatch.setattr(environment_work, "survey", survey)
    assert page().state.text() == "it broke"
    assert looks == [1]


def test_remove_removes_the_environment_and_looks_again(
    page: Any, seen: list[Survey], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "environment"
    folder.mkdir()
    (folder / "pyvenv.cfg").touch()
    monkeypatch.setattr(environment_work, "places", lambda: ("", str(folder)))
    seen[:] = [WHOLE, BARE]
    shown = page()
    shown.buttons["remove"].click()
    wait_until(lambda: enabled(shown) == {"install", "diagnose"})
    assert not folder.exists()


def test_the_choice_of_a_python_is_kept_when_the_options_are_accepted(page: Any) -> None:
    shown = page()
    shown.chosen.setFilePath("/opt/torch env/bin/python3")
    assert places()[0] == ""
    shown.apply()
    assert places()[0] == page().chosen.filePath() == "/opt/torch env/bin/python3"


def test_without_torch_every_algorithm_is_listed_and_names_the_page(
    provider: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PADDY_PYTHON", raising=False)
    monkeypatch.setattr(environment, "_own_pythons", lambda own_folder: [])
    monkeypatch.setattr(environment, "_host_has_torch", lambda: False)
    answers = {algorithm.name(): algorithm.canExecute() for algorithm in provider.algorithms()}
    missing = "torch is not installed: choose Install in Settings > Options > Paddy Segmenter"
    assert answers == dict.fromkeys([algorithm.identifier for algorithm in ALGORITHMS], (False, missing))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("HttpProxy", "http://ann%40home:p%3Aw%2F@proxy.example:3128"),
        ("Socks5Proxy", "socks5://ann%40home:p%3Aw%2F@proxy.example:3128"),
        ("DefaultProxy", ""),
        ("NoProxy", ""),
    ],
)
def test_pip_gets_the_proxy_of_qgis(qgis_app: QgsApplication, kind: str, expected: str) -> None:
    manager = QgsNetworkAccessManager.instance()
    before = manager.fallbackProxy()
    proxy = QNetworkProxy(getattr(QNetworkProxy.ProxyType, kind), "proxy.example", 3128, "ann@home", "p:w/")
    manager.setFallbackProxyAndExcludes(proxy, [], [])
    try:
        assert proxy_of_qgis() == expected
    finally:
        manager.setFallbackProxyAndExcludes(before, [], [])


def test_the_plugin_brings_the_page_and_takes_it_along(
    qgis_app: QgsApplication, qgis_iface: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[QObject] = []
    monkeypatch.setattr(qgis_iface, "registerOptionsWidgetFactory", pages.append, raising=False)
    monkeypatch.setattr(qgis_iface, "unregisterOptionsWidgetFactory", pages.remove, raising=False)
    plugin = PaddySegmenterPlugin(qgis_iface)
    plugin.initGui()
    [factory] = pages
    assert factory.title() == "Paddy Segmenter"
    assert not factory.icon().isNull()
    plugin.unload()
    assert pages == []
