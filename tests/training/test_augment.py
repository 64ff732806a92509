import numpy as np
import torch

from training.augment import GAIN, OFFSET, ORIENTATIONS, orient, orient_randomly, vary_bands


def test_the_eight_orientations_are_all_different() -> None:
    square = torch.arange(9).reshape(3, 3)
    assert len({tuple(orient(square, o).flatten().tolist()) for o in range(ORIENTATIONS)}) == 8


def test_image_validity_and_labels_turn_together() -> None:
    labels = torch.arange(16).reshape(4, 4)
    image = torch.stack([labels, labels + 100]).float()
    generator = torch.Generator().manual_seed(0)
    seen = set()
    for _ in range(60):
        turned, valid, turned_labels = orient_randomly(image, labels > 5, labels, generator)
        assert torch.equal(turned[0], turned_labels.float())
        assert torch.equal(turned[1], turned_labels.float() + 100)
        assert torch.equal(valid, turned_labels > 5)
        seen.add(tuple(turned_labels.flatten().tolist()))
    assert len(seen) == ORIENTATIONS


def test_every_band_of_every_image_gets_its_own_gain_and_offset_and_no_data_stays_so() -> None:
    images = torch.randn(3, 2, 8, 8)
    valid = torch.ones(3, 8, 8, dtype=torch.bool)
    valid[0, :4] = False
    varied = vary_bands(images, valid, torch.Generator().manual_seed(0))
    assert (varied[0, :, :4] == 0).all()
    lines = [
        np.polyfit(x.ravel(), y.ravel(), 1)
        for x, y in zip(images[1:].flatten(0, 1), varied[1:].flatten(0, 1), strict=True)
    ]
    gains, offsets = np.transpose(lines)
    assert len(set(gains.round(6))) == 4
    assert ((gains >= 1 - GAIN) & (gains <= 1 + GAIN)).all()
    assert (abs(offsets) <= OFFSET).all()
    residuals = varied[1, 0] - (gains[0] * images[1, 0] + offsets[0])
    assert residuals.abs().max() < 1e-5
