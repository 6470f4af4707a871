"""What a screening gives back: one frozen model, the same for Python, files, reports and screens.

Wording lives elsewhere: clinical sentences come from the rules (`Text`, one wording per voice), the words around them
from the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from screener.knowledge.knowledge import Knowledge
from screener.knowledge.texts import Text
from screener.result.given import AgedFact, GivenFact, UnitQuestion, given_facts
from screener.result.known import Known
from screener.result.option import Combination, OptionResult, SharedChecks, Status
from screener.result.usual import UsualResult


@dataclass(frozen=True, slots=True)
class DerivedResult:
    """A derived fact: its possible values, and from what they follow.

    Attributes:
        read: the possible values; `NOTHING_KNOWN` if nothing can be said.
        stated: what the chart stated, if it did.
        known_inputs: the asked facts behind it of which something is known.
        open_inputs: the asked facts behind it that are still open.
        formula_says: what the definition gives where a stated judgement took its place, and differs.
    """

    fact: str
    read: Known
    stated: Known | None
    known_inputs: tuple[str, ...]
    open_inputs: tuple[str, ...]
    formula_says: Known | None


@dataclass(frozen=True, slots=True)
class NoticeResult:
    """A notice that holds for this patient: about the scope, or about help that cannot wait."""

    id: str
    says: Text
    turn_to: Text | None


@dataclass(frozen=True, slots=True)
class ScopeResult:
    """Whether the rules speak about this patient at all.

    Attributes:
        inside: False if a scope rule is met; then no option is shown.
        reasons: the scope rules that are met.
        open_facts: facts that could still put the patient outside.
    """

    inside: bool
    reasons: tuple[NoticeResult, ...]
    open_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleBaseVersion:
    """Which rule base spoke.

    Attributes:
        is_reviewed: False until every rule carries a reviewer's name.
        about: the name of the rule base, such as that of an organ.
    """

    version: str
    hash: str
    checked: str
    is_reviewed: bool
    about: str


def version_of(knowledge: Knowledge) -> RuleBaseVersion:
    """Return which rule base it is."""
    is_reviewed = all(rule.reviewed_by for rule in knowledge.rules)
    return RuleBaseVersion(knowledge.version, knowledge.hash, knowledge.checked, is_reviewed, knowledge.about.id)


@dataclass(frozen=True, slots=True)
class StaleChange:
    """An option whose status depends on outdated values.

    Attributes:
        as_given: its status with them as given; None if there is none, since they contradict the others or lie outside
            the scope.
        unknown: its status with them unknown; None if the patient is outside the scope.
    """

    option: str
    as_given: Status | None
    unknown: Status | None


class Screening(BaseModel):
    """The whole answer for one patient.

    Attributes:
        facts: what was read of every fact that was given, asked or stated.
        open_answers: answers such as "not assessed", by fact; they leave every value possible and raise a question.
        written: how numbers were written that were converted from another unit or are approximate, by fact.
        unit_questions: numbers without a unit that may be meant in another one.
        aged: facts whose answers say how old they are.
        stale_are_unknown: True if outdated values count as unknown here, False if they count as given.
        stale_changes: the options whose status would be another one if outdated values counted the other way.
        urgent: what needs a look the same day.
        options: the options in their fixed order; empty outside the scope.
        combinations: pairs of flagged options that sources combine.
        shared_checks: open checks to be shown once instead of with every option.
        no_longer_matters: open facts that can change no option any more, whatever the others turn out to be.
        usual: what silence is taken to mean in the usual reading; None if it was left out.
        exact: False if statuses come from rule outcomes alone and the lists were left out.
    """

    # Building the validator takes longer than a screening; only those who write JSON or schemas need it.
    model_config = ConfigDict(frozen=True, defer_build=True)

    knowledge: RuleBaseVersion
    exact: bool
    scope: ScopeResult
    facts: dict[str, Known]
    open_answers: dict[str, str]
    written: dict[str, str]
    unit_questions: tuple[UnitQuestion, ...]
    aged: tuple[AgedFact, ...] = ()
    stale_are_unknown: bool = False
    stale_changes: tuple[StaleChange, ...] = ()
    derived: dict[str, DerivedResult]
    urgent: tuple[NoticeResult, ...]
    options: dict[str, OptionResult]
    combinations: tuple[Combination, ...]
    shared_checks: tuple[SharedChecks, ...]
    no_longer_matters: tuple[str, ...] | None
    usual: UsualResult | None = None

    @property
    def given(self) -> dict[str, GivenFact]:
        """What was given of each fact, asked or stated, in one place; files have it in columns, `facts` to `aged`."""
        return given_facts(self.facts, self.open_answers, self.written, self.unit_questions, self.aged)
