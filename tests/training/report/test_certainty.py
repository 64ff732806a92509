import html
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.network.model_file import build_network
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.baseline.measure import Baseline
from training.block_counts import BlockCounts
from training.ground.fingerprints import take_fingerprints
from training.ground.ground import Ground
from training.ground.survey import survey
from training.logbook import Logbook
from training.metrics import Figures
from training.outcome import Outcome
from training.record import make_card
from training.report.certainty import baseline_rows, class_intervals_of, list_blocks, tell_baseline, tell_intervals
from training.report.gallery import Gallery
from training.report.page import NOTHING
from training.report.training_report import write_report

SURE = {"accuracy": [0.9, 0.95], "miou": [0.8, 0.875], "kappa": [0.7, 0.8], "iou": {"paddy": [0.7, 0.9], "pond": None}}
UNSURE = {"accuracy": None, "miou": None, "kappa": None, "iou": {"paddy": None, "pond": None}}


def map_blocks(ground: Ground, *wrong: float) -> Figures:
    """Returns figures of a map that takes this share of each block's pixels for the other class."""
    parts = []
    for place, block in ground.validation_places:
        counts = np.array(block.counts)
        missed = (counts * wrong[place % len(wrong)]).astype(int)
        parts.append((place, np.diag(counts - missed) + np.fliplr(np.diag(missed))))
    blocks = BlockCounts.gather(parts, len(parts), 2)
    return Figures(blocks.matrix, blocks)


def test_the_interval_stands_in_words() -> None:
    told = tell_intervals({"blocks": 12, "intervals": SURE})
    assert "the accuracy would lie between 90.0% and 95.0% and the mean IoU between 0.800 and 0.875 in about 95 of 100 cases" in told  # fmt: skip


@pytest.mark.parametrize(("blocks", "known"), [(1, "1 block of kept-out ground is"), (5, "5 blocks of kept-out ground are")])  # fmt: skip
def test_below_six_blocks_the_report_says_that_there_is_none(blocks: int, known: str) -> None:
    told = tell_intervals({"blocks": blocks, "intervals": UNSURE})
    assert told == f"How far that may be off by chance is not known: {known} too few to say, 6 are wanted at least."


def test_a_record_without_blocks_says_nothing_of_them() -> None:
    assert tell_intervals({"accuracy": 0.9}) == ""
    assert class_intervals_of({"accuracy": 0.9}) == {}


def test_classes_have_intervals_where_any_has_one() -> None:
    assert class_intervals_of({"intervals": SURE}) == {"paddy": "0.700 to 0.900", "pond": NOTHING}
    assert class_intervals_of({"intervals": UNSURE}) == {}


def test_without_a_baseline_there_is_nothing_to_compare() -> None:
    assert (baseline_rows({}), tell_baseline({})) == ([], "")


def test_each_block_of_each_fold_stands_with_its_windows_and_its_matrix() -> None:
    folds = [{"validation": [{"raster": "a.tif", "place": 0}, {"raster": "b.tif", "place": 0}, {"raster": "c.tif", "place": 1}]},
             {"validation": [{"raster": "d.tif", "place": 0}]}]  # fmt: skip
    matrices = [np.array([[4, 1], [0, 0]]), np.array([[0, 0], [0, 2]]), np.array([[0, 0], [3, 0]])]
    found = list_blocks({"folds": folds}, BlockCounts.gather(enumerate(matrices), 3, 2))
    assert [[window["raster"] for window in block["windows"]] for block in found] == [["a.tif", "b.tif"], ["c.tif"], ["d.tif"]]  # fmt: skip
    assert [block["fold"] for block in found] == [1, 1, 2]
    assert [block["cells"] for block in found] == [[[0, 0, 4], [0, 1, 1]], [[1, 1, 2]], [[1, 0, 3]]]


@pytest.mark.parametrize("share", [0.5, 0.2])
def test_page_and_figures_hold_what_the_blocks_say(
    job: TrainJob, outcome: Outcome, tmp_path: Path, share: float, report: Reporter
) -> None:
    """Half of the sixteen blocks are enough for intervals, a fifth is not."""
    job = replace(job, validation_share=share)
    ground = survey(job, tmp_path, report)
    network, simple = map_blocks(ground, 0.1, 0.2, 0.15), map_blocks(ground, 0.2, 0.25, 0.3)
    outcome = replace(outcome, best=network, baseline=Baseline(simple, 0.7))
    page, figures = write(job, ground, outcome, report)

    is_sure = share == 0.5
    assert ("With 95 % confidence: a bootstrap" in page) is is_sure
    assert ("3 blocks of kept-out ground are too few to say" in page) is not is_sure
    assert "Is the network worth it?" in page
    assert ("it is ahead (+" in page) is is_sure
    assert ("too few to say whether that is more than chance" in page) is not is_sure
    assert len(figures["blocks"]) == len(ground.validation_blocks)
    counted = sum(pixels for block in figures["blocks"] for _, _, pixels in block["cells"])
    assert counted == network.matrix.sum()
    assert figures["training"]["baseline"]["is_beaten"] is (True if is_sure else None)
    assert figures["training"]["baseline"]["seconds"] == 0.7


def write(job: TrainJob, ground: Ground, outcome: Outcome, report: Reporter) -> tuple[str, dict[str, object]]:
    """Returns the text of the page of a report, and its figures."""
    with Logbook(job) as log:
        log.data = take_fingerprints(job, ground, report)
        card = make_card(job, ground, outcome, log)
    predictor = Predictor(build_network(card).eval(), card.normalisation, torch.device("cpu"), torch.float32)
    gallery = Gallery(job)
    gallery.visit(job, ground, predictor, report)
    page = Path(write_report(job, ground, outcome, card, gallery, report)).read_text(encoding="utf-8")
    figures = json.loads(Path(job.report_paths[1]).read_text(encoding="utf-8"))
    return " ".join(html.unescape(page).split()), figures
