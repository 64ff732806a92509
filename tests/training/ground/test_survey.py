from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from osgeo import gdal

from paddy_segmenter.core.rasters.legend import palette_colour
from paddy_segmenter.core.tiles import Window
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Message, Reporter
from paddy_segmenter.jobs import TrainJob
from tests.conftest import LEFT, TOP, declare_scale
from training.chips.drawer import ChipDrawer
from training.ground.fingerprints import take_fingerprints
from training.ground.ground import Ground
from training.ground.inspection import check_training, warn_of_small_rasters
from training.ground.survey import survey
from training.metrics import UNLABELLED

Write = Callable[..., str]
SIZE = 256


@pytest.fixture
def labelled(write_raster: Write) -> tuple[str, str]:
    """An image whose first band counts the pixels, and a checkerboard of two classes of 16 pixels."""
    numbers = np.arange(SIZE * SIZE, dtype=np.float32).reshape(SIZE, SIZE)
    board = np.kron(np.indices((16, 16)).sum(axis=0) % 2 + 1, np.ones((16, 16))).astype(np.uint8)
    return write_raster("image.tif", np.stack([numbers, numbers * 2])), write_raster("labels.tif", board)


def train_job(tmp_path: Path, image: str, labels: str, **fields: object) -> TrainJob:
    defaults = {"chip": 64, "block": 64, "buffer": 8, "weights": "none"}
    return TrainJob(rasters=(image,), labels=(labels,), output=str(tmp_path / "m.safetensors"), **(defaults | fields))


@pytest.fixture
def ground(tmp_path: Path, labelled: tuple[str, str], report: Reporter) -> Ground:
    return survey(train_job(tmp_path, *labelled), tmp_path, report)


def held_out(ground: Ground, margin: int = 0) -> np.ndarray:
    mask = np.zeros((SIZE, SIZE), bool)
    for block in ground.validation_blocks:
        w = block.window
        mask[max(w.row - margin, 0) : w.bottom + margin, max(w.column - margin, 0) : w.right + margin] = True
    return mask


def test_a_fifth_of_the_blocks_is_held_out(ground: Ground) -> None:
    assert (len(ground.blocks), len(ground.validation_blocks), len(ground.training_blocks)) == (16, 3, 13)


def test_no_label_of_a_validation_block_or_its_buffer_is_learnt(ground: Ground) -> None:
    _, _, labels = ground.sites[0].read_to_train(Window(0, 0, SIZE, SIZE))
    np.testing.assert_array_equal(labels == UNLABELLED, held_out(ground, margin=8))


def test_a_window_in_the_middle_of_nowhere_sees_the_same_split(ground: Ground) -> None:
    whole = ground.sites[0].read_to_train(Window(0, 0, SIZE, SIZE))[2]
    for row, column in [(13, 40), (100, 100), (191, 191), (-20, 230)]:
        part = ground.sites[0].read_to_train(Window(row, column, 64, 64))[2]
        padded = np.pad(whole, 64, constant_values=UNLABELLED)
        np.testing.assert_array_equal(part, padded[64 + row : 128 + row, 64 + column : 128 + column])


def test_only_validation_blocks_are_validated_on(ground: Ground) -> None:
    labels = ground.sites[0].read_to_validate(Window(0, 0, SIZE, SIZE))
    np.testing.assert_array_equal(labels != UNLABELLED, held_out(ground))


def test_drawn_chips_keep_image_and_labels_together_and_never_show_held_out_labels(
    tmp_path: Path, labelled: tuple[str, str], ground: Ground
) -> None:
    job = train_job(tmp_path, *labelled, augment=("scale=0",), seed=3)  # so that each pixel keeps its number
    mask = held_out(ground, margin=8).ravel()
    board = ground.sites[0].labels.read_values(Window(0, 0, SIZE, SIZE), UNLABELLED).ravel()
    images, valid, labels = next(ChipDrawer(ground, job).batches(1, 1, 200))
    assert images.shape == (200, 2, 64, 64)
    assert valid.all()
    pixels = images[:, 0].long()
    learnt = labels != UNLABELLED
    assert learnt.any(dim=(1, 2)).all()
    assert not mask[pixels[learnt].numpy()].any()
    np.testing.assert_array_equal(board[pixels[learnt].numpy()], labels[learnt].numpy())
    assert pixels.unique().numel() > 0.9 * SIZE * SIZE


