from dataclasses import replace

import numpy as np
import torch

from paddy_segmenter.variations import VARIATIONS
from training.chips.augment import draw_side, orient_randomly, resize

ORIENTATION, SCALE = VARIATIONS["orientation"], VARIATIONS["scale"]


def test_image_validity_and_labels_turn_together() -> None:
    labels = torch.arange(16).reshape(4, 4)
    image = torch.stack([labels, labels + 100]).float()
    generator = torch.Generator().manual_seed(0)
    for strength in (8, 4):  # mirrored and turned, turned only
        seen = set()
        for _ in range(60):
            variation = replace(ORIENTATION, strength=float(strength))
            turned, valid, turned_labels = orient_randomly(image, labels > 5, labels, variation, generator)
            assert torch.equal(turned[0], turned_labels.float())
            assert torch.equal(turned[1], turned_labels.float() + 100)
            assert torch.equal(valid, turned_labels > 5)
            seen.add(tuple(turned_labels.flatten().tolist()))
        assert len(seen) == strength


def test_sides_lie_between_the_scales_and_reach_both() -> None:
    generator = torch.Generator().manual_seed(0)
    sides = [draw_side(100, replace(SCALE, strength=1.5), generator) for _ in range(500)]
    assert 67 <= min(sides) < 70
    assert 147 < max(sides) <= 150
    assert abs(np.mean(np.array(sides) < 100) - 0.5) < 0.06  # evenly in proportion: half show less ground than a chip


def test_only_the_share_of_the_chips_that_is_asked_for_is_turned_and_scaled() -> None:
    generator, labels = torch.Generator().manual_seed(0), torch.arange(16).reshape(4, 4)
    image = labels[None].float()
    turned = [
        orient_randomly(image, labels > 5, labels, replace(ORIENTATION, probability=0.4), generator)[2]
        for _ in range(500)
    ]
    sides = [draw_side(1000, replace(SCALE, probability=0.4), generator) for _ in range(500)]
    assert abs(np.mean([not torch.equal(each, labels) for each in turned]) - 0.4 * 7 / 8) < 0.07
    assert abs(np.mean([side != 1000 for side in sides]) - 0.4) < 0.07


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


def test_a_pixel_that_is_missing_takes_none_of_its_neighbours_values_away() -> None:
    image, labels = torch.randn(2, 60, 60), torch.ones(60, 60, dtype=torch.int64)
    image[:, torch.rand(60, 60) < 0.05] = torch.nan
    for side in (40, 90):
        resized, valid, _ = resize(image, image.isfinite().all(dim=0), labels, side)
        assert 0.9 < valid.float().mean() < 1
        assert torch.equal(resized.isfinite(), valid.expand(2, -1, -1))


def test_a_window_of_the_chips_size_comes_back_as_it_is() -> None:
    image, labels = torch.randn(3, 64, 64), torch.randint(0, 4, (64, 64))
    resized, valid, resized_labels = resize(image, labels > 0, labels, 64)
    torch.testing.assert_close(resized, image)
    assert torch.equal(valid, labels > 0)
    assert torch.equal(resized_labels, labels)
