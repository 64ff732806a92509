import pytest
import torch
from torch import Tensor

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.mapping.predictor import Predictor
from paddy_segmenter.core.mapping.tile_reader import Batch
from paddy_segmenter.core.tiles import Window

PLAIN = Normalisation((-9.0,), (9.0,), (0.0,), (1.0,))
CPU = torch.device("cpu")


def gradient(image: Tensor) -> Tensor:
    """A network whose answer depends on where east is."""
    east = torch.arange(image.shape[-1]).expand(image.shape[-2:]) / 4.0
    return torch.stack([image[:, 0] * east, image[:, 0]], dim=1)


def predictor(network: object, orientations: int = 1) -> Predictor:
    return Predictor(network, PLAIN, CPU, torch.float32, orientations)  # type: ignore[arg-type]


def images(count: int = 1) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(1)
    return torch.randn(count, 1, 8, 8, generator=generator), torch.ones(count, 8, 8, dtype=torch.bool)


@pytest.mark.parametrize("orientations", [4, 8])
def test_averaged_orientations_give_turned_answers_for_turned_images(orientations: int) -> None:
    image, valid = images()
    averaged = predictor(gradient, orientations).probabilities(image, valid)
    mirrored = predictor(gradient, orientations).probabilities(image.flip(-1), valid)
    torch.testing.assert_close(mirrored.flip(-1), averaged)
    once = predictor(gradient).probabilities(image, valid)
    assert not torch.allclose(predictor(gradient).probabilities(image.flip(-1), valid).flip(-1), once)
    turned = predictor(gradient, orientations).probabilities(image.rot90(dims=(-2, -1)), valid)
    assert torch.allclose(turned.rot90(-1, dims=(-2, -1)), averaged) == (orientations == 8)
    torch.testing.assert_close(averaged.sum(dim=1), torch.ones(1, 8, 8))


def refused_allocation() -> Exception:
    """What torch raises where this machine's memory does not suffice."""
    with pytest.raises(RuntimeError) as refused:
        torch.empty(2**60, dtype=torch.uint8)
    return refused.value


@pytest.mark.parametrize("error", [torch.OutOfMemoryError("CUDA"), MemoryError(), refused_allocation()])
def test_where_memory_is_short_the_batch_is_halved_and_the_answer_is_the_same(error: Exception) -> None:
    sizes = []

    def greedy(image: Tensor) -> Tensor:
        sizes.append(len(image))
        if len(image) > 2:
            raise error
        return gradient(image)

    batch, valid = images(7)
    assert torch.equal(predictor(greedy).probabilities(batch, valid), predictor(gradient).probabilities(batch, valid))
    assert sizes == [7, 3, 1, 2, 4, 2, 2]


def test_where_one_tile_is_too_much_and_on_other_errors_the_error_is_raised() -> None:
    def hungry(image: Tensor) -> Tensor:
        raise MemoryError

    def broken(image: Tensor) -> Tensor:
        raise RuntimeError("shapes do not fit")

    with pytest.raises(MemoryError):
        predictor(hungry).probabilities(*images(4))
    with pytest.raises(RuntimeError, match="shapes"):
        predictor(broken).probabilities(*images(4))


def test_tiles_come_with_their_places_and_every_tile_is_told_of() -> None:
    image, valid = images(2)
    windows = Window(0, 0, 8, 8), Window(0, 6, 8, 8)
    batches = [Batch(windows, image, valid, 3), Batch((), torch.empty(0), torch.empty(0), 4)]
    told: list[int] = []
    tiles = list(predictor(gradient).tiles(batches, told.append))
    assert [tile.window for tile in tiles] == list(windows)
    assert torch.equal(tiles[1].probabilities, predictor(gradient).probabilities(image, valid)[1])
    assert told == [3, 4]


def test_a_pixel_whose_answer_is_no_number_does_not_count() -> None:
    def overflowing(image: Tensor) -> Tensor:
        answer = gradient(image)
        answer[1:, 0, 2, 3] = torch.nan
        answer[1:, 1, 5, 6:] = torch.inf
        return answer

    image, valid = images(3)
    valid[1:, 5, 7] = False
    windows = tuple(Window(0, 8 * number, 8, 8) for number in range(3))
    counted: list[int] = []
    whole, *others = predictor(overflowing).tiles([Batch(windows, image, valid, 3)], counted.append)
    assert whole.is_whole
    assert whole.valid.all()
    assert counted == [3]
    for tile in others:
        assert not tile.is_whole
        assert (~tile.valid).nonzero().tolist() == [[2, 3], [5, 6], [5, 7]]
        assert tile.probabilities.isfinite().all()
