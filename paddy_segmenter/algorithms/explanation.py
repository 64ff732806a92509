"""What an algorithm tells of itself: a page for the help panel of QGIS, plain text for qgis_process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from qgis.core import QgsProcessingParameterDefinition as Definition

from ..packages import metadata
from ..translation.language import tr


@dataclass(frozen=True)
class Explanation:
    """What an algorithm does, in paragraphs; what it asks for; a command that runs it; where more is written."""

    paragraphs: Sequence[str]
    parameters: Sequence[Definition]
    command: str
    address: str

    def as_page(self) -> str:
        """Returns HTML in a single line, because QGIS makes a paragraph of each."""
        meaning = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        link = f'<p><a href="{escape(self.address)}">{tr("Documentation")}</a></p>'
        sections = "".join(_section(tr(title), filter(belongs, self.parameters)) for title, belongs in SECTIONS.items())
        return f"{meaning}{link}{sections}<h3>{tr('Example')}</h3><p><code>{escape(self.command)}</code></p>"

    def as_text(self) -> str:
        """Returns plain text, as qgis_process wants it: it prints the first paragraph and the parameters' help itself."""
        lines = [*self.paragraphs[1:], "", tr("Example:"), self.command, "", tr("Documentation:"), self.address]
        return "\n".join(lines).strip()


def documentation_of(identifier: str) -> str:
    """Returns the address of what the project's documentation says on an algorithm."""
    return f"{metadata('repository')}/blob/HEAD/docs/algorithms.md#{identifier}"


def _section(title: str, parameters: "filter[Definition]") -> str:
    described = [f"<p><b>{escape(rule.description())}</b><br>{escape(rule.help())}.</p>" for rule in parameters]
    return f"<h3>{title}</h3>{''.join(described)}" if described else ""


def _is_advanced(rule: Definition) -> bool:
    return bool(rule.flags() & Definition.Flag.FlagAdvanced)


SECTIONS: dict[str, Callable[[Definition], bool]] = {
    "Parameters": lambda rule: not rule.isDestination() and not _is_advanced(rule),
    "Outputs": lambda rule: rule.isDestination() and not _is_advanced(rule),
    "Advanced parameters": _is_advanced,
}
