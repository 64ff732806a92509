from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
import pytest
from osgeo import gdal, ogr, osr

from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import Cancelled, OutputError
from paddy_segmenter.events import Event, Progress, Reporter
from paddy_segmenter.jobs import SceneJob
from training.practice import scene
from training.practice.landscape import Cover
from training.practice.scene import create_scene, render

Features = npt.NDArray[np.float64]
Labels = npt.NDArray[np.uint8]


def job(folder: Path, **changes: int | float | str) -> SceneJob:
    """A scene of 200 x 160 pixels with all outputs."""
    paths = {"output": "scene.tif", "labels": "labels.gpkg", "label_raster": "labels.tif"}
    return SceneJob(
        **{"width": 200, "height": 160, **{name: str(folder / path) for name, path in paths.items()}, **changes}
    )  # type: ignore[arg-type]


def whole(**values: int | float) -> tuple[npt.NDArray[np.uint16], Labels]:
    asked = SceneJob("unused.tif", **values)  # type: ignore[arg-type]
    return render(asked, Window(0, 0, asked.height, asked.width))


def test_a_scene_is_a_north_up_image_of_four_named_bands_near_pangkuh(tmp_path: Path, report: Reporter) -> None:
    create_scene(job(tmp_path), report)
    image = gdal.Open(str(tmp_path / "scene.tif"))
    bands = [image.GetRasterBand(number) for number in (1, 2, 3, 4)]
    assert (image.RasterXSize, image.RasterYSize, image.RasterCount) == (200, 160, 4)
    assert [band.GetDescription() for band in bands] == ["blue", "green", "red", "near infrared"]
    assert {(band.DataType, band.GetNoDataValue()) for band in bands} == {(gdal.GDT_UInt16, 0)}
    assert [band.GetColorInterpretation() for band in bands[:3]] == [
        gdal.GCI_BlueBand,
        gdal.GCI_GreenBand,
        gdal.GCI_RedBand,
    ]
    left, across, _, top, _, down = image.GetGeoTransform()
    assert (across, down) == (1.5, -1.5)
    degrees = osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    latitude, longitude, _ = osr.CoordinateTransformation(image.GetSpatialRef(), degrees).TransformPoint(left, top)
    assert (latitude, longitude) == pytest.approx((-3.0, 114.3), abs=0.01)


def test_the_label_raster_names_and_colours_the_classes(tmp_path: Path, report: Reporter) -> None:
    create_scene(job(tmp_path), report)
    raster = gdal.Open(str(tmp_path / "labels.tif"))
    band = raster.GetRasterBand(1)
    assert band.GetNoDataValue() == 255
    assert band.GetColorTable().GetColorEntry(4)[:3] == (60, 120, 200)
    # Asked after the colour table, since GDAL 3.6 reads the names from the sidecar file only then.
    assert band.GetCategoryNames()[1:] == ["paddy", "trees", "village", "water", "other land"]
    assert set(np.unique(band.ReadAsArray())) <= {1, 2, 3, 4, 5, 255}
    style = ElementTree.parse(tmp_path / "labels.qml")
    labels = [entry.get("label") for entry in style.iter("paletteEntry")]
    assert labels == ["paddy", "trees", "village", "water", "other land"]


def test_image_and_labels_miss_the_same_wedge_in_the_west() -> None:
    image, classes = whole(width=300, height=200)
    missing = classes == 255
    assert (missing == (image == 0).any(axis=0)).all()
    assert (missing == (image == 0).all(axis=0)).all()
    assert 0.02 < missing.mean() < 0.06
    assert missing[0, :20].all()
    assert not missing[:, 30:].any()
    assert not missing[170:].any()


def test_polygons_and_label_raster_say_the_same(
    tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scene, "SHEET", 64)  # so that there are several, cut ones among them
    create_scene(job(tmp_path), report)
    raster = gdal.Open(str(tmp_path / "labels.tif"))
    polygons = ogr.Open(str(tmp_path / "labels.gpkg"))
    burnt = gdal.GetDriverByName("MEM").Create("", 200, 160, 1)
    burnt.SetGeoTransform(raster.GetGeoTransform())
    burnt.GetRasterBand(1).Fill(255)
    gdal.RasterizeLayer(burnt, [1], polygons.GetLayer(0), options=["ATTRIBUTE=class"])
    np.testing.assert_array_equal(burnt.ReadAsArray(), raster.ReadAsArray())
    named = {(feature["class"], feature["name"]) for feature in polygons.GetLayer(0)}
    assert named <= {(1, "paddy"), (2, "trees"), (3, "village"), (4, "water"), (5, "other land")}


@pytest.mark.parametrize("gsd", [1.5, 6.0])
def test_a_pixel_does_not_depend_on_the_window_it_is_computed_in(gsd: float) -> None:
    asked = SceneJob("unused.tif", width=150, height=120, gsd=gsd, seed=3)
    image, classes = render(asked, Window(0, 0, 120, 150))
    for window in (Window(37, 0, 23, 150), Window(0, 61, 120, 40), Window(119, 149, 1, 1)):
        part = slice(window.row, window.bottom), slice(window.column, window.right)
        again, classes_again = render(asked, window)
        np.testing.assert_array_equal(again, image[:, part[0], part[1]])
        np.testing.assert_array_equal(classes_again, classes[part])


