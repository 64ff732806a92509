"""What jobs and errors tell in English, as templates: the literal parts of a sentence with %1, %2, ... where values stand in it."""

import ast
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from .shown_texts import ROOT, SOURCES, calls_in, docstrings_in

WINGS = ("paddy_segmenter", "training")
SILENT = (  # nobody reads these in QGIS: the report, which stays English, bug reports, terminal, names in files
    "paddy_segmenter/command_line.py", "paddy_segmenter/core/network/openvino_graph.py", "paddy_segmenter/core/rasters/style.py", "paddy_segmenter/credentials.py",
    "paddy_segmenter/partial.py", "paddy_segmenter/person.py", "paddy_segmenter/worker/diagnosis.py", "training/machine.py", "training/practice/landscape.py",
    "training/practice/sensor.py", "training/practice/surfaces.py", "training/report/certainty.py", "training/report/curves.py", "training/report/matrix.py",
    "training/report/page.py", "training/report/plot.py", "training/report/split_tables.py", "training/report/summary.py",
)  # fmt: skip
SILENT_CALLS = (
    "tr",
    "option",
    "Variation",
    "add_argument",
    "add_parser",
    "error",
    "compile",
    "print",
    "Library",
    "define",
)
FURTHER = (  # put together where the sources do not show it
    "raster or vector", "%1 raster", "%1 rasters", "%1 thread", "%1 threads", "%1 block", "%1 blocks", "%1 step", "%1 steps", "%1 epoch",
    "%1 epochs", "%1 on the folds", "%1 on all folds", "%1 for the model",
    "%1 on a random split to compare with", "processor: %1, %2 threads, in %3", "GPU: %1, in %2", "Apple's GPU: %1, in %2",
    "%1 to %2 MB", "%1 to %2 GB", "%1 to %2 TB", "%1 s", "%1 min", "%1 h %2 min", "accuracy: %1", "data: %1", "epochs: %1", "IoU of %1: %2", "split: %1", "validation:",
    "%1 blocks have labels, too few for %2 folds: choose fewer folds or smaller blocks, or label more ground",
    "%1 blocks have labels, too few for %2 folds: choose fewer folds, %3",
    "%1 areas have labels, too few for %2 folds: %3, or label more ground", "%1. unnamed, values %2 to %3",
    "%1 ha to learn from and %2 ha to validate on", "%1 of what is learnt", "%1 polygon", "%1 polygons", "%1 points", "%1 lines",
    "float32 on %1", "bfloat16 on %1", "%1 features without a geometry", "%1 empty geometries", "%1 geometries of other kinds", "%1 to %2 with 95 % confidence)",
)  # fmt: skip
PROSE = re.compile("[a-z]{3}")
CODE = re.compile(  # patterns, commands, what libraries say, and names of classes, bands, programs and CRS
    r"[\n\\|]| -m |::|\bset \"|\{\}|^, %|^\S*\(|memory$|^can't |^cannot allocate |^paging |^Failed to |^No space|^Permission |^Proxy|^Long Path|"
    r"^Paddy Segmenter |^other land$|^near infrared$|^class %1$|^torch %1$|^OpenVINO %1|/ UTM zone |/ Lambert |^import sys|^LOCAL_CS|^\+proj=|"
    r"^no space left$|^disk full$|^disk is full$|^not enough space$|^No such file |^failed to map segment "
)
MOST_WAYS = 12  # to put one sentence together
Part = str | None  # None: a value


def told_sentences() -> Iterator[tuple[str, str]]:
    """Yields each template, with its file."""
    for path in _files():
        place, tree = path.relative_to(ROOT).as_posix(), _tree(path)
        for text in dict.fromkeys(_templates_in(tree, path)):
            yield text, place
    plan = "training/planning/lines.py"
    names = next(
        node.value for node in _tree(ROOT / plan).body if isinstance(node, ast.AnnAssign) and node.target.id == "LINES"
    )
    yield from ((name.value, plan) for name in names.keys)
    yield from ((text, "setup/told_sentences.py") for text in FURTHER)


