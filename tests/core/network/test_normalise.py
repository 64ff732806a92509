import numpy as np
import pytest
import torch

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.core.network.normalise import measure_normalisation, normalise
from paddy_segmenter.errors import InputError

FIGURES = Normalisation(low=(0.0, 100.0), high=(10.0, 300.0), mean=(4.0, 200.0), std=(2.0, 50.0))


def test_values_are_clipped_and_then_counted_in_standard_deviations_from_the_mean():
    image = torch.tensor([[-5.0, 6.0, 99.0], [100.0, 250.0, 400.0]])[:, None, :]
    scaled = normalise(image, torch.ones(1, 3, dtype=torch.bool), FIGURES)
    assert scaled[:, 0].tolist() == [[-2.0, 1.0, 3.0], [-2.0, 1.0, 2.0]]


def test_pixels_without_data_and_values_that_are_not_finite_become_the_mean():
    image = torch.tensor([[float("nan"), 6.0, 6.0], [250.0, float("inf"), 250.0]])[:, None, :]
    scaled = normalise(image, torch.tensor([[True, True, False]]), FIGURES)
    assert scaled[:, 0].tolist() == [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]


def test_a_batch_is_normalised_like_its_images():
    images, valid = torch.rand(3, 2, 4, 5) * 300, torch.rand(3, 4, 5) > 0.3
    together = normalise(images, valid, FIGURES)
    apart = [normalise(image, mask, FIGURES) for image, mask in zip(images, valid, strict=True)]
    assert torch.equal(together, torch.stack(apart))


def test_figures_of_a_known_band_are_its_percentiles_and_the_moments_between_them():
    ramp = np.arange(101, dtype=np.uint16)
    figures = measure_normalisation(ramp[None])
    clipped = ramp.clip(1, 99)
    assert (figures.low, figures.high) == ((1.0,), (99.0,))
    assert figures.mean == (50.0,)
    assert figures.std == pytest.approx((clipped.std(),))


def test_a_single_glint_does_not_stretch_the_figures():
    calm = np.random.default_rng(1).normal(500, 40, 10_000)
    glint = np.append(calm, 65_535.0)
    assert measure_normalisation(glint[None]).std == pytest.approx(measure_normalisation(calm[None]).std, rel=0.01)


def test_a_constant_band_is_scaled_by_one():
    figures = measure_normalisation(np.full((1, 50), 0.1, dtype=np.float32))
    assert figures.std == (1.0,)
    assert normalise(torch.full((1, 2, 2), 0.1), torch.ones(2, 2, dtype=torch.bool), figures).abs().max() < 1e-6


def test_samples_that_are_not_finite_are_left_out():
    band = np.array([1.0, 2.0, 3.0])
    holed = np.append(band, [np.nan, np.inf])
    assert measure_normalisation(holed[None]) == measure_normalisation(band[None])


def test_a_band_without_any_value_is_named():
    with pytest.raises(InputError, match="band 2 has no valid pixel"):
        measure_normalisation(np.array([[1.0, 2.0], [np.nan, np.nan]]))


def test_a_float_that_stands_for_missing_data_is_told_with_its_band():
    missing = np.finfo(np.float32).min
    with pytest.raises(InputError, match=r"band 2 holds -3\.40282e\+38, which looks like missing data"):
        measure_normalisation(np.array([[1.0, 2.0, 3.0], [missing, missing, 1.0]]))
