"""The usual reading of one patient: what holds if silence means what an experienced reader takes it to mean.

Every question here is one bit of a program over whole products: "what is stated, with these premises in force".
One pass answers all of them, so the smallest set of premises that an option's status leans on is found by asking about
every premise left out at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from screener.diagrams.whole import Answers, ProductBits, RuleBits, WholeProducts
from screener.knowledge.options import Option
from screener.knowledge.possible import Outcome, Possible
from screener.knowledge.premises import Premise
from screener.problems import DisagreementError, Problem
from screener.result.option import STATUSES, Status

Sets = Sequence[frozenset[str]]


class UsualReading:
    """What can be asked about a patient with premises in force.

    Attributes:
        premises: those that may be in force, in the order in which they are left out.
    """

    def __init__(self, whole: WholeProducts, known: Mapping[str, Possible], premises: Sequence[Premise]) -> None:
        """Keep what is asked about.

        Args:
            whole: the program for the patient's diagnosis; its scores hold every score that is stated or presumed.
            known: what is stated, of asked facts and of scores.
            premises: the premises that may be in force, in the order in which they would be taken back.
        """
        self.premises = tuple(premises)
        self._whole = whole
        self._base = whole.possible_cells(known)
        self._levels = {premise.id: whole.level[premise.fact] for premise in premises}
        self._outside = {premise.id: self._cells_outside(premise) for premise in premises}

    def is_contradiction(self, in_force: frozenset[str]) -> bool:
        """Return whether no patient agrees with what is stated and with the premises in force."""
        return not self.ask([in_force]).allowed

    def ask(self, sets: Sets) -> Answers:
        """Return what can be true with each of some sets of premises in force; the first set is question 0."""
        questions = (1 << len(sets)) - 1
        possible = [[questions * bit for bit in cells] for cells in self._base]
        for premise, bits in _in_force(sets).items():
            cells = possible[self._levels[premise]]
            for cell in self._outside[premise]:
                cells[cell] &= ~bits
        return self._whole.answers(possible, questions)

    def _cells_outside(self, premise: Premise) -> tuple[int, ...]:
        cells = self._whole.cells[self._levels[premise.id]]
        inside = cells.possible(premise.possible)
        return tuple(cell for cell in range(len(cells)) if inside is not None and cell not in inside)


class Conclusion:
    """What follows for a patient with premises in force. One pass asks about all of them, none, and each left out."""

    def __init__(self, reading: UsualReading, in_force: frozenset[str]) -> None:
        """Ask everything that most options need."""
        self._reading = reading
        self._in_force = in_force
        self._one_by_one = sorted(in_force)
        left_out = (in_force - {premise} for premise in self._one_by_one)
        self._answers = reading.ask([in_force, frozenset(), *left_out])

    def firm_up(self, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Return outcomes with those unknown ones settled on which every completion agrees.

        Raises:
            DisagreementError: a met or not met rule does not hold, or fails to fail, in every completion.
        """
        firm, problems = {}, []
        for rule, outcome in outcomes.items():
            firm[rule] = _outcome(self._answers.rule(rule), 1)
            if outcome not in (Outcome.UNKNOWN, firm[rule]):
                problems.append(Problem("disagreement", rule, found=str(outcome), allowed=(str(firm[rule]),)))
        if problems:
            raise DisagreementError(problems)
        return firm

    def status(self, option: Option) -> Status:
        """Return an option's status with all premises in force."""
        return _status(option, self._answers, 0)

    def leaned_on(self, options: Sequence[Option]) -> dict[str, frozenset[str]]:
        """Return for each option a smallest set of premises with which its status is what it is with all in force.

        Without any one of them the status would be another one. The set is empty if what is stated suffices.
        """
        needed = {option.id: self._needed_by_itself(option) for option in options}
        asked = _StatusBySet.of(self._reading, (each for own in needed.values() for each in (own, *_one_less(own))))
        return {
            option.id: needed[option.id]
            if asked.is_smallest(option, needed[option.id], self.status(option))
            else self._shortened(option)
            for option in options
        }

    def _needed_by_itself(self, option: Option) -> frozenset[str]:
        """Return the premises each of which, left out alone, makes another status; none if what is stated suffices."""
        wanted = self.status(option)
        if _status(option, self._answers, 1) == wanted:
            return frozenset()
        without = (_status(option, self._answers, 2 + number) for number in range(len(self._one_by_one)))
        return frozenset(each for each, status in zip(self._one_by_one, without, strict=True) if status != wanted)

    def _shortened(self, option: Option) -> frozenset[str]:
        """Return what is left of all premises once they are left out in their order, as long as the status stays."""
        kept, before, wanted = self._in_force, frozenset[str](), self.status(option)
        # Knowing less can make a plain `discuss` of one with caution, so a premise may become superfluous only later.
        while kept != before:
            before = kept
            for premise in self._reading.premises:
                if premise.id in kept and self._status_with(option, kept - {premise.id}) == wanted:
                    kept -= {premise.id}
        return kept

    def _status_with(self, option: Option, in_force: frozenset[str]) -> Status:
        return _status(option, self._reading.ask([in_force]), 0)


@dataclass(frozen=True, slots=True)
class _StatusBySet:
    """The answers to some sets of premises, all asked in one pass."""

    answers: Answers
    question: Mapping[frozenset[str], int]

    @classmethod
    def of(cls, reading: UsualReading, sets: Iterable[frozenset[str]]) -> _StatusBySet:
        question = {own: number for number, own in enumerate(dict.fromkeys(sets))}
        return cls(reading.ask(list(question)), question)

    def is_smallest(self, option: Option, premises: frozenset[str], wanted: Status) -> bool:
        """Return whether premises give an option a status that none of them can be left out for."""
        status, *others = (
            _status(option, self.answers, self.question[own]) for own in (premises, *_one_less(premises))
        )
        return status == wanted and wanted not in others


def _one_less(premises: frozenset[str]) -> list[frozenset[str]]:
    """Return the sets with one premise left out."""
    return [premises - {each} for each in sorted(premises)]


def _status(option: Option, answers: Answers, question: int) -> Status:
    """Return an option's status in one of the questions: the most open one of its products."""
    products = (answers.product(product.id) for product in option.products)
    return min((_product_status(each, 1 << question) for each in products), key=STATUSES.index)


def _in_force(sets: Sets) -> dict[str, int]:
    """Return for each premise the questions in which it is in force, as bits."""
    bits: dict[str, int] = {}
    for number, own in enumerate(sets):
        for premise in own:
            bits[premise] = bits.get(premise, 0) | 1 << number
    return bits


def _outcome(rule: RuleBits, question: int) -> Outcome:
    if not rule.failed & question:
        return Outcome.MET
    return Outcome.UNKNOWN if rule.met & question else Outcome.NOT_MET


def _product_status(product: ProductBits, question: int) -> Status:
    if not product.flagged & question:
        return "not_flagged"
    if product.unindicated & question:
        return "cannot_tell"
    is_plain = product.plain & question and not product.unsupported & question
    return "discuss" if is_plain else "discuss_with_caution"
