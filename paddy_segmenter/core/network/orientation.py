"""The eight orientations of the square: turned and mirrored, ground stays ground."""

from torch import Tensor, rot90

ORIENTATIONS = 8
# By how many are averaged over: as it is; mirrored along either axis or both; all.
AVERAGED = {1: (0,), 4: (0, 2, 4, 6), 8: tuple(range(ORIENTATIONS))}


def orient(tensor: Tensor, orientation: int) -> Tensor:
    """Turns the last two axes into one of the eight orientations: 0..3 quarter turns, 4..7 the same after a flip."""
    flipped = tensor.flip(-1) if orientation >= 4 else tensor
    return rot90(flipped, orientation % 4, dims=(-2, -1))


def restore(tensor: Tensor, orientation: int) -> Tensor:
    """Undoes `orient`."""
    turned = rot90(tensor, -(orientation % 4), dims=(-2, -1))
    return turned.flip(-1) if orientation >= 4 else turned
