"""What the QGIS wing shows: the texts that it gives to `tr`, and what it shows without.

Most stand in tables or are options' help texts, which pylupdate does not find.
"""

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from paddy_segmenter import jobs
from paddy_segmenter.rules import Job, fields_of

ROOT = Path(__file__).resolve().parents[1]
WING = ("plugin.py", "provider.py", "algorithms/*.py", "gui/*.py")  # in paddy_segmenter/
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8"))
           for pattern in WING for path in sorted((ROOT / "paddy_segmenter").glob(pattern))}  # fmt: skip
PROSE = re.compile(r"[a-z]{2}\S* \S*[a-z]{2}")
NO_TEXT = re.compile(
    "[A-Z_]+|[a-z]+_[a-z_]+|</?[A-Za-z].*|Paddy Segmenter|qgis_process run .*"
)  # names, tags, commands
SHOWING = (  # calls that show their texts to the user
    "QAction", "QGroupBox", "QLabel", "QListWidgetItem", "QPushButton", "QTableWidgetItem", "QgsCategorizedSymbolRenderer", "QgsColorButton",
    "QgsProcessingException", "QgsProcessingOutputMultipleLayers", "QgsProcessingOutputNumber", "QgsProcessingOutputString",
    "QgsProcessingParameterBand", "QgsProcessingParameterExtent", "QgsProcessingParameterFile", "QgsProcessingParameterFileDestination",
    "QgsProcessingParameterFolderDestination", "QgsProcessingParameterMultipleLayers", "QgsProcessingParameterRasterDestination",
    "QgsProcessingParameterRasterLayer", "QgsProcessingParameterVectorDestination", "QgsProcessingParameterVectorLayer", "QgsRendererCategory",
    "QgsVectorLayer", "addAction", "addItem", "addItems", "addPluginToMenu", "addRow", "addTab", "appendPlainText", "drawText",
    "getOpenFileNames", "pushCritical", "pushInfo", "pushMessage", "pushWarning", "reportError", "setAccessibleDescription",
    "setAccessibleName", "setHelp", "setHorizontalHeaderLabels", "setPlaceholderText", "setPlainText", "setProgressText", "setStatusTip",
    "setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle",
)  # fmt: skip

FIGURES = (
    "loss",
    "validation accuracy",
    "validation miou",
    "learning rate",
    "output stride",
)  # that a training tells after each epoch


def shown_texts() -> Iterator[tuple[str, str]]:
    """Yields each text that is given to `tr`, with its file. Raises ValueError where `tr` is given something unknown."""
    for path, tree in SOURCES.items():
        for call in calls_in(tree, ("tr",)):
            for text in _texts_of(call.args[0], path):
                yield text, path.relative_to(ROOT).as_posix()


def untranslated_in(tree: ast.AST, known: Collection[str] = ()) -> Iterator[tuple[int, str]]:
    """Yields line and text of what is shown to the user as it stands: given to a call that shows it, or prose anywhere.

    Known texts may stand in tables. The sentences of errors do not count: they are English wherever they are raised, and translated
    where they are shown.
    """
    beside = {id(inner) for node in _no_texts(tree) for inner in ast.walk(node)}
    shown = {id(inner) for call in calls_in(tree, SHOWING) for inner in ast.walk(call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in beside:
            is_prose = PROSE.search(node.value) and node.value not in known
            if (
                (is_prose or id(node) in shown)
                and re.search("[A-Za-z]{2}", node.value)
                and not NO_TEXT.fullmatch(node.value)
            ):
                yield node.lineno, node.value


def calls_in(tree: ast.AST, names: Iterable[str]) -> Iterator[ast.Call]:
    """Yields the calls of functions and methods of these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (getattr(node.func, "id", "") or getattr(node.func, "attr", "")) in names:
            yield node


def docstrings_in(tree: ast.AST) -> Iterator[ast.expr]:
    """Yields the docstrings of a module, its classes and functions."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
        ):
            yield body[0].value


def _no_texts(tree: ast.AST) -> Iterator[ast.AST]:
    """Yields what holds strings that are translated, are told by errors, or are read by programmers and programs."""
    yield from docstrings_in(tree)
    yield from calls_in(tree, ("tr",))
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "example"):
            yield node
        yield from filter(None, (getattr(node, name, None) for name in ("annotation", "returns", "slice")))
        yield from filter(None, [*getattr(node, "keys", []), *getattr(node, "comparators", [])])


