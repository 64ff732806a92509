from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import numpy as np
import torch

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.events import Reporter
from paddy_segmenter.jobs import TrainJob
from training.ground.site import Site
from training.ground.survey import survey
from training.metrics import UNLABELLED
from training.report.ranking import score_chips


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

    whole = Window(0, 0, 128, 128)

    def map_site(site: Site) -> Iterator[tuple[Window, torch.Tensor]]:
        for column, row in product((0, 50), range(0, 128, 40)):  # two panels of strips
            part = Window(row, column, 40, 78 if column else 50).within(whole)
            values = torch.from_numpy(right[part.inside(whole)]).clamp(0, 1)
            yield part, torch.nn.functional.one_hot(values, 2).movedim(-1, 0).float()

    viewed = list(score_chips(ground.sites, 32, map_site, fold=2))
    chips = [c for c, _ in viewed]
    assert {c.fold for c in chips} == {2}
    covered = sum(block.window.height * block.window.width for block in ground.validation_blocks)
    assert sum(c.window.height * c.window.width for c in chips) == covered
    assert sum(c.labelled for c in chips) == sum(sum(block.counts) for block in ground.validation_blocks)
    for c, view in viewed:
        there = slice(c.window.row, c.window.bottom), slice(c.window.column, c.window.right)
        known = labels[there] > 0
        assert c.labelled == known.sum()
        assert c.right == known[: max(64 - c.window.row, 0)].sum()
        np.testing.assert_array_equal(view.labels, np.where(known, labels[there] - 1, UNLABELLED))
        np.testing.assert_array_equal(view.predicted, right[there].clip(0, 1))
        assert (view.confidence == 1).all()
