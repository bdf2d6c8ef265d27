"""Presets: the weights other people would give the same criteria."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from kawasan_gis.criteria import Criterion
from kawasan_gis.errors import StudyError
from kawasan_gis.forms import Form, did_you_mean

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Preset(Form):
    """Weights under the name of those who would give them (a section ``[[presets]]`` of a study).

    ``weights`` holds a weight per indicator; criteria it does not name keep theirs. ``need`` is the share (0..1) of
    all weights that goes to criteria whose stance is need: the weights of either stance are then multiplied by one
    factor each, so that their total and their proportions within the stance stay.
    """

    name: str = Field(min_length=1)
    weights: dict[str, Weight] = Field(default_factory=dict)
    need: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)

    def reweighted(self, criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
        """Give criteria these weights.

        Parameters
        ----------
        criteria
            The criteria of the study; their order stays.

        Returns
        -------
        tuple of Criterion
            The same criteria, only their weights changed.

        Raises
        ------
        StudyError
            When a weight is of no criterion, all weights are zero, or ``need`` is given where only one stance has
            a weight above zero.
        """
        known = [criterion.indicator for criterion in criteria]
        if unknown := [name for name in self.weights if name not in known]:
            meant = "; ".join(f"there is no criterion {name}{did_you_mean(name, known)}" for name in unknown)
            raise StudyError(f"preset {self.name}: {meant}")
        weights = [self.weights.get(criterion.indicator, criterion.weight) for criterion in criteria]
        if not sum(weights) > 0:
            raise StudyError(f"preset {self.name}: the weights are all zero; give at least one criterion a weight")
        if self.need is not None:
            weights = self._by_stance(weights, [criterion.stance == "need" for criterion in criteria], self.need)
        return tuple(
            criterion.model_copy(update={"weight": weight}) for criterion, weight in zip(criteria, weights, strict=True)
        )

    def _by_stance(self, weights: list[float], of_need: list[bool], need: float) -> list[float]:
        sums = {
            stance: sum(weight for weight, one in zip(weights, of_need, strict=True) if one == stance)
            for stance in (True, False)
        }
        if not all(sums.values()):
            only = "need" if sums[True] else "potential"
            raise StudyError(
                f"preset {self.name}: need = {need:g} shares the weights among both stances, but only criteria of "
                f"{only} have a weight; leave need out"
            )
        total = sums[True] + sums[False]
        factors = {True: need * total / sums[True], False: (1 - need) * total / sums[False]}
        return [weight * factors[one] for weight, one in zip(weights, of_need, strict=True)]
