import numpy as np
import pytest

from training.baseline.discriminant import Moments

MEANS = np.array([[0.0, 0.0, 0.0], [2.0, 1.0, 0.0], [-1.0, 2.0, 1.0]])
SPREAD = np.array([[1.0, 0.5, 0.0], [0.0, 0.7, 0.2], [0.0, 0.0, 0.4]])
SHARES = np.array([0.6, 0.3, 0.1])


def draw(samples: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns samples (3, samples) of three normal classes of one covariance, the third one rare, and their classes."""
    generator = np.random.default_rng(5)
    labels = generator.choice(3, samples, p=SHARES)
    return MEANS[labels].T + SPREAD.T @ generator.normal(size=(3, samples)), labels


def test_samples_are_told_apart_as_their_true_distributions_do() -> None:
    values, labels = draw(20_000)
    moments = Moments(3, 3)
    moments.add(values, labels)
    precision = np.linalg.inv(SPREAD.T @ SPREAD)
    distances = [np.einsum("is,ij,js->s", values - mean[:, None], precision, values - mean[:, None]) for mean in MEANS]
    best = (np.log(SHARES)[:, None] - np.array(distances) / 2).argmax(axis=0)
    assert (moments.solve().classify(values) == best).mean() > 0.99


def test_parts_come_to_the_same_as_the_whole() -> None:
    values, labels = draw(3000)
    whole, parts = Moments(3, 3), Moments(3, 3)
    whole.add(values, labels)
    for part in np.array_split(np.arange(3000), 7):
        parts.add(values[:, part], labels[part])
    np.testing.assert_array_equal(parts.solve().classify(values), whole.solve().classify(values))


@pytest.mark.parametrize("further", ["constant", "twice"])
def test_a_band_that_says_nothing_new_changes_nothing(further: str) -> None:
    values, labels = draw(3000)
    added = np.ones(3000) if further == "constant" else 2 * values[0]
    plain, longer = Moments(3, 3), Moments(3, 4)
    plain.add(values, labels)
    longer.add(np.vstack([values, added]), labels)
    alike = longer.solve().classify(np.vstack([values, added])) == plain.solve().classify(values)
    assert alike.mean() > 0.999


def test_a_class_without_a_sample_is_never_found() -> None:
    values, labels = draw(3000)
    moments = Moments(4, 3)
    moments.add(values, np.where(labels == 0, 3, labels))
    assert set(moments.solve().classify(values).tolist()) == {1, 2, 3}
