import html
import json
import sys
from collections.abc import Callable
from dataclasses import fields
from html.parser import HTMLParser
from pathlib import Path

import pytest
import torch

from paddy_segmenter.core.card import ModelCard
from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.network.model_file import build_network
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.fingerprints import take_fingerprints
from training.ground.ground import Ground
from training.logbook import Logbook
from training.outcome import Outcome
from training.record import make_card
from training.report.gallery import Gallery
from training.report.training_report import write_report

from .conftest import NAMES

EMPTY = ("meta", "img", "br")  # tags that are never closed


class Tags(HTMLParser):
    """Collects tags and addresses, and checks that tags are closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [str(value) for name, value in attributes if name in ("src", "href")]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def warnings_of(events: list[Event]) -> list[str]:
    told = [event.text for event in events if isinstance(event, Message) and event.level == "warning"]
    return [text for text in told if "of the blocks are validated on" not in text]


@pytest.fixture
def card(job: TrainJob, ground: Ground, outcome: Outcome, report: Reporter) -> ModelCard:
    with Logbook(job) as log:
        log.data = take_fingerprints(job, ground, report)
        log.warnings.append("the haze is < thick >")
        return make_card(job, ground, outcome, log)


@pytest.fixture
def write(job: TrainJob, ground: Ground, outcome: Outcome, card: ModelCard, report: Reporter) -> Callable[[], str]:
    network = build_network(card).eval()
    gallery = Gallery(job)
    gallery.visit(job, ground, Predictor(network, card.normalisation, torch.device("cpu"), torch.float32), report)
    return lambda: write_report(job, ground, outcome, card, gallery, report)


def read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def test_a_large_file_is_named_with_the_digest_of_parts_of_it(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr("training.ground.fingerprints.CHUNK", 16)
    monkeypatch.setattr("training.ground.fingerprints.SAMPLED_CHUNKS", 4)
    card: ModelCard = request.getfixturevalue("card")
    page = read(request.getfixturevalue("write")())
    file = card.training["data"][0]["files"][0]
    assert file["bytes"] > 4 * 16
    assert f"<code>{file['sampled_sha256']}</code> (of parts of it)" in page


def test_the_page_is_one_file_of_plain_html_that_asks_for_nothing_from_elsewhere(
    write: Callable[[], str], job: TrainJob
) -> None:
    page = read(write())
    assert "No chips are shown" not in page
    tags = Tags(page)
    assert tags.open == []
    assert not {"script", "link", "iframe", "object", "svg"} & tags.seen
    assert tags.addresses
    assert all(address.startswith("data:image/") for address in tags.addresses)
    assert "http" not in page
    assert NAMES[0] not in page  # it holds tags
    assert page.count(html.escape(NAMES[0])) >= 3
    assert "the haze is &lt; thick &gt;" in page


def test_the_page_says_how_it_was_measured_and_how_to_repeat_it(
    write: Callable[[], str], card: ModelCard, outcome: Outcome
) -> None:
    page = " ".join(html.unescape(read(write())).split())
    record = card.training
    assert "which is also what the model file holds. The kept epoch" in page
    assert record["command"] in page
    assert "All options with their values are in the JSON file" in page
    assert page.count("DeepLabV3+ on resnet34") == 2  # with the decoder
    assert record["options"]["epochs"] == 5
    assert record["options"].keys() == {each.name for each in fields(TrainJob)}
    assert record["options"]["patience"] == TrainJob.patience  # not in the command
    for known in (record["data"][0]["files"][0]["sha256"], record["labels"][0]["files"][0]["sha256"],
                  record["versions"]["torchvision"], record["machine"]["processor"], record["normalisation"], record["ended"], "last: epoch 3",
                  f"{outcome.last.miou:.3f}", f"{outcome.best.kappa:.3f}", "blocks of up to 32 pixels"):  # fmt: skip
        assert known in page


def test_programs_get_the_same_figures(
    write: Callable[[], str], job: TrainJob, outcome: Outcome, card: ModelCard
) -> None:
    page = read(write())
    figures, history = (json.loads(read(path)) for path in job.report_paths[1:])
    assert history == [{"epoch": number, **curves} for number, curves in enumerate(outcome.curves, 1)]
    assert figures["training"]["validation"]["confusion"] == outcome.best.matrix.tolist()
    assert figures["training"]["last_epoch"]["miou"] == pytest.approx(outcome.last.miou, abs=1e-6)
    assert figures["training"]["warnings"] == ["the haze is < thick >"]
    assert [row["name"] for row in figures["classes"]] == list(NAMES)
    assert all(0 <= chip["accuracy"] <= 1 and chip["kind"] in ("best", "median", "worst") for chip in figures["chips"])
    assert all("centre {:.1f}, {:.1f}<".format(*chip["centre"]) in page for chip in figures["chips"])
    assert ModelCard.from_json(card.to_json()) == card


def test_a_figure_that_is_none_is_null_in_the_history(
    write: Callable[[], str], job: TrainJob, outcome: Outcome
) -> None:
    outcome.curves[0] = outcome.curves[0] | {"validation_miou": float("nan")}
    write()
    assert json.loads(read(job.report_paths[2]), parse_constant=pytest.fail)[0]["validation_miou"] is None


def test_epochs_at_a_coarser_stride_are_explained_where_there_were_any(
    write: Callable[[], str], outcome: Outcome
) -> None:
    assert "epochs on grey" not in read(write())
    outcome.curves[0] = outcome.curves[0] | {"output_stride": 32}
    assert "epochs on grey ran at a coarser output stride" in read(write())


def test_no_figure_of_folds_is_said_to_be_of_the_network_in_the_file(
    write: Callable[[], str], outcome: Outcome
) -> None:
    single = " ".join(read(write()).split())
    outcome.folds += [{}, {}]
    folds = " ".join(read(write()).split())
    for told in (
        "with the network of epoch 2",
        "marks the epoch that was kept",
        "kept: epoch 2",
        "The kept epoch was chosen by",
    ):
        assert told in single
        assert told not in folds
    for told in ("each fold with a network that did not learn it, after epoch 2", "marks the epoch that was chosen for all folds",
                 "chosen: epoch 2", "none is of the network in the model file", "mean IoU over all folds; the last epoch was not",
                 "Each was mapped by a network that did not learn it: its fold's,"):  # fmt: skip
        assert told in folds
        assert told not in single


def test_folds_and_a_random_split_have_tables(write: Callable[[], str], card: ModelCard, outcome: Outcome) -> None:
    counts = {"shared_pixels": 0, "touching_pixels": 1234, "seeing_chips": 0.125, "copied_blocks": 0}
    folds = [{"validation": [{}] * 3, "audit": counts, "figures": {"pixels": 98765, "accuracy": 0.876, "miou": miou}}
             for miou in (0.611, 0.722)]  # fmt: skip
    random = card.training["validation"] | {"accuracy": 0.999, "miou": 0.888}
    card.training["split"] |= {"folds": folds, "optimism": {"random": random, "excess": {"accuracy": 0.2, "miou": 0.1}}}
    outcome.folds += folds
    page = " ".join(read(write()).split())
    for told in (
        "98,765",
        "87.6%",
        "0.611",
        "0.722",
        "1,234",
        "12.5%",
        "99.9% and a mean IoU of 0.888",
        "<td>random split</td>",
    ):
        assert told in page
    assert "optimism: " not in page
    assert page.count("<h3>Folds</h3>") == 1


def test_a_page_without_chips_says_why(write: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.report.gallery.Gallery.exhibits", lambda gallery, ground: [])
    assert "No chips are shown: no label lies in the ground that was kept out" in read(write())


def test_without_matplotlib_there_is_a_warning_and_a_report_without_plots(
    write: Callable[[], str], events: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for module in ("curves", "matrix", "plot"):
        monkeypatch.delitem(sys.modules, f"training.report.{module}", raising=False)
    page = read(write())
    [warning] = [text for text in warnings_of(events) if not text.startswith("leak audit")]
    assert "the report has no plots" in warning
    assert warning.endswith("-m pip install matplotlib")
    assert "Not drawn, because matplotlib is missing" in page
    assert "Best: " in page


def test_a_report_that_cannot_be_written_does_not_undo_the_training(
    write: Callable[[], str], job: TrainJob, events: list[Event]
) -> None:
    Path(job.report_paths[0]).mkdir()
    assert write() == ""
    assert "the model is whole, but its report is not" in events[-1].text


def test_a_phone_shows_the_page_at_its_own_width_and_scrolls_what_is_wider(write: Callable[[], str]) -> None:
    page = read(write())
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page
    wide = page.count("<table") - page.count('<table class="key"')
    assert page.count('<div class="scroll"><table') == wide


def test_long_class_names_wrap(write: Callable[[], str]) -> None:
    page = read(write())
    assert "overflow-wrap: anywhere" in page
    assert page.count('<td class="name">') == len(NAMES)
