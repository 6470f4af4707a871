"""What decides an option's status: one or two rules, and the comparisons on which their outcome hangs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from screener.knowledge.rules import Effect
from screener.result.reason import Finding, SourceCited

Ground = Literal["met", "certain", "together", "closest", "so_far", "nothing"]
ConcernKind = Literal["caution", "fix_first", "disputed", "weaker", "stays"]


@dataclass(frozen=True, slots=True)
class DecisiveRule:
    """A rule that decides, and what its outcome hangs on.

    Attributes:
        rule: the rule's id.
        comparisons: critical comparisons, in the rule's order; none if the outcome hangs on open facts together.
    """

    rule: str
    effect: Effect
    comparisons: tuple[Finding, ...]
    sources: tuple[SourceCited, ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """What there is to weigh about an option that is worth discussing.

    Attributes:
        kind: the effect of a met rule; `weaker` if no full indication is met; `stays` if a rule to weigh is met
            whatever the open facts turn out to be.
        decided_by: the met rule, if one is met.
    """

    kind: ConcernKind
    decided_by: DecisiveRule | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What decides an option's status.

    Attributes:
        product: the product whose status the option shows.
        ground: `met`: a met rule that hangs on the comparisons named. `certain`: a rule that is met whatever the open
            facts turn out to be, and hangs on no few known ones. `together`: rules that are open one by one and decide
            together. `closest`: the indication that differs in the fewest comparisons. `so_far`: the indication that
            fits best so far. `nothing`: no indication says anything.
        rules: what decides; several only for `together`.
        shared: `certain` and `together` only: some of what is known and holds in each of the rules.
        is_for_all: whether the rules are about every product of the option.
        concern: for `discuss_with_caution` only.
    """

    product: str
    ground: Ground
    rules: tuple[DecisiveRule, ...]
    shared: tuple[Finding, ...] = ()
    is_for_all: bool = True
    concern: Concern | None = None

    @property
    def sources(self) -> tuple[SourceCited, ...]:
        """Every source of the deciding rules, that of a concern included, each once."""
        concern = self.concern.decided_by if self.concern else None
        rules = (*self.rules, *((concern,) if concern else ()))
        return tuple(dict.fromkeys(source for rule in rules for source in rule.sources))
