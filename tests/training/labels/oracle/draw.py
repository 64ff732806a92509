"""What is drawn: a raster, labels on it, and how a training is asked to read them."""

import random
from dataclasses import dataclass, replace

PLACES = {  # CRS, x and y of the upper left corner, side of a pixel
    "UTM": ("EPSG:32750", 205_000.0, 9_668_000.0, 10.0),
    "degrees": ("EPSG:4326", 114.2, -2.1, 1e-4),
    "Mercator": ("EPSG:3857", 12_700_000.0, 1_000.0, 10.0),
    "equal area": ("EPSG:3035", 4_321_000.0, 3_210_000.0, 20.0),
    "degrees across 180": ("EPSG:4326", 179.9985, -16.8, 1e-4),
    "UTM across 180": ("EPSG:32660", 833_600.0, 1_000.0, 10.0),
    "degrees beyond 180": ("EPSG:4326", 190.0, 52.0, 1e-4),
}
DRIVERS = {"GPKG": "gpkg", "ESRI Shapefile": "shp", "GeoJSON": "geojson", "FlatGeobuf": "fgb"}
# Words as they are written, with the names that they must have.
WORDS = {
    "UTF-8": (("paddy", "paddy"), ("Paddy", "Paddy"), ("rice\u00a0field", "rice field"), ("\u6c34\u7a3b", "\u6c34\u7a3b"),
              ("\u0646\u06cc\u200c\u0634\u06a9\u0631", "\u0646\u06cc\u0634\u06a9\u0631"), ("\u200ffield", "field"),
              ("  oil  palm ", "oil palm"), ("forest\n2", "forest 2"), ("a=b", "a=b")),
    "CP936": (("\u6c34\u7a3b", "\u6c34\u7a3b"), ("\u6c34\u4f53", "\u6c34\u4f53"), ("\u57ce\u9547", "\u57ce\u9547"), ("paddy", "paddy")),
    "ISO-8859-1": (("ma\u00efs", "ma\u00efs"), ("for\u00eat", "for\u00eat"), ("bl\u00e9", "bl\u00e9")),
}  # fmt: skip
NUMBERS = (0, 1, 2, 7, 10, 255, 701, 65_535)
FIELDS = ("words", "integers", "reals", "numbers in words", "none")
NOTHING = ("NULL", "empty", "blanks", "invisible")  # what a class field without a class may hold
SHAPES = (
    "triangle",
    "two parts",
    "with a hole",
    "star",
    "bow-tie",
    "beyond the raster",
    "sliver",
    "tiny",
    "a copy",
    "far away",
)
OTHERS = ("point", "line", "no geometry")
HELD_OTHERS = {"ESRI Shapefile": (), "FlatGeobuf": ("point", "line")}  # by drivers that do not hold all kinds
HIDING = ("nothing", "nodata", "mask", "alpha", "NaN")
IGNORED = 7


@dataclass(frozen=True)
class Draw:
    """All that is drawn. Its seed draws the numbers behind it."""

    seed: int
    kind: str  # polygons or values
    place: str
    is_turned: bool
    width: int
    height: int
    hidden_by: str
    is_scaled: bool
    rasters: int
    unlabelled: str
    has_areas: bool
    has_value_map: bool
    has_ignored: bool
    driver: str = "GPKG"
    labels_in: str = "the same"
    field: str = "words"
    encoding: str = "UTF-8"
    shapes: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    has_bad_corner: bool = False
    finer: float = 1.0  # how many label pixels lie side by side in one of the raster's
    number_type: str = "uint8"
    has_names: bool = False


def draw_case(seed: int) -> Draw:
    """Returns the draw of a seed, always the same one."""
    chance = random.Random(seed)
    driver = chance.choice([*DRIVERS])
    encoding = chance.choice([*WORDS]) if driver == "ESRI Shapefile" else "UTF-8"
    return _held(
        Draw(
            seed=seed,
            kind=chance.choice(("polygons", "polygons", "polygons", "values")),
            place=chance.choice([*PLACES]),
            is_turned=chance.random() < 0.2,
            width=chance.randint(12, 60),
            height=chance.randint(12, 60),
            hidden_by=chance.choice(HIDING),
            is_scaled=chance.random() < 0.3,
            rasters=chance.choice((1, 1, 2)),
            unlabelled=chance.choice(("ignore", "background")),
            has_areas=chance.random() < 0.3,
            has_value_map=chance.random() < 0.4,
            has_ignored=chance.random() < 0.3,
            driver=driver,
            labels_in="degrees" if driver == "GeoJSON" else chance.choice(("the same", "degrees", "Mercator")),
            field=chance.choice(FIELDS),
            encoding=encoding,
            shapes=tuple(chance.choice(SHAPES) for _ in range(chance.randint(1, 9))),
            nothing=tuple(
                chance.choice(NOTHING if encoding == "UTF-8" else NOTHING[:3])
                for _ in range(chance.choice((0, 0, 1, 2)))
            ),
            others=tuple(kind for kind in OTHERS if kind in HELD_OTHERS.get(driver, OTHERS) and chance.random() < 0.4),
            has_bad_corner=chance.random() < 0.2,
            finer=chance.choice((0.5, 1.0, 2.0, 3.0)),
            number_type=chance.choice(("uint8", "int16", "float32")),
            has_names=chance.random() < 0.5,
        )
    )


def _held(draw: Draw) -> Draw:
    """Returns what a file can hold of a draw: GDAL tells holes from parts of a Shapefile by its numbers, which jump at 180 degrees."""
    if draw.driver != "ESRI Shapefile" or not draw.place.endswith("across 180"):
        return draw
    return replace(draw, shapes=tuple("triangle" if shape == "with a hole" else shape for shape in draw.shapes))