def test_the_files_do_not_depend_on_the_size_of_sheets_and_strips(
    tmp_path: Path, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_scene(job(tmp_path), report)
    monkeypatch.setattr(scene, "SHEET", 96)
    monkeypatch.setattr(scene, "ROWS", 17)
    create_scene(
        job(tmp_path, output=str(tmp_path / "again.tif"), labels="", label_raster=str(tmp_path / "again_l.tif")), report
    )
    for first, second in (("scene.tif", "again.tif"), ("labels.tif", "again_l.tif")):
        pixels = [gdal.Open(str(tmp_path / name)).ReadAsArray() for name in (first, second)]
        np.testing.assert_array_equal(*pixels)


def test_a_seed_grows_one_landscape_and_another_seed_another() -> None:
    image, classes = whole(width=100, height=100, seed=1)
    np.testing.assert_array_equal(image, whole(width=100, height=100, seed=1)[0])
    other_image, other_classes = whole(width=100, height=100, seed=2)
    assert (other_image != image).mean() > 0.8
    assert (other_classes != classes).mean() > 0.2


def test_larger_pixels_show_the_same_landscape() -> None:
    image, classes = whole(width=360, height=360, gsd=1.5)
    coarse, coarse_classes = whole(width=120, height=120, gsd=4.5)
    inside = coarse_classes != 255
    np.testing.assert_array_equal(coarse_classes[inside], classes[1::3, 1::3][inside])
    averaged = image.reshape(4, 120, 3, 120, 3).mean(axis=(2, 4))
    for band in range(4):
        assert np.corrcoef(coarse[band][inside], averaged[band][inside])[0, 1] > 0.9


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_class_has_a_plausible_share(seed: int) -> None:
    _, classes = whole(width=800, height=800, gsd=2.5, seed=seed)
    shares = {cover: (classes == cover).sum() / (classes != 255).sum() for cover in Cover}
    assert 0.4 < shares[Cover.PADDY] < 0.65
    assert min(shares.values()) > 0.03


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_no_classifier_of_single_pixels_solves_the_scene(seed: int) -> None:
    image, classes = whole(width=1000, height=500, seed=seed)
    halves = []
    for columns in (slice(0, 500), slice(500, 1000)):
        known = classes[:, columns] != 255
        halves.append((image[:, :, columns][:, known].T.astype(np.float64), classes[:, columns][known]))
    for train, test in (halves, halves[::-1]):
        for classify in (by_linear_discriminant, by_quadratic_discriminant, by_histogram):
            assert (classify(*train, test[0]) == test[1]).mean() < 0.85, classify.__name__


def test_only_the_outputs_asked_for_are_written(tmp_path: Path, report: Reporter, events: list[Event]) -> None:
    outputs = create_scene(job(tmp_path, labels="", label_raster=""), report)
    assert outputs == {"output": str(tmp_path / "scene.tif")}
    assert {path.name for path in tmp_path.iterdir()} == {"scene.tif", "scene.qml"}
    shares = [event.share for event in events if isinstance(event, Progress)]
    assert len(shares) > 4
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_a_cancelled_scene_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "SHEET", 64)

    def cancel_halfway(event: Event) -> None:
        if isinstance(event, Progress) and event.share > 0.5:
            report.cancel()

    report = Reporter(cancel_halfway)
    with pytest.raises(Cancelled):
        create_scene(job(tmp_path), report)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["output", "labels", "label_raster"])
def test_a_refused_output_leaves_nothing(tmp_path: Path, report: Reporter, name: str) -> None:
    suffix = Path(getattr(job(tmp_path), name)).suffix
    with pytest.raises(OutputError, match="does not exist"):
        create_scene(job(tmp_path, **{name: str(tmp_path / "missing" / f"file{suffix}")}), report)
    assert list(tmp_path.iterdir()) == []


def by_linear_discriminant(features: Features, labels: Labels, unknown: Features) -> Labels:
    found, counts = np.unique(labels, return_counts=True)
    pooled = sum(count * np.cov(features[labels == each].T) for each, count in zip(found, counts, strict=True)) / len(
        labels
    )
    return _by_normal_distributions(features, labels, unknown, lambda each: pooled)


def by_quadratic_discriminant(features: Features, labels: Labels, unknown: Features) -> Labels:
    return _by_normal_distributions(features, labels, unknown, lambda each: np.cov(each.T))


def by_histogram(features: Features, labels: Labels, unknown: Features, bins: int = 10) -> Labels:
    """The commonest class among the pixels that fall into the same bin of every band."""
    edges = np.quantile(features, np.linspace(0, 1, bins + 1)[1:-1], axis=0)

    def bin_of(pixels: Features) -> npt.NDArray[np.int64]:
        return sum(np.searchsorted(edges[:, band], pixels[:, band]) * bins**band for band in range(4))  # type: ignore[return-value]

    found, counts = np.unique(labels, return_counts=True)
    common = counts / len(labels) * 1e-3  # decides where a bin is empty
    votes = np.stack(
        [
            np.bincount(bin_of(features)[labels == each], minlength=bins**4) + share
            for each, share in zip(found, common, strict=True)
        ]
    )
    return np.asarray(found[votes.argmax(axis=0)[bin_of(unknown)]])


def _by_normal_distributions(
    features: Features, labels: Labels, unknown: Features, spread: Callable[[Features], Features]
) -> Labels:
    found, scores = np.unique(labels), []
    for each in found:
        members = features[labels == each]
        covariance, offset = spread(members), unknown - members.mean(axis=0)
        distance = np.einsum("ni,ij,nj->n", offset, np.linalg.inv(covariance), offset)
        scores.append(np.log(len(members)) - (np.linalg.slogdet(covariance)[1] + distance) / 2)
    return np.asarray(found[np.argmax(scores, axis=0)])
