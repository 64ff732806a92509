"""Names the enum members that Qt 6 will not find: `python setup/qt6_enums.py FILE_OR_FOLDER ...`.

PyQt5 knows `Qt.UserRole` and `Qt.ItemDataRole.UserRole`, PyQt6 the latter only; flake8-qgis looks for other hazards, not for this one.
Which attributes are members is asked of the QGIS that is installed.
"""

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path


def unscoped_members(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yields the line of each member that is named without its enum, and how to name it."""
    classes = dict(_imported_classes(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in classes:
            scope = _enum_of(classes[node.value.id], node.attr)
            if scope:
                yield node.lineno, f"{node.value.id}.{scope}.{node.attr}"


def _imported_classes(tree: ast.AST) -> Iterator[tuple[str, type]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis."):
            module = importlib.import_module(node.module or "")
            for alias in node.names:
                imported = getattr(module, alias.name, None)
                if isinstance(imported, type):
                    yield alias.asname or alias.name, imported


def _enum_of(owner: type, name: str) -> str:
    """Returns the name of the enum in `owner` that the attribute is a member of, or ''."""
    member = getattr(owner, name, None)
    if isinstance(member, type):
        return ""
    return next((scope for scope in dir(owner) if getattr(owner, scope, None) is type(member)), "")


def main(places: list[str]) -> str:
    """Returns a line for each finding in these files and folders."""
    paths = [
        path for place in map(Path, places) for path in (sorted(place.rglob("*.py")) if place.is_dir() else [place])
    ]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    return "\n".join(
        f"{path}:{line}: Qt 6 wants {scoped}" for path, tree in trees.items() for line, scoped in unscoped_members(tree)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) or 0)
