"""What the leak audit says of labelled polygons that a split cuts: pixels of one field are nearly copies of each other."""

from dataclasses import dataclass
from typing import Any

from paddy_segmenter.events import Reporter


@dataclass(frozen=True)
class CutPolygons:
    """What a split cuts.

    Attributes:
        polygons: how many have a side that is learnt and one that is validated on.
        to_withhold: of how many of them a side may go, without a class losing all that is learnt or validated on.
        share: of the validated pixels that lie in cut polygons, 0..1.
        share_left: of the validated pixels that lie in the others of them, where those sides are withheld, 0..1.
        cost: share of all labelled pixels that those sides hold, 0..1.
        are_withheld: whether these are neither learnt nor validated on.
    """

    polygons: int
    to_withhold: int
    share: float
    share_left: float
    cost: float
    are_withheld: bool

    def described(self) -> dict[str, Any]:
        """Returns it for the model's card."""
        return {
            "cut_polygons": self.polygons,
            "validated_share_in_cut_polygons": round(self.share_left if self.are_withheld else self.share, 4),
            "withheld_share_of_labels": round(self.cost if self.are_withheld else 0.0, 4),
        }

    def tell(self, report: Reporter) -> None:
        """Says what was found; what makes the validation figures flatter is a warning."""
        if not self.polygons:
            report.message("leak audit: no polygon is learnt in part and validated on in part")
        elif self.are_withheld:
            report.message(
                f"leak audit: the split cuts {self.to_withhold} polygons: their smaller sides are neither learnt nor validated on, which costs"
                f" {self.cost:.1%} of the labels"
            )
            if self.to_withhold < self.polygons:
                self._warn_of_the_others(self.share_left, self.polygons - self.to_withhold, report)
        elif not self.to_withhold:
            self._warn_of_the_others(self.share, self.polygons, report)
        else:
            report.warning(
                f"leak audit: {self.share:.0%} of the pixels that are validated on lie in {self.polygons} polygons that are learnt in part, which"
                f" flatters the model; to withhold their smaller sides (cut_polygons) costs {self.cost:.0%} of the labels"
            )

    def _warn_of_the_others(self, share: float, polygons: int, report: Reporter) -> None:
        report.warning(
            f"leak audit: {share:.0%} of the pixels that are validated on lie in {polygons} polygons that are learnt in part and all that"
            " there is of their class on either side, which flatters the model: label more fields of it, or choose another split"
        )
