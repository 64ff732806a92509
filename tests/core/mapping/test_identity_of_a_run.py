"""A run continues where all that its strips depend on is the same, whatever it is called, and nowhere else."""

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

from paddy_segmenter.core.mapping.map_run import STEP, THREADS, pace_decided
from paddy_segmenter.core.mapping.segment import segment_raster
from paddy_segmenter.errors import InputError
from paddy_segmenter.events import Event, Progress, Reporter
from paddy_segmenter.jobs import SegmentJob
from tests.conftest import LEFT, TOP
from tests.core.mapping.broken_runs import ROWS, Jobs, break_off, bytes_of, image, job_maker, messages, write_model

CONTINUES = "continues from the strips that an earlier run finished"
NARROW, WIDE = (LEFT, TOP - 1.5 * ROWS, LEFT + 24, TOP, "here"), (LEFT, TOP - 1.5 * ROWS, LEFT + 40, TOP, "here")
Write = Callable[..., str]


@pytest.fixture
def job(tmp_path: Path, write_raster: Write) -> Jobs:
    return job_maker(tmp_path, write_raster)


def zipped(archive: Path, raster: str) -> str:
    """Packs a raster, always with the same date, and returns what GDAL calls it."""
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("image.tif", (2026, 1, 1, 0, 0, 0)), Path(raster).read_bytes())
    return f"/vsizip/{archive}/image.tif"


def virtual(path: Path, raster: str) -> str:
    # Translate would look through a virtual raster to the one behind it.
    gdal.BuildVRT(str(path), [raster])
    return str(path)


def changed_raster(kind: str, folder: Path, write_raster: Write) -> Iterator[str]:
    """Yields the path of a raster, changes its pixels in a way that its path does not show, and yields the path again."""
    plain = write_raster("image.tif", image())
    other = write_raster("other.tif", image(seed=6))
    if kind == "an archive is replaced":
        yield zipped(folder / "archive.zip", plain)
        yield zipped(folder / "archive.zip", other)
    elif kind == "a virtual raster behind another one is rewritten":
        inner = folder / "inner.xml"
        virtual(inner, plain)
        yield virtual(folder / "outer.vrt", str(inner))
        virtual(inner, other)
        yield str(folder / "outer.vrt")
    elif kind == "a mask appears behind a virtual raster":
        yield virtual(folder / "outer.vrt", plain)
        dataset = gdal.Open(plain)
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "NO")
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        hidden = np.full(image().shape[1:], 255, np.uint8)
        hidden[:700, :20] = 0
        dataset.GetRasterBand(1).GetMaskBand().WriteArray(hidden)
        gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", None)
        del dataset
        yield str(folder / "outer.vrt")
    elif kind == "pixels are rewritten in place":
        yield plain
        shutil.copyfile(other, plain)
        yield plain
    elif kind == "it is replaced by one of the same size and time":
        facts = os.stat(plain)
        os.utime(other, ns=(facts.st_atime_ns, facts.st_mtime_ns))
        yield plain
        os.replace(other, plain)
        yield plain


RASTER_CHANGES = (
    "an archive is replaced",
    "a virtual raster behind another one is rewritten",
    "a mask appears behind a virtual raster",
    "pixels are rewritten in place",
    "it is replaced by one of the same size and time",
)


@pytest.mark.parametrize("kind", RASTER_CHANGES)
def test_a_map_never_shows_two_rasters(
    kind: str, job: Jobs, tmp_path: Path, write_raster: Write, report: Reporter, events: list[Event]
) -> None:
    rasters = changed_raster(kind, tmp_path, write_raster)
    break_off(job(raster=next(rasters)), 0.6)
    changed = job(raster=next(rasters))
    segment_raster(changed, report)
    assert "starts anew, an earlier run was another job" in messages(events)
    fresh = job("fresh.tif", raster=changed.raster)
    segment_raster(fresh, report)
    assert bytes_of(changed) == bytes_of(fresh)


