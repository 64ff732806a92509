"""The documentation says what the code does: its sentences, its links, its options."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md"]
QUOTED = re.compile(r'^\| "(.+?)" \|', re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def sentences() -> Iterator[str]:
    """Yields the texts of the code, their variable parts as …."""
    for folder in ("paddy_segmenter", "training"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    yield "".join(part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


SENTENCES = " \0 ".join(sentences())
QUOTES = QUOTED.findall((ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("quote", QUOTES)
def test_a_sentence_of_the_troubleshooting_page_is_one_of_the_code(quote: str) -> None:
    parts = [re.escape(part.strip()) for part in quote.split("…")]
    assert re.search(r"[^\0]*".join(parts), SENTENCES)


def test_there_are_sentences_to_look_for() -> None:
    assert len(QUOTES) > 30


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_links_to_exists(page: Path) -> None:
    broken = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert broken == []
