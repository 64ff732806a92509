"""What the leak audit says of labelled polygons that a split cuts: pixels of one field are nearly copies of each other."""

from dataclasses import dataclass
from typing import Any

from paddy_segmenter.events import Reporter


@dataclass(frozen=True)
class CutPolygons:
    """What a split cuts.

    Attributes:
        polygons: how many have a side that is learnt and one that is validated on.
        share: of the validated pixels that lie in them, 0..1.
        cost: share of all labelled pixels that their smaller sides hold, 0..1.
        are_withheld: whether these are neither learnt nor validated on.
    """

    polygons: int
    share: float
    cost: float
    are_withheld: bool

    def described(self) -> dict[str, Any]:
        """Returns it for the model's card."""
        return {
            "cut_polygons": self.polygons,
            "validated_share_in_cut_polygons": round(0.0 if self.are_withheld else self.share, 4),
            "withheld_share_of_labels": round(self.cost if self.are_withheld else 0.0, 4),
        }

    def tell(self, report: Reporter) -> None:
        """Says what was found; what makes the validation figures flatter is a warning."""
        if not self.polygons:
            report.message("leak audit: no polygon is learnt in part and validated on in part")
        elif self.are_withheld:
            report.message(
                f"leak audit: the split cuts {self.polygons} polygons: their smaller sides are neither learnt nor validated on, which costs"
                f" {self.cost:.1%} of the labels"
            )
        else:
            report.warning(
                f"leak audit: {self.share:.0%} of the pixels that are validated on lie in {self.polygons} polygons that are learnt in part, which"
                f" flatters the model; to withhold their smaller sides (cut_polygons) costs {self.cost:.0%} of the labels"
            )