def test_the_same_seed_draws_the_same_chips(tmp_path: Path, labelled: tuple[str, str], ground: Ground) -> None:
    jobs = [train_job(tmp_path, *labelled, seed=seed) for seed in (1, 1, 2)]
    first, again, other = (next(ChipDrawer(ground, job).batches(1, 1, 8))[0] for job in jobs)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_normalisation_is_measured_on_training_blocks_alone(
    tmp_path: Path, labelled: tuple[str, str], ground: Ground, report: Reporter
) -> None:
    dataset = gdal.Open(labelled[0], gdal.GA_Update)
    image = dataset.ReadAsArray()
    image[:, held_out(ground)] = 1e6
    dataset.WriteArray(image)
    del dataset
    job = train_job(tmp_path, *labelled)
    measured = ChipDrawer(survey(job, tmp_path, report), job).measure()
    assert measured.high[0] < SIZE * SIZE
    assert measured.mean[0] == pytest.approx(image[0][~held_out(ground)].mean(), rel=0.2)
    assert measured.mean[1] == pytest.approx(2 * measured.mean[0], rel=1e-3)


def test_labels_elsewhere_are_refused(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter
) -> None:
    elsewhere = write_raster("elsewhere.tif", np.array([[1, 2]], np.uint8), left=900_000.0)
    with pytest.raises(InputError, match=r"the labels do not touch image\.tif"):
        survey(train_job(tmp_path, labelled[0], elsewhere), tmp_path, report)


