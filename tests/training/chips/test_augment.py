import numpy as np
import torch

from training.chips.augment import GAIN, OFFSET, draw_side, orient_randomly, resize, vary_bands


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
    assert len(seen) == 8


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


def test_sides_lie_between_the_scales_and_reach_both() -> None:
    generator = torch.Generator().manual_seed(0)
    sides = [draw_side(100, generator) for _ in range(500)]
    assert 70 <= min(sides) < 73
    assert 137 < max(sides) <= 140
    assert abs(np.mean(np.array(sides) < 99) - 0.5) < 0.06  # evenly in proportion: half show less ground than a chip


def test_image_validity_and_labels_are_resized_together() -> None:
    labels = torch.zeros(60, 60, dtype=torch.int64)
    labels[:, 30:], labels[:6] = 7, -1
    image = torch.stack([labels.float(), 100 - labels.float()])
    resized, valid, resized_labels = resize(image, labels >= 0, labels, 40)
    assert resized.shape == (2, 40, 40)
    assert torch.equal(valid, resized_labels >= 0)
    assert resized_labels.unique().tolist() == [-1, 0, 7]
    assert (resized_labels[:4] == -1).all()
    assert (resized_labels[4:, :20] == 0).all()
    assert (resized_labels[4:, 20:] == 7).all()
    torch.testing.assert_close(resized[:, 8:, 2:18], image[:, 20:52, 2:18])
    torch.testing.assert_close(resized[:, 8:, 22:38], image[:, 20:52, 40:56])


def test_pixels_without_data_do_not_spread_into_valid_ones_as_numbers() -> None:
    image = torch.full((1, 60, 60), 5.0)
    image[:, :6] = torch.nan
    resized, _, _ = resize(image, image[0].isfinite(), torch.zeros(60, 60, dtype=torch.int64), 40)
    assert set(resized[resized.isfinite()].tolist()) == {5.0}


def test_a_window_of_the_chips_size_comes_back_as_it_is() -> None:
    image, labels = torch.randn(3, 64, 64), torch.randint(0, 4, (64, 64))
    resized, valid, resized_labels = resize(image, labels > 0, labels, 64)
    torch.testing.assert_close(resized, image)
    assert torch.equal(valid, labels > 0)
    assert torch.equal(resized_labels, labels)
