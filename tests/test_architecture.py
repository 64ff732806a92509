"""The arrows of ARCHITECTURE.md: who may import whom, read from the source without running it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted([*ROOT.glob("paddy_segmenter/**/*.py"), *ROOT.glob("training/**/*.py")])

PLACES = {  # a module, or a package with all that is in it -> its wing
    "paddy_segmenter.plugin": "qgis",
    "paddy_segmenter.provider": "qgis",
    "paddy_segmenter.algorithms": "qgis",
    "paddy_segmenter.gui": "qgis",
    "paddy_segmenter.translation": "qgis",
    "paddy_segmenter.worker": "qgis",
    "paddy_segmenter.core": "core",
    "paddy_segmenter.__main__": "core",
    "training": "training",
    "paddy_segmenter.__init__": "shared",
    "paddy_segmenter.jobs": "shared",
    "paddy_segmenter.errors": "shared",
    "paddy_segmenter.events": "shared",
    "paddy_segmenter.failures": "shared",
    "paddy_segmenter.interrupts": "shared",
    "paddy_segmenter.open_files": "shared",
    "paddy_segmenter.person": "shared",
    "paddy_segmenter.printable": "shared",
    "paddy_segmenter.credentials": "shared",
    "paddy_segmenter.command_line": "shared",
    "paddy_segmenter.terminal": "shared",
    "paddy_segmenter.partial": "shared",
    "paddy_segmenter.locks": "shared",
    "paddy_segmenter.scratch": "shared",
    "paddy_segmenter.durable": "shared",
    "paddy_segmenter.packages": "shared",
    "paddy_segmenter.rules": "shared",
    "paddy_segmenter.variations": "shared",
    "paddy_segmenter.band_figures": "shared",
    "paddy_segmenter.loss_terms": "shared",
}
QGIS_SIDE = ("qgis", "PyQt5", "PyQt6", *(place for place, wing in PLACES.items() if wing == "qgis"))
TORCH_SIDE = ("torch", "torchvision", "safetensors", "osgeo", "paddy_segmenter.core", "training")
FORBIDDEN = {
    "qgis": TORCH_SIDE,
    "core": (*QGIS_SIDE, "training"),
    "training": QGIS_SIDE,
    "shared": (*QGIS_SIDE, *TORCH_SIDE),
}


class Import(NamedTuple):
    name: str  # absolute and in full, e.g. paddy_segmenter.jobs.Job
    line: int
    relative: bool
    on_load: bool  # runs when the module is imported, not later in a function


def imports_of(source: str, module: str) -> Iterator[Import]:
    """Yields what the source of `module` imports; a package's own source goes by package.__init__."""
    tree = ast.parse(source)
    functions = [
        node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    ]
    later = {id(inner) for function in functions for inner in ast.walk(function)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, False, id(node) not in later)
        elif isinstance(node, ast.ImportFrom):
            base = module.split(".")[: -node.level] if node.level else []
            for alias in node.names:
                name = ".".join([*base, *filter(None, [node.module]), alias.name])
                yield Import(name, node.lineno, node.level > 0, id(node) not in later)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(place + ".") for place in places)


def wings_of(module: str) -> set[str]:
    return {wing for place, wing in PLACES.items() if within(module, (place,))}


def imports_in(wings: set[str]) -> list[tuple[str, Import]]:
    """Returns (module, import) for all modules of these wings."""
    modules = {module_of(path): path for path in SOURCES if wings_of(module_of(path)) & wings}
    return [(module, found) for module, path in modules.items()
            for found in imports_of(path.read_text(encoding="utf-8"), module)]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "name", "relative", "on_load"),
    [
        ("import torch.nn as nn", "torch.nn", False, True),
        ("from osgeo import gdal", "osgeo.gdal", False, True),
        ("from .jobs import Job", "paddy_segmenter.worker.jobs.Job", True, True),
        ("from ..core.rasters.raster import Raster", "paddy_segmenter.core.rasters.raster.Raster", True, True),
        ("from .. import core", "paddy_segmenter.core", True, True),
        ("if True:\n    try:\n        import torch\n    finally:\n        pass", "torch", False, True),
        ("class A:\n    import torch", "torch", False, True),
        ("class A:\n    async def f(self):\n        import torch", "torch", False, False),
        ("def f():\n    if True:\n        from training import fit", "training.fit", False, False),
    ],
)
def test_an_import_is_seen_wherever_it_stands(source: str, name: str, relative: bool, on_load: bool) -> None:
    (found,) = imports_of(source, "paddy_segmenter.worker.process")
    assert (found.name, found.relative, found.on_load) == (name, relative, on_load)


def test_an_import_in_a_package_starts_from_the_package() -> None:
    (found,) = imports_of("from .process import run", "paddy_segmenter.worker.__init__")
    assert found.name == "paddy_segmenter.worker.process.run"


@pytest.mark.parametrize("path", SOURCES, ids=module_of)
def test_every_module_belongs_to_one_wing(path: Path) -> None:
    assert len(wings_of(module_of(path))) == 1, f"{path} stands in no wing: add it to PLACES and to ARCHITECTURE.md"


@pytest.mark.parametrize("wing", FORBIDDEN)
def test_a_wing_imports_nothing_from_beyond_its_arrows(wing: str) -> None:
    assert imports_in({wing})
    assert [(module, found) for module, found in imports_in({wing}) if within(found.name, FORBIDDEN[wing])] == []


def test_the_shared_layer_imports_only_itself_and_the_standard_library() -> None:
    foreign = [(module, found) for module, found in imports_in({"shared"})
               if found.name.split(".")[0] not in {*sys.stdlib_module_names, "paddy_segmenter"}]  # fmt: skip
    assert foreign == []


def test_the_qgis_wing_imports_its_own_package_relatively_because_qgis_gives_it_another_name() -> None:
    absolute = [(module, found) for module, found in imports_in({"qgis", "shared"})
                if not found.relative and within(found.name, ("paddy_segmenter", "training"))]  # fmt: skip
    assert absolute == []


def test_the_terminal_does_not_load_torch_before_a_job_needs_it() -> None:
    entries = ("paddy_segmenter.__main__", "training.__main__")
    heavy = [(module, found) for module, found in imports_in({"core", "training"})
             if module in entries and found.on_load and within(found.name, (*TORCH_SIDE, "numpy"))]  # fmt: skip
    assert heavy == []


def test_the_shared_layer_loads_without_torch_gdal_and_numpy() -> None:
    modules = [place for place, wing in PLACES.items() if wing == "shared" and not place.endswith("__init__")]
    report = f"import sys, {', '.join(modules)}; print({{'torch', 'osgeo', 'numpy', 'qgis'}} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", report], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"