def changed_area(kind: str, folder: Path, write_polygons: Write) -> Iterator[str]:
    """Yields an area of interest, changes its ground in a way that its path does not show, and yields it again."""
    narrow, wide = write_polygons("narrow.gpkg", [NARROW]), write_polygons("wide.gpkg", [WIDE])
    area = folder / "area.gpkg"
    if kind == "a GeoPackage of which only the log is written":
        shutil.copyfile(narrow, area)
        yield str(area)
        edited = sqlite3.connect(wide)
        shape = edited.execute("SELECT geom FROM fields").fetchone()[0]
        edited.close()
        writing = sqlite3.connect(area, isolation_level=None)
        times = os.stat(area)
        triggers = [name for (name,) in writing.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            writing.execute(f'DROP TRIGGER "{name}"')
        writing.execute("DROP TABLE IF EXISTS rtree_fields_geom")
        writing.execute("DELETE FROM gpkg_extensions")
        writing.execute("PRAGMA journal_mode = WAL")
        writing.execute("UPDATE fields SET geom = ?", (shape,))
        os.utime(area, ns=(times.st_atime_ns, times.st_mtime_ns))
        yield str(area)
        writing.close()
    elif kind == "an archive":
        for source in (narrow, wide):
            gdal.VectorTranslate(str(folder / "area.geojson"), source, format="GeoJSON")
            with zipfile.ZipFile(folder / "area.zip", "w") as file:
                file.writestr(
                    zipfile.ZipInfo("area.geojson", (2026, 1, 1, 0, 0, 0)), (folder / "area.geojson").read_bytes()
                )
            yield f"/vsizip/{folder / 'area.zip'}/area.geojson"
    elif kind == "the CRS of a shapefile":
        gdal.VectorTranslate(str(folder / "area.shp"), narrow, format="ESRI Shapefile")
        yield str(folder / "area.shp")
        place = (folder / "area.prj").read_text()
        moved = place.replace('"False_Easting",500000.0', '"False_Easting",500010.0')
        assert moved != place
        (folder / "area.prj").write_text(moved)
        yield str(folder / "area.shp")
    elif kind == "a folder of files":
        for source in (narrow, wide):
            shutil.rmtree(folder / "area.shapes", ignore_errors=True)
            gdal.VectorTranslate(str(folder / "area.shapes"), source, format="ESRI Shapefile")
            yield str(folder / "area.shapes")


@pytest.mark.parametrize(
    "kind",
    ["a GeoPackage of which only the log is written", "an archive", "the CRS of a shapefile", "a folder of files"],
)
def test_a_map_never_shows_two_areas(
    kind: str, job: Jobs, tmp_path: Path, write_polygons: Write, report: Reporter, events: list[Event]
) -> None:
    areas = changed_area(kind, tmp_path, write_polygons)
    break_off(job(interest=next(areas)), 0.6)
    changed = job(interest=next(areas))
    segment_raster(changed, report)
    assert "another job: area of interest" in messages(events)
    fresh = job("fresh.tif", interest=changed.interest)
    segment_raster(fresh, report)
    assert bytes_of(changed) == bytes_of(fresh)


def test_a_georeference_that_was_corrected_beside_the_raster_is_noticed(
    job: Jobs, tmp_path: Path, write_polygons: Write, report: Reporter, events: list[Event]
) -> None:
    raster = str(tmp_path / "image.png")
    gdal.Translate(raster, job().raster, format="PNG", bandList=[1, 2, 2])
    area = write_polygons("area.gpkg", [NARROW])
    broken = job(raster=raster, interest=area)
    break_off(broken, 0.6)
    beside = Path(f"{raster}.aux.xml")
    beside.write_text(beside.read_text().replace("2.0000000000000000e+05", "1.9997000000000000e+05"))
    segment_raster(broken, report)
    assert "starts anew, an earlier run was another job: size, place and CRS" in messages(events)


def same_job(
    kind: str, job: Jobs, folder: Path, write_polygons: Write, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SegmentJob]:
    """Yields a job, and one that is another to the letter, though no pixel of a strip depends on what differs."""
    polygons = str(folder / "polygons.gpkg")
    if kind == "polygons are simpler":
        yield job(polygons=polygons, minimum_area=0.0)
        yield job(polygons=polygons, minimum_area=0.01, tolerance=3.0)
    elif kind == "polygons and confidence go elsewhere":
        yield job(polygons=polygons)
        (folder / "elsewhere").mkdir()
        places = {"polygons": str(folder / "elsewhere" / "p.gpkg"), "confidence": str(folder / "elsewhere" / "c.tif")}
        yield job(**places)
    elif kind == "the raster is named from another folder":
        yield job()
        monkeypatch.chdir(folder)
        yield job(raster="image.tif")
    elif kind == "another layer beside the area is edited":
        area = write_polygons("area.gpkg", [NARROW])
        yield job(interest=f"{area}|layername=fields")
        gdal.VectorTranslate(area, area, accessMode="update", layerName="others")
        os.utime(area)
        yield job(interest=f"{area}|layername=fields")
    elif kind == "statistics are kept beside the raster":
        yield job()
        gdal.Info(job().raster, stats=True)
        yield job()


@pytest.mark.parametrize(
    "kind",
    [
        "polygons are simpler",
        "polygons and confidence go elsewhere",
        "the raster is named from another folder",
        "another layer beside the area is edited",
        "statistics are kept beside the raster",
    ],
)
def test_work_is_not_thrown_away_for_what_no_strip_depends_on(
    kind: str, job: Jobs, tmp_path: Path, write_polygons: Write, monkeypatch: pytest.MonkeyPatch, report: Reporter,
    events: list[Event],
) -> None:  # fmt: skip
    jobs = same_job(kind, job, tmp_path, write_polygons, monkeypatch)
    break_off(next(jobs), 0.6)
    segment_raster(next(jobs), report)
    assert CONTINUES in messages(events)
    assert not list(tmp_path.glob(".*"))


def test_work_of_another_model_is_set_aside_and_taken_back(
    job: Jobs, report: Reporter, events: list[Event], tmp_path: Path
) -> None:
    broken = job()
    break_off(broken, 0.6)
    first = Path(broken.model).read_bytes()
    write_model(broken.model, seed=4)
    break_off(broken, 0.6)
    Path(broken.model).write_bytes(first)
    segment_raster(broken, report)
    assert CONTINUES in messages(events)
    fresh = job("fresh.tif")
    segment_raster(fresh, report)
    assert bytes_of(broken) == bytes_of(fresh)
    assert [entry.name for entry in tmp_path.glob(".*")] == [".map.tif.strips.aside"]


@pytest.mark.parametrize("replaced", [False, True])
def test_a_raster_that_changes_while_it_is_mapped_ends_the_run(
    job: Jobs, write_raster: Write, events: list[Event], replaced: bool
) -> None:
    whole = job()
    other = write_raster("other.tif", image(seed=6))

    def listen(event: Event) -> None:
        events.append(event)
        if isinstance(event, Progress) and 0.3 < event.share < 0.9 and os.path.exists(other):
            if replaced:
                os.replace(other, whole.raster)
            else:
                shutil.copyfile(other, whole.raster)
                os.unlink(other)

    with pytest.raises(
        InputError, match=r"image.tif changed while it was mapped, .*: run the job again, it starts anew"
    ):
        segment_raster(whole, Reporter(listen))
    assert not any(map(os.path.exists, whole.output_paths()))

    events.clear()
    segment_raster(whole, Reporter(events.append))
    assert CONTINUES not in messages(events)
    fresh = job("fresh.tif")
    segment_raster(fresh, Reporter(events.append))
    assert bytes_of(whole) == bytes_of(fresh)


def test_no_strip_of_a_raster_that_changed_is_kept_for_when_it_comes_back(
    job: Jobs, tmp_path: Path, write_raster: Write, report: Reporter
) -> None:
    whole = job()
    other, before = write_raster("other.tif", image(seed=6)), str(tmp_path / "before.tif")
    shutil.copy2(whole.raster, before)

    def listen(event: Event) -> None:
        if isinstance(event, Progress) and event.share > 0.3:
            shutil.copyfile(other, whole.raster)

    with pytest.raises(InputError, match="changed while it was mapped"):
        segment_raster(whole, Reporter(listen))
    shutil.copy2(before, whole.raster)

    segment_raster(whole, report)
    fresh = job("fresh.tif")
    segment_raster(fresh, report)
    assert bytes_of(whole) == bytes_of(fresh)


@pytest.mark.parametrize(
    "decided",
    [
        {},
        {STEP: 4},
        {STEP: 4, THREADS: "two"},
        {STEP: 4, THREADS: 0},
        {STEP: 4, THREADS: 2**63},
        {STEP: 1.5, THREADS: 2},
        {STEP: True, THREADS: 2},
    ],
)
def test_decisions_that_make_no_sense_are_none(decided: dict[str, object]) -> None:
    assert pace_decided(decided) is None


def test_a_journal_with_damaged_decisions_is_none(job: Jobs, report: Reporter, events: list[Event]) -> None:
    broken = job()
    break_off(broken, 0.6)
    note = Path(broken.output).with_name(".map.tif.strips") / "job.json"
    owner = json.loads(note.read_text())
    owner["decided"][THREADS] = "two"
    note.write_text(json.dumps(owner))
    segment_raster(broken, report)
    assert "starts anew" in messages(events)
    fresh = job("fresh.tif")
    segment_raster(fresh, report)
    assert bytes_of(broken) == bytes_of(fresh)
