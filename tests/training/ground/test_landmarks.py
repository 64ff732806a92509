import numpy as np
import torch

from training.ground.landmarks import MOST, REACH, find_landmarks

SIDE = 160


def noise() -> np.ndarray:
    return np.random.default_rng(0).normal(500, 100, (SIDE, SIDE)).astype(np.float32)


def test_landmarks_are_the_same_wherever_the_image_begins() -> None:
    image = noise()
    whole, part = find_landmarks(image), find_landmarks(image[5:, 12:] * 3 + 1000)
    shifted = (part.places + torch.tensor([5, 12])).tolist()
    same = [
        (whole.places.tolist().index(place), number)
        for number, place in enumerate(shifted)
        if place in whole.places.tolist()
    ]
    assert len(shifted) == MOST
    assert len(same) > MOST / 2
    for one, other in same:
        assert torch.allclose(whole.looks[one], part.looks[other], atol=1e-4)


def test_landmarks_keep_away_from_edges_and_missing_data() -> None:
    image = noise()
    image[:, 100:] = np.nan
    rows, columns = find_landmarks(image).places.T
    assert len(rows) > 0
    assert rows.min() >= REACH
    assert rows.max() < SIDE - REACH
    assert columns.min() >= REACH
    assert columns.max() < 100 - REACH


def test_even_ground_has_none() -> None:
    slope = np.add.outer(np.arange(SIDE), 3 * np.arange(SIDE)).astype(np.float32)
    for even in (
        np.full((SIDE, SIDE), 300, np.float32),
        slope,
        np.full((SIDE, SIDE), np.nan, np.float32),
        noise()[:REACH, :REACH],
    ):
        assert find_landmarks(even).places.shape == (0, 2)
