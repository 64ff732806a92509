import pytest
import torch

from paddy_segmenter.core.network.orientation import AVERAGED, ORIENTATIONS, orient, restore

SQUARE = torch.arange(9).reshape(3, 3)


def test_the_eight_orientations_are_all_different() -> None:
    assert len({tuple(orient(SQUARE, each).flatten().tolist()) for each in range(ORIENTATIONS)}) == 8


@pytest.mark.parametrize("orientation", range(ORIENTATIONS))
def test_restoring_undoes_an_orientation(orientation: int) -> None:
    assert torch.equal(restore(orient(SQUARE, orientation), orientation), SQUARE)


def test_four_are_the_mirrored_ones() -> None:
    mirrored = [SQUARE, SQUARE.flip(0), SQUARE.flip(1), SQUARE.flip(0, 1)]
    found = [orient(SQUARE, each) for each in AVERAGED[4]]
    assert all(any(torch.equal(one, other) for other in found) for one in mirrored)
