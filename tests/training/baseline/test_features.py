import numpy as np

from paddy_segmenter.core.card import Normalisation
from training.baseline.features import REACH, features_of

SIDE = 12
BANDS = Normalisation((0.0, 10.0), (100.0, 30.0), (50.0, 20.0), (10.0, 5.0))


def image() -> np.ndarray:
    """Returns a window of SIDE pixels and what lies around it: some bands and pixels without data, and nothing beyond the west."""
    generator = np.random.default_rng(4)
    values = generator.uniform(-20, 120, (2, SIDE + 2 * REACH, SIDE + 2 * REACH)).astype(np.float32)
    values[:, :, : REACH - 2] = np.nan
    values[0][generator.random(values[0].shape) < 0.2] = np.nan
    return values


def test_features_are_the_scaled_bands_and_their_means_over_7_and_19_pixels() -> None:
    values = image()
    found = features_of(values, BANDS)
    assert found.shape == (6, SIDE, SIDE)
    low, high, mean, std = (np.array(part)[:, None, None] for part in vars(BANDS).values())
    scaled = (values.clip(low, high) - mean) / std
    for row, column in ((0, 0), (5, 7), (SIDE - 1, SIDE - 1)):
        wanted = list(np.nan_to_num(scaled[:, row + REACH, column + REACH]))
        for box in (7, 19):
            first = REACH - box // 2
            part = scaled[:, row + first : row + first + box, column + first : column + first + box]
            wanted += np.nanmean(part, axis=(1, 2)).tolist()
        np.testing.assert_allclose(found[:, row, column], wanted, atol=1e-5)


def test_what_has_no_data_in_any_box_is_the_mean_of_the_training() -> None:
    nothing = np.full((2, SIDE + 2 * REACH, SIDE + 2 * REACH), np.nan, np.float32)
    assert not features_of(nothing, BANDS).any()
