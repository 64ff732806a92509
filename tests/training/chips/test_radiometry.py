from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from paddy_segmenter.core.card import Normalisation
from paddy_segmenter.variations import VARIATIONS
from training.chips.radiometry import CHANGES, Radiometry

LIMIT = 2.0  # normalised values lie between -LIMIT and LIMIT
NORMALISATION = Normalisation(low=(0.0,) * 3, high=(40.0,) * 3, mean=(20.0,) * 3, std=(10.0,) * 3)


def radiometry(probability: float = 1.0, **strengths: float) -> Radiometry:
    """Returns one that does nothing but what is named, with these strengths."""
    off = {name: replace(each, probability=0.0) for name, each in VARIATIONS.items()}
    on = {name: replace(off[name], probability=probability, strength=each) for name, each in strengths.items()}
    return Radiometry(off | on, NORMALISATION)


def images_of(count: int = 4, side: int = 24, dtype: torch.dtype = torch.float32) -> tuple[Tensor, Tensor]:
    """Returns images of three bands, whose upper quarter has no data, and their validity."""
    images = torch.rand(count, 3, side, side, generator=torch.Generator().manual_seed(1)) * 2 * LIMIT - LIMIT
    valid = torch.ones(count, side, side, dtype=torch.bool)
    valid[:, : side // 4] = False
    return (images * valid.unsqueeze(1)).to(dtype), valid


def generators(images: Tensor, seed: int = 0) -> list[torch.Generator]:
    return [torch.Generator().manual_seed(1000 * seed + number) for number in range(len(images))]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
@pytest.mark.parametrize("name", CHANGES)
def test_every_change_changes_each_image_and_keeps_type_shape_and_pixels_without_data(
    name: str, dtype: torch.dtype
) -> None:
    images, valid = images_of(dtype=dtype)
    before = images.clone()
    for strength in (VARIATIONS[name].strength, VARIATIONS[name].limits[1]):
        varied = radiometry(**{name: strength}).vary(images, valid, generators(images))
        assert (varied.dtype, varied.shape, varied.device) == (dtype, images.shape, images.device)
        assert varied.isfinite().all()
        assert (varied[:, :, :6] == 0).all()
        assert (varied != images).flatten(1).any(dim=1).all()
        assert torch.equal(images, before)


@pytest.mark.parametrize("name", CHANGES)
def test_the_least_strength_still_changes_images(name: str) -> None:
    images, valid = images_of()
    varied = radiometry(**{name: VARIATIONS[name].limits[0]}).vary(images, valid, generators(images))
    assert (varied - images).abs().max() > 1e-3


@pytest.mark.parametrize("name", CHANGES)
def test_the_same_generator_varies_alike_and_only_the_share_of_the_images_that_is_asked_for(name: str) -> None:
    images, valid = images_of(count=200, side=8)
    some = radiometry(0.3, **{name: VARIATIONS[name].strength})
    first, again, other = (some.vary(images, valid, generators(images, seed)) for seed in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert abs(float((first != images).flatten(1).any(dim=1).float().mean()) - 0.3) < 0.1


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU")
@pytest.mark.parametrize("name", CHANGES)
def test_a_gpu_gets_what_the_processor_gets(name: str) -> None:
    images, valid = images_of()
    change = radiometry(**{name: VARIATIONS[name].strength})
    there = change.vary(images.cuda(), valid.cuda(), generators(images))
    assert there.is_cuda
    torch.testing.assert_close(there.cpu(), change.vary(images, valid, generators(images)), atol=1e-3, rtol=1e-3)


def test_nothing_happens_where_nothing_is_asked_for() -> None:
    images, valid = images_of()
    assert torch.equal(radiometry().vary(images, valid, generators(images)), images)


def test_every_band_of_every_image_gets_its_own_gain_and_offset() -> None:
    images, valid = images_of()
    varied = radiometry(gain=0.2, offset=0.3).vary(images, valid, generators(images))
    pairs = zip(images[:, :, 6:].flatten(0, 1), varied[:, :, 6:].flatten(0, 1), strict=True)
    lines = [np.polyfit(before.ravel(), after.ravel(), 1, full=True)[:2] for before, after in pairs]
    gains, offsets = np.transpose([line for line, _ in lines])
    assert max(float(residual[0]) for _, residual in lines) < 1e-9
    for drawn, least, most in ((gains, 0.8, 1.2), (offsets, -0.3, 0.3)):
        assert len(set(drawn.round(5))) == 12
        assert least <= drawn.min() < (least + most) / 2 < drawn.max() <= most


def test_brightness_lifts_all_bands_of_an_image_alike() -> None:
    images, valid = images_of(count=20)
    lifted = (radiometry(brightness=0.5).vary(images, valid, generators(images)) - images)[:, :, 6:].flatten(1)
    torch.testing.assert_close(lifted, lifted[:, :1].expand_as(lifted), atol=1e-6, rtol=0)
    assert len(lifted[:, 0].unique()) == 20
    assert -0.5 <= lifted.min() < -0.2 < 0.2 < lifted.max() <= 0.5


def test_gamma_bends_each_band_between_the_limits_of_the_normalisation() -> None:
    ramp = torch.linspace(-LIMIT, LIMIT, 21).reshape(1, 1, 1, 21).repeat(50, 3, 1, 1)
    varied = radiometry(gamma=1.5).vary(ramp, torch.ones(50, 1, 21, dtype=torch.bool), generators(ramp))
    torch.testing.assert_close(varied[..., [0, -1]], ramp[..., [0, -1]])
    assert (varied.diff(dim=-1) > 0).all()
    powers = ((varied[..., 10] + LIMIT) / (2 * LIMIT)).log() / np.log(0.5)
    assert len(powers.flatten().unique()) == 150
    assert 1 / 1.5 - 1e-4 <= powers.min() < 0.7 < 1.45 < powers.max() <= 1.5 + 1e-4


def test_a_band_that_is_constant_survives_gamma() -> None:
    images = torch.zeros(2, 3, 8, 8)
    constant = Normalisation(low=(5.0,) * 3, high=(5.0,) * 3, mean=(5.0,) * 3, std=(1.0,) * 3)
    bent = Radiometry(
        {name: replace(each, probability=1.0 * (name == "gamma")) for name, each in VARIATIONS.items()}, constant
    )
    assert torch.equal(bent.vary(images, torch.ones(2, 8, 8, dtype=torch.bool), generators(images)), images)


def test_blur_spreads_a_point_evenly_and_as_far_as_its_sigma() -> None:
    images = torch.zeros(50, 3, 41, 41)
    images[:, :, 20, 20] = 1.0
    blurred = radiometry(blur=2.0).vary(images, torch.ones(50, 41, 41, dtype=torch.bool), generators(images))
    torch.testing.assert_close(blurred.sum(dim=(2, 3)), torch.ones(50, 3))
    torch.testing.assert_close(blurred, blurred.mT)
    torch.testing.assert_close(blurred, blurred.flip(-1))
    squares = (torch.arange(41) - 20.0) ** 2
    sigmas = (blurred.sum(dim=2) @ squares).sqrt()
    assert 0.95 < sigmas.min() < 1.15
    assert 1.85 < sigmas.max() < 2.05


def test_blur_mixes_nothing_into_valid_pixels_from_where_there_is_no_data() -> None:
    _, valid = images_of()
    images = torch.full((4, 3, 24, 24), 5.0) * valid.unsqueeze(1)
    torch.testing.assert_close(radiometry(blur=2.0).vary(images, valid, generators(images)), images)


def test_noise_has_no_mean_and_another_sigma_for_each_image() -> None:
    images, valid = torch.zeros(30, 3, 32, 32), torch.ones(30, 32, 32, dtype=torch.bool)
    noise = radiometry(noise=0.4).vary(images, valid, generators(images)).flatten(1)
    assert noise.mean(dim=1).abs().max() < 0.03
    assert 0 < noise.std(dim=1).min() < 0.1
    assert 0.3 < noise.std(dim=1).max() < 0.42