def test_labels_that_miss_one_of_several_rasters_are_warned_of(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    far = write_raster("far.tif", np.ones((2, 64, 64), np.float32), left=900_000.0)
    job = TrainJob((labelled[0], far), (labelled[1],), str(tmp_path / "m.safetensors"), chip=64, block=64)
    assert len(survey(job, tmp_path, report).sites) == 2
    assert warnings(events) == ["the labels do not touch far.tif: nothing is learnt there"]


def test_a_single_class_is_refused_with_the_way_out(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter
) -> None:
    ones = write_raster("ones.tif", np.ones((SIZE, SIZE), np.uint8))
    with pytest.raises(InputError, match=r"hold 1 class, but a map needs two or more: .* background"):
        survey(train_job(tmp_path, labelled[0], ones), tmp_path, report)


def test_rasters_with_different_bands_are_refused(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter
) -> None:
    other = write_raster("three.tif", np.ones((3, 64, 64), np.float32))
    job = TrainJob((labelled[0], other), (labelled[1],), str(tmp_path / "m.safetensors"), chip=64)
    with pytest.raises(InputError, match=r"three.tif has 3 bands, image.tif has 2: choose the bands they share"):
        survey(job, tmp_path, report)


def warnings(events: list[Event]) -> list[str]:
    """What is warned of, beside the little ground that these rasters have to validate on."""
    told = [event.text for event in events if isinstance(event, Message) and event.level == "warning"]
    return [text for text in told if "of the blocks are validated on" not in text]


def test_a_buffer_that_leaves_nothing_to_learn_is_refused(
    tmp_path: Path, labelled: tuple[str, str], report: Reporter
) -> None:
    with pytest.raises(InputError, match="beside the ground to validate on and the buffer of 300 pixels"):
        survey(train_job(tmp_path, *labelled, buffer=300), tmp_path, report)


def test_blocks_count_only_the_labels_that_may_be_learnt(
    tmp_path: Path, labelled: tuple[str, str], ground: Ground
) -> None:
    learnt = ground.sites[0].read_to_train(Window(0, 0, SIZE, SIZE))[2] != UNLABELLED
    assert sum(sum(block.counts) for block in ground.training_blocks) == learnt.sum()
    assert ChipDrawer(ground, train_job(tmp_path, *labelled)).chips_to_cover == learnt.sum() / 64**2


def test_a_raster_given_twice_teaches_nothing_of_its_validation_blocks(
    tmp_path: Path, labelled: tuple[str, str], report: Reporter
) -> None:
    image, labels = labelled
    job = TrainJob((image, image), (labels,), str(tmp_path / "m.safetensors"), chip=64, block=64, buffer=8)
    ground = survey(job, tmp_path, report)
    mask = held_out(ground, margin=8)
    for site in ground.sites:
        np.testing.assert_array_equal(site.read_to_train(Window(0, 0, SIZE, SIZE))[2] == UNLABELLED, mask)


def test_a_neighbour_without_common_ground_keeps_its_labels_but_for_the_buffer(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter
) -> None:
    beside = write_raster("beside.tif", np.ones((2, SIZE, SIZE), np.float32), left=LEFT + 1.5 * SIZE)
    more = write_raster("more.tif", np.ones((SIZE, SIZE), np.uint8), left=LEFT + 1.5 * SIZE)
    job = TrainJob((labelled[0], beside), (labelled[1], more), str(tmp_path / "m.safetensors"), chip=64, block=64, buffer=8, seed=1)  # fmt: skip
    ground = survey(job, tmp_path, report)
    held_out = np.zeros((SIZE + 16, 2 * SIZE + 16), bool)  # both side by side, within a frame
    for block in ground.validation_blocks:
        w, left = block.window, block.window.column + SIZE * block.raster
        held_out[w.row : w.bottom + 16, left : left + w.width + 16] = True
    for number, site in enumerate(ground.sites):
        withheld = site.read_to_train(Window(0, 0, SIZE, SIZE))[2] == UNLABELLED
        np.testing.assert_array_equal(withheld, held_out[8:-8, 8 + number * SIZE : 8 + (number + 1) * SIZE])
    assert any((b.raster, b.window.column) in ((0, 192), (1, 0)) for b in ground.validation_blocks)


def test_a_chip_has_a_label_however_rare_they_are(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = np.zeros((SIZE, SIZE), np.uint8)
    rare[5::128, 70::128], rare[100::128, 3::128] = 1, 2
    labels_there = write_raster("rare.tif", rare, nodata=0)
    job = train_job(tmp_path, labelled[0], labels_there, chip=32, block=128, buffer=0)
    monkeypatch.setattr("training.chips.drawer.REDRAWS", 1)
    _, _, labels = next(ChipDrawer(survey(job, tmp_path, report), job).batches(1, 1, 40))
    assert (labels != UNLABELLED).any(dim=(1, 2)).all()


def test_classes_that_do_not_occur_on_the_rasters_do_not_count(
    tmp_path: Path, labelled: tuple[str, str], write_polygons: Write, report: Reporter, events: list[Event]
) -> None:
    here = (LEFT, TOP - 380, LEFT + 380, TOP - 100, "paddy")
    far = [(LEFT + 9000, TOP, LEFT + 9010, TOP + 10, f"crop {i:02}") for i in range(12)]
    with pytest.raises(InputError, match="the labels hold 1 class, but a map needs two or more"):
        survey(train_job(tmp_path, labelled[0], write_polygons("one.gpkg", [here, *far]), class_field="crop"), tmp_path, report)  # fmt: skip
    also = (LEFT, TOP - 90, LEFT + 380, TOP, "maize")
    both = write_polygons("two.gpkg", [here, also, *far])
    ground = survey(train_job(tmp_path, labelled[0], both, class_field="crop"), tmp_path, report)
    assert [(each.value, each.name) for each in ground.legend.classes] == [(13, "maize"), (14, "paddy")]
    assert [each.colour for each in ground.legend.classes] == [palette_colour(0), palette_colour(1)]
    window = Window(0, 0, ground.sites[0].raster.grid.height, ground.sites[0].raster.grid.width)
    assert set(np.unique(ground.sites[0].labels.read_values(window, UNLABELLED))) == {UNLABELLED, 0, 1}
    shown = ", ".join(f"crop {i:02}" for i in range(10))
    told = [event.text for event in events if isinstance(event, Message)]
    assert f"12 of the classes ({shown}, ...) lie on none of these rasters and are left out" in told


def test_a_layer_of_a_whole_country_is_learnt_by_the_classes_that_are_burnt(
    tmp_path: Path, labelled: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    here = [(LEFT, TOP - 380, LEFT + 380, TOP - 100, "paddy"), (LEFT, TOP - 90, LEFT + 380, TOP, "maize")]
    far = [(LEFT + 9000, TOP, LEFT + 9010, TOP + 10, f"crop {i:03}") for i in range(300)]
    country = write_polygons("country.gpkg", [*here, *far])
    ground = survey(train_job(tmp_path, labelled[0], country, class_field="crop"), tmp_path, report)
    assert ground.legend.names == ["maize", "paddy"]


def test_a_background_that_no_raster_shows_is_no_class(
    tmp_path: Path, labelled: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    halves = [(LEFT - 9, TOP - 100, LEFT + 9000, TOP + 9, "maize"), (LEFT - 9, TOP - 9000, LEFT + 9000, TOP - 100, "paddy")]  # fmt: skip
    layer = write_polygons("fields.gpkg", halves)
    job = train_job(tmp_path, labelled[0], layer, class_field="crop", unlabelled="background")
    assert survey(job, tmp_path, report).legend.names == ["maize", "paddy"]


def test_classes_that_differ_in_capitals_only_are_warned_of(
    tmp_path: Path, labelled: tuple[str, str], write_polygons: Write, report: Reporter, events: list[Event]
) -> None:
    halves = [(LEFT, TOP - 190, LEFT + 380, TOP, "rice"), (LEFT, TOP - 380, LEFT + 380, TOP - 190, "Rice")]
    layer = write_polygons("fields.gpkg", halves)
    survey(train_job(tmp_path, labelled[0], layer, class_field="crop"), tmp_path, report)
    assert (
        "the classes Rice and rice differ in capitals or accents only and are learnt apart:"
        " where they are one, add rice=Rice to the value map"
    ) in warnings(events)


def test_values_whose_names_differ_in_capitals_only_are_merged_by_what_the_warning_advises(
    tmp_path: Path, labelled: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    image, labels = labelled
    dataset = gdal.Open(labels, gdal.GA_Update)
    dataset.GetRasterBand(1).SetCategoryNames(["", "Rice", "rice"])
    del dataset
    survey(train_job(tmp_path, image, labels), tmp_path, report)
    [advice] = [text for text in warnings(events) if "differ in capitals" in text]
    assert advice.endswith("add 2=Rice to the value map")
    with pytest.raises(InputError, match="the labels hold 1 class"):
        survey(train_job(tmp_path, image, labels, value_map=("2=Rice",)), tmp_path, report)


def test_names_that_are_cleaned_are_told(
    tmp_path: Path, labelled: tuple[str, str], write_polygons: Write, report: Reporter, events: list[Event]
) -> None:
    halves = [(LEFT, TOP - 190, LEFT + 380, TOP, "rice\u200b"), (LEFT, TOP - 380, LEFT + 380, TOP - 190, "water")]
    layer = write_polygons("fields.gpkg", halves)
    survey(train_job(tmp_path, labelled[0], layer, class_field="crop"), tmp_path, report)
    told = [event.text for event in events if isinstance(event, Message)]
    assert f"{layer} holds names with characters that cannot be shown, they are called rice: the value map can give them others" in told  # fmt: skip


def test_a_class_in_validation_blocks_alone_is_warned_of(ground: Ground, report: Reporter, events: list[Event]) -> None:
    check_training(ground.legend, np.array([900, 100]), np.array([500, 0]), 8, report)
    assert warnings(events)[0].startswith("1 of the classes (class 2) have no pixel to learn from")


def test_rasters_without_labels_are_background_where_that_is_wanted(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    far = write_raster("far.tif", np.ones((2, 64, 64), np.float32), left=900_000.0)
    job = TrainJob((labelled[0], far), (labelled[1],), str(tmp_path / "m.safetensors"), chip=64, block=64, unlabelled="background")  # fmt: skip
    survey(job, tmp_path, report)
    assert "the labels do not touch far.tif: all of it is learnt as background" in warnings(events)


def test_rasters_whose_bands_have_other_names_are_refused(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter
) -> None:
    paths = [
        write_raster(f"{'-'.join(names)}.tif", np.ones((2, SIZE, SIZE), np.uint8), bands=names)
        for names in (("red", "nir"), ("nir", "red"))
    ]
    output = str(tmp_path / "m.safetensors")
    with pytest.raises(
        InputError, match=r"are nir, red, those of red-nir\.tif are red, nir: bring them into one order"
    ):
        survey(TrainJob(tuple(paths), (labelled[1],), output), tmp_path, report)
    survey(TrainJob((paths[0], labelled[0]), (labelled[1],), output, chip=64), tmp_path, report)


def test_rasters_of_other_pixel_sizes_are_warned_of(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    coarse = write_raster("coarse.tif", np.ones((2, 64, 64), np.float32), gsd=3.0)
    survey(TrainJob((labelled[0], coarse), (labelled[1],), str(tmp_path / "m.safetensors"), chip=64), tmp_path, report)
    assert any("image.tif has 1.5 m per pixel, coarse.tif has 3 m" in text for text in warnings(events))


def test_beyond_the_labelled_areas_nothing_is_learnt_and_nothing_validated(
    tmp_path: Path, labelled: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    areas = write_polygons("areas.gpkg", [(LEFT, TOP - 1.5 * SIZE, LEFT + 150, TOP, "west")])
    ground = survey(train_job(tmp_path, *labelled, labelled_areas=areas), tmp_path, report)
    everything = Window(0, 0, SIZE, SIZE)
    for labels in (ground.sites[0].read_to_train(everything)[2], ground.sites[0].read_to_validate(everything)):
        assert (labels[:, :100] != UNLABELLED).any()
        assert (labels[:, 100:] == UNLABELLED).all()
    assert {block.window.column for block in ground.training_blocks + ground.validation_blocks} == {0, 64}


def test_labelled_areas_without_labels_are_told(
    tmp_path: Path, labelled: tuple[str, str], write_polygons: Write, report: Reporter
) -> None:
    areas = write_polygons("areas.gpkg", [(LEFT + 9000, TOP - 10, LEFT + 9010, TOP, "far")])
    with pytest.raises(InputError, match=r"the labels within .*areas\.gpkg do not touch image\.tif"):
        survey(train_job(tmp_path, *labelled, labelled_areas=areas), tmp_path, report)


def test_ignored_values_are_neither_classes_nor_learnt(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter
) -> None:
    stripes = np.tile(np.repeat([1, 2, 9, 9], 8), (SIZE, SIZE // 32)).astype(np.uint8)
    labels = write_raster("stripes.tif", stripes)
    ground = survey(train_job(tmp_path, labelled[0], labels, ignored_values=(9,)), tmp_path, report)
    assert ground.legend.names == ["class 1", "class 2"]
    burnt = ground.sites[0].labels.read_values(Window(0, 0, SIZE, SIZE), UNLABELLED)
    np.testing.assert_array_equal(burnt == UNLABELLED, stripes == 9)


def test_a_value_of_the_value_map_that_no_label_holds_is_warned_of(
    tmp_path: Path, labelled: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    ground = survey(train_job(tmp_path, *labelled, value_map=("1=paddy", "11=water")), tmp_path, report)
    assert ground.legend.names == ["paddy", "class 2"]
    assert warnings(events) == ["the value map names 11, which no label holds: check how it is written"]


def test_an_ignored_value_that_no_label_holds_is_warned_of(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    largest = 2**31 - 1  # which no fp32 holds
    stripes = np.tile(np.repeat([1, 2, largest, -1], 8), (SIZE, SIZE // 32)).astype(np.int32)
    labels = write_raster("stripes.tif", stripes, nodata=-1)
    survey(train_job(tmp_path, labelled[0], labels, ignored_values=(largest, -1, 7)), tmp_path, report)
    assert warnings(events) == [
        "the ignored values name -1, 7, which no label holds: check how they are written; nodata is no value, but ground without a label"
    ]


def test_a_band_that_the_file_calls_alpha_is_told_not_to_be_learnt(
    tmp_path: Path, labelled: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    image = str(tmp_path / "called alpha.tif")
    gdal.Translate(image, labelled[0], options=["-colorinterp", "red,alpha"])
    ground = survey(train_job(tmp_path, image, labelled[1]), tmp_path, report)
    assert ground.band_names == ("band 1",)
    assert any(
        event.text.startswith("the alpha band of called alpha.tif is a mask and is not learnt")
        for event in events
        if isinstance(event, Message)
    )
    with pytest.raises(
        InputError, match=r"band 2 of .*called alpha.tif is an alpha band, which is a mask: where it holds"
    ):
        survey(train_job(tmp_path, image, labelled[1], bands=(1, 2)), tmp_path, report)


@pytest.mark.parametrize(("chip", "told"), [
    (128, []),
    (160, ["a chip of 160 pixels is larger than image.tif, which has 160 x 128 pixels: what the network sees beyond it is empty; choose a smaller chip"]),
])  # fmt: skip
def test_a_chip_larger_than_a_raster_is_a_warning(
    tmp_path: Path, write_raster: Write, report: Reporter, events: list[Event], chip: int, told: list[str]
) -> None:
    board = np.kron(np.indices((8, 10)).sum(axis=0) % 2 + 1, np.ones((16, 16))).astype(np.uint8)
    survey(
        train_job(tmp_path, write_raster("image.tif", board), write_raster("labels.tif", board), chip=chip, block=32),
        tmp_path,
        report,
    )
    assert [text for text in warnings(events) if "chip of" in text] == told


def test_of_several_rasters_that_are_smaller_than_a_chip_the_smallest_is_named(
    report: Reporter, events: list[Event]
) -> None:
    rasters = [
        SimpleNamespace(name=f"{side}.tif", grid=SimpleNamespace(width=side, height=side)) for side in (90, 80, 100)
    ]
    warn_of_small_rasters(100, rasters, report)
    [text] = warnings(events)
    assert "larger than 80.tif, which has 80 x 80 pixels, the smallest of 2 such rasters: " in text


def test_values_are_learnt_scaled_where_all_rasters_declare_how(
    tmp_path: Path, labelled: tuple[str, str], report: Reporter
) -> None:
    image, labels = labelled
    assert survey(train_job(tmp_path, image, labels), tmp_path, report).values == "raw"
    declare_scale(image, (0.5, 0.0), (1.0, -3.0))
    ground = survey(train_job(tmp_path, image, labels), tmp_path, report)
    assert ground.values == "scaled"
    [site] = ground.sites
    assert site.read(Window(0, 1, 1, 1))[0].ravel().tolist() == [0.5, -1.0]
    assert survey(train_job(tmp_path, image, labels, bands=(1,)), tmp_path, report).values == "scaled"


def test_rasters_of_which_some_declare_a_scale_are_refused(
    tmp_path: Path, labelled: tuple[str, str], write_raster: Write, report: Reporter
) -> None:
    plain = write_raster("plain.tif", np.ones((2, SIZE, SIZE), np.float32))
    paths = declare_scale(labelled[0], (0.5, 0.0)), plain
    job = TrainJob(paths, (labelled[1],), str(tmp_path / "m.safetensors"), chip=64)
    with pytest.raises(
        InputError, match=r"image\.tif declares a scale or an offset of its values, plain\.tif declares none"
    ):
        survey(job, tmp_path, report)
    declare_scale(plain, (1.0, 0.0))
    with pytest.raises(InputError, match=r"plain\.tif declares none"):
        survey(job, tmp_path, report)


def test_values_that_stand_for_missing_data_are_left_out_of_what_is_learnt_and_recorded(
    tmp_path: Path, write_raster: Write, labelled: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    image = np.random.default_rng(0).normal(500, 50, (2, SIZE, SIZE)).astype(np.float32)
    image[:, 32:96, 16:80] = -9999
    path = write_raster("holes.tif", image)
    ground = survey(train_job(tmp_path, path, labelled[1]), tmp_path, report)
    seen, valid, labels = ground.sites[0].read(Window(0, 0, SIZE, SIZE))
    np.testing.assert_array_equal(valid, image[0] != -9999)
    np.testing.assert_array_equal(labels == UNLABELLED, ~valid)
    assert np.nanmin(seen) > 0
    [warning] = warnings(events)
    assert warning.startswith("holes.tif holds -9999 in band 1, band 2, far from all other values")

    job = train_job(tmp_path, path, labelled[1])
    assert take_fingerprints(job, ground, report)["data"][0]["left_out"] == {"1": (-9999.0,), "2": (-9999.0,)}
    kept = survey(train_job(tmp_path, path, labelled[1], undeclared_missing="keep"), tmp_path, report)
    assert kept.sites[0].read(Window(0, 0, SIZE, SIZE))[1].all()


def test_rasters_in_different_units_are_warned_of(
    tmp_path: Path, write_raster: Write, labelled: tuple[str, str], report: Reporter, events: list[Event]
) -> None:
    numbers = np.random.default_rng(0).normal(500, 50, (2, SIZE, SIZE)).astype(np.float32)
    paths = write_raster("numbers.tif", numbers), write_raster("shares.tif", numbers / 10_000)
    survey(TrainJob(paths, (labelled[1],), str(tmp_path / "m.safetensors"), chip=64), tmp_path, report)
    warnings = [event.text for event in events if isinstance(event, Message) and event.level == "warning"]
    assert any(
        text.startswith("the values of shares.tif and of numbers.tif seem to be in different") for text in warnings
    )


def test_a_training_on_undeclared_holes_sees_what_one_on_declared_holes_sees(
    tmp_path: Path, write_raster: Write, labelled: tuple[str, str], report: Reporter
) -> None:
    image = np.random.default_rng(0).normal(500, 50, (2, SIZE, SIZE)).astype(np.int16)
    image[:, np.kron(np.random.default_rng(1).random((16, 16)) < 0.2, np.ones((16, 16))) > 0] = -9999

    def drawer(name: str, nodata: int | None, **options: str) -> ChipDrawer:
        job = train_job(tmp_path, write_raster(name, image, nodata=nodata), labelled[1], **options)
        return ChipDrawer(survey(job, tmp_path, report), job)

    declared, undeclared = drawer("declared.tif", -9999), drawer("undeclared.tif", None)
    assert undeclared.measure() == declared.measure()
    for chips, others in zip(undeclared.batches(1, 2, 4), declared.batches(1, 2, 4), strict=True):
        assert all(
            torch.equal(part.nan_to_num(), other.nan_to_num()) for part, other in zip(chips, others, strict=True)
        )
    kept = drawer("kept.tif", None, undeclared_missing="keep").measure()
    assert max(kept.low) == -9999
    assert min(declared.measure().low) > 300