@cache
def _files() -> list[Path]:
    paths = (path for wing in WINGS for path in sorted((ROOT / wing).rglob("*.py")))
    return [path for path in paths if path.relative_to(ROOT).as_posix() not in SILENT]


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _templates_in(tree: ast.Module, path: Path) -> Iterator[str]:
    beside = {id(inner) for node in _silent_nodes(tree, path) for inner in ast.walk(node)}
    constants, used = _constants(path), set[int]()
    for function in (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Module))):
        names = constants | (_locals(function) if isinstance(function, ast.FunctionDef) else {})
        found = [node for node in _own_nodes(function) if id(node) not in beside and _is_text(node)]
        ways = {id(node): _ways(node, names, used) for node in found}
        inside = {id(inner) for node in found for inner in ast.walk(node) if inner is not node} | used
        for key, each in ways.items():
            if key not in inside:
                yield from filter(_is_told, map(_joined, each))


def _silent_nodes(tree: ast.Module, path: Path) -> Iterator[ast.AST]:
    yield from docstrings_in(tree)
    yield from calls_in(tree, SILENT_CALLS)
    for node in ast.walk(tree):
        yield from filter(None, (getattr(node, "annotation", None), getattr(node, "returns", None)))
        if isinstance(node, ast.Compare):
            yield node
    if path in SOURCES:  # the rest goes through tr
        raised = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Raise) for inner in ast.walk(node)}
        yield from (node for node in ast.walk(tree) if _is_text(node) and id(node) not in raised)


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yields what is in a function, but not what is in functions in it."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _own_nodes(child)


def _is_text(node: ast.AST | None) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and (_is_text(node.left) or _is_text(node.right))
    if isinstance(node, ast.IfExp):
        return _is_text(node.body) and _is_text(node.orelse)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


@cache
def _constants(path: Path) -> dict[str, ast.expr]:
    """Returns the texts under a name in a module, its own and those that it imports."""
    found = {}
    for node in _tree(path).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            others = [other for other in _files() if other.stem == node.module.rpartition(".")[2] and other != path]
            for other in others:
                imported = {alias.name for alias in node.names if alias.name.isupper()}
                found |= _constants(other) if imported else {}  # all: some are put into others
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _is_text(node.value):
            found[node.targets[0].id] = node.value
    return found


def _locals(function: ast.FunctionDef) -> dict[str, ast.expr]:
    """Returns the texts that a function gives a name to, once and for good."""
    stored = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    assigned = (
        node for node in ast.walk(function) if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    )
    return {
        node.targets[0].id: node.value
        for node in assigned
        if _is_text(node.value) and stored.count(node.targets[0].id) == 1
    }


def _ways(node: ast.AST, names: dict[str, ast.expr], used: set[int]) -> list[list[Part]]:
    """Returns the parts of a text, for each way to put it together. Texts that are put into others are noted as used."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [[node.value]]
    if isinstance(node, ast.JoinedStr):
        ways = [_ways(part, names, used) for part in node.values]
        if len(list(itertools.product(*ways))) > MOST_WAYS:
            raise ValueError(f"{ast.unparse(node)} can be put together in too many ways: say it more plainly")
        return [list(itertools.chain(*way)) for way in itertools.product(*ways)]
    if isinstance(node, ast.FormattedValue):
        return _ways(node.value, names, used)
    if isinstance(node, ast.IfExp) and _is_text(node):
        return _ways(node.body, names, used) + _ways(node.orelse, names, used)
    if isinstance(node, ast.BinOp) and _is_text(node):
        return [left + right for left in _ways(node.left, names, used) for right in _ways(node.right, names, used)]
    if isinstance(node, ast.Name) and node.id in names:
        used |= {id(inner) for inner in ast.walk(names[node.id])} if not node.id.isupper() else set()
        return _ways(names[node.id], {name: text for name, text in names.items() if name != node.id}, used)
    return [[None]]


def _joined(parts: list[Part]) -> str:
    """Returns the template; values side by side are one."""
    kept = [part for part, before in zip(parts, ["", *parts], strict=False) if part is not None or before is not None]
    if any(re.search(r"%\d", part) for part in kept if part):
        raise ValueError(f"{kept} holds what looks like the place of a value")
    numbers = itertools.count(1)
    return "".join(f"%{next(numbers)}" if part is None else part for part in kept).strip()


def _is_told(text: str) -> bool:
    return bool(" " in text and PROSE.search(text) and not CODE.search(text))