def _texts_of(argument: ast.expr, path: Path) -> Iterable[str]:
    if isinstance(argument, ast.Constant):
        return [argument.value]
    place = path.name, ast.unparse(argument)
    if place not in COMPUTED:
        raise ValueError(f"{place[0]} translates {place[1]}, whose texts are not known: name them in {__file__}")
    return COMPUTED[place]()


def _table(file: str, name: str) -> ast.expr:
    """Returns what stands under a name in a file of the QGIS wing."""
    [tree] = [tree for path, tree in SOURCES.items() if path.name == file]
    assigned = (node for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign)))
    targets = ((ast.unparse(getattr(node, "target", None) or node.targets[0]), node.value) for node in assigned)
    return next(value for target, value in targets if target == name)


def _keys(file: str, name: str) -> list[str]:
    return [key.value for key in _table(file, name).keys]


def _values(file: str, name: str) -> list[str]:
    return [value.value for value in _table(file, name).values]


def _algorithms() -> Iterator[tuple[ast.AST, type[Job], str]]:
    """Yields source, job and docstring of each algorithm."""
    for tree in SOURCES.values():
        for node in tree.body:
            parts = node.body if isinstance(node, ast.ClassDef) else []
            [*job] = [
                part.value for part in parts if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "job"
            ]
            if job:
                yield tree, getattr(jobs, ast.unparse(job[0])), ast.get_docstring(node) or ""


def _paragraphs() -> list[str]:
    return [" ".join(part.split()) for _, _, docstring in _algorithms() for part in docstring.split("\n\n")]


def _helps() -> list[str]:
    return [field.metadata["help"] for _, job, _ in _algorithms() for field in fields_of(job)]


def _titles() -> Iterator[str]:
    """Yields the titles of the options that make their own parameters: those of layers and files stand in the algorithms."""
    table = dict(zip(_keys("parameters.py", "TITLES"), _values("parameters.py", "TITLES"), strict=True))
    shared = [tree for path, tree in SOURCES.items() if path.stem.endswith("_algorithm")]
    for tree, job, _ in _algorithms():
        own = {ast.unparse(call.args[0]) for part in (tree, *shared) for call in calls_in(part, SHOWING) if call.args}
        for field in fields_of(job):
            if repr(field.name.upper()) not in own and field.name not in _keys("parameters.py", "NAMES"):
                yield table.get(field.name, field.name.replace("_", " ").capitalize())


COMPUTED: dict[tuple[str, str], Callable[[], Iterable[str]]] = {  # what is given to tr where that is no literal, by file and source
    ("job_algorithm.py", "' '.join(paragraph.split())"): _paragraphs,
    ("parameters.py", "rules['help']"): _helps,
    ("parameters.py", "TITLES.get(field.name, field.name.replace('_', ' ').capitalize())"): _titles,
    ("explanation.py", "title"): lambda: _keys("explanation.py", "SECTIONS"),
    ("feedback_listener.py", "name.replace('_', ' ')"): lambda: FIGURES,
    ("block_preview.py", "value"): lambda: _keys("block_preview.py", "PURPOSES"),
    ("block_preview.py", "NAME"): lambda: [_table("block_preview.py", "NAME").value],
    ("course_page.py", "STATES[training.state]"): lambda: _values("course_page.py", "STATES"),
    ("curves.py", "curve.title"): lambda: [call.args[1].value for call in calls_in(_table("curves.py", "PANELS"), ("Curve",))],
    ("panels_view.py", "title"): lambda: _values("panels_view.py", "TITLES"),
    ("environment_page.py", "build.name"): list,  # told by the worker
} | {
    (f"{file}.py", name): lambda name=name: [_table("parameters.py", name).value]
    for file in ("describe_model", "segment_raster", "segment_rasters", "train_model") for name in ("MODEL_FILTER", "HTML_FILTER")
}  # fmt: skip
