from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.site import Site
from training.ground.survey import survey
from training.report.ranking import Chip, choose_chips, score_chips


def chip(accuracy: float, labelled: int = 100, row: int = 0) -> Chip:
    """A chip of 10 x 10 pixels."""
    return Chip(0, Window(row, 0, 10, 10), round(accuracy * labelled), labelled)


@pytest.mark.parametrize(
    ("count", "kinds"),
    [
        (0, ""),
        (1, "b"),
        (2, "bw"),
        (3, "bmw"),
        (4, "bbww"),
        (5, "bbmww"),
        (9, "bbbmmmwww"),
        (20, "bbbmmmwww"),
    ],
)
def test_best_median_and_worst_chips_are_shown_once_each_from_the_best_down(count: int, kinds: str) -> None:
    chips = [chip(number / 20, row=number) for number in range(count)]
    chosen = choose_chips(chips[::2] + chips[1::2])
    assert "".join(kind[0] for kind, _ in chosen) == kinds
    assert sorted(chosen, key=lambda pair: -pair[1].accuracy) == chosen
    if count == 20:
        assert [c.window.row for _, c in chosen] == [19, 18, 17, 11, 10, 9, 2, 1, 0]


def test_a_chip_with_hardly_a_label_is_shown_only_where_there_is_no_other() -> None:
    scarce = chip(0.0, labelled=2)
    assert choose_chips([chip(0.5), scarce]) == [("best", chip(0.5))]
    assert choose_chips([scarce]) == [("best", scarce)]


def test_chips_cover_the_validation_blocks_and_are_scored_against_their_labels_alone(
    tmp_path: Path, write_raster: Callable[..., str], report: Reporter
) -> None:
    """The map is right in the upper half of the raster and wrong below; the last column has no label."""
    labels = np.kron(np.indices((4, 4)).sum(axis=0) % 2 + 1, np.ones((32, 32), int))
    labels[:, -1] = 0
    paths = write_raster("image.tif", np.ones((128, 128), np.uint16)), write_raster("labels.tif", labels.astype(np.uint8), nodata=0)  # fmt: skip
    job = TrainJob(paths[:1], paths[1:], str(tmp_path / "m.safetensors"), chip=32, block=48, buffer=0)
    ground = survey(job, tmp_path, report)
    right = np.where(np.indices(labels.shape)[0] < 64, labels, 3 - labels) - 1

    def map_strips(site: Site, strips: Sequence[Window]) -> Iterator[tuple[Window, torch.Tensor]]:
        for strip in strips:
            part = torch.from_numpy(right[strip.row : strip.bottom]).clamp(0, 1)
            yield strip, torch.nn.functional.one_hot(part, 2).movedim(-1, 0).float()

    chips = score_chips(ground.sites, 32, map_strips)
    covered = sum(block.window.height * block.window.width for block in ground.validation_blocks)
    assert sum(c.window.height * c.window.width for c in chips) == covered
    assert sum(c.labelled for c in chips) == sum(sum(block.counts) for block in ground.validation_blocks)
    for c in chips:
        known = labels[c.window.row : c.window.bottom, c.window.column : c.window.right] > 0
        assert c.labelled == known.sum()
        assert c.right == known[: max(64 - c.window.row, 0)].sum()
