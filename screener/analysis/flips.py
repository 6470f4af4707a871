"""Flips: the smallest changes of known facts that would alter an option's status.

Diagrams say for which known facts an option has which status (`neighbors`). The path nearest to the patient's own facts
on which the status differs is a smallest change: of one fact, else of the smallest set of up to three. Unknown facts
stay unknown. Every flip is replayed by engine, referee and analysis before anybody sees it. These are the flips of the
patient in `neighbors`, whose option is a `discuss`:

    spread some    not_flagged
    size 3         discuss_with_caution
    size 4         not_flagged
    frail yes      not_flagged

Facts known as one value may change, and scores stated as one value; a different diagnosis would be a different patient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from screener.analysis.analysis import Analysis
from screener.analysis.neighbors import Neighbors
from screener.analysis.options import option_status
from screener.diagrams.compiled import CompiledRules
from screener.diagrams.paths import fewest_changes, holds, nearest_change
from screener.knowledge.domains import ChoiceDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option
from screener.knowledge.possible import Possible, is_open, texts_of
from screener.problems import DisagreementError, PatientError, Problem
from screener.result.known import known_of, spans_of
from screener.result.next_steps import Change, Flip
from screener.result.option import Status

MOST_FACTS = 3
MOST_SETS = 3
# A stated score of more values, such as points, stays as it is where several facts would have to change.
MOST_STATED_VALUES = 4

Facts = Mapping[str, Possible]
Replay = Callable[[Facts, Facts], Analysis | None]


class Flips:
    """Finds the flips of one patient."""

    def __init__(
        self,
        knowledge: Knowledge,
        compiled: CompiledRules,
        asked: Facts,
        stated: Facts,
        statuses: Mapping[str, Status],
        replay: Replay,
    ) -> None:
        """Keep what is asked about.

        Args:
            knowledge: the rule base.
            compiled: its diagrams.
            asked: what is known of asked facts.
            stated: what the chart states about derived facts.
            statuses: the status of every option.
            replay: returns the analysis of other facts, decided anew, or None outside the scope; raises `PatientError`
                if they contradict each other.
        """
        self._knowledge = knowledge
        self._compiled = compiled
        self._asked = asked
        self._stated = stated
        self._statuses = statuses
        self._replay = replay
        self._replayed: dict[tuple[tuple[str, Possible], ...], Analysis | None] = {}
        self._spaces: dict[tuple[str, str], Neighbors | None] = {}
        self._own = Neighbors(knowledge, compiled, asked, stated)
        self._stated_scores = [
            fact
            for fact in knowledge.derived
            if fact.id in stated and not fact.is_judgement and isinstance(fact.domain, ChoiceDomain)
            if not is_open(stated[fact.id])
        ]

    def find(self, option: Option) -> tuple[Flip, ...]:
        """Return an option's flips: every fact that alone alters its status, else some smallest sets of facts.

        Raises:
            DisagreementError: a replay gives another status than the diagrams.
        """
        found = (*self._single(option), *self._stated_alone(option)) or self._several(option)
        return tuple(found)

    def _single(self, option: Option) -> Iterator[Flip]:
        """Yield every change of one fact, with all its values that lead to the same status and the nearest of them."""
        space, status = self._own, self._statuses[option.id]
        target = space.differing(option, status)
        for level in sorted(space.current):
            runs: dict[Status, list[int]] = {}
            for cell in range(space.diagrams.widths[level]):
                cells = {**space.current, level: cell}
                if cell != space.current[level] and holds(space.diagrams, target, cells):
                    runs.setdefault(space.status(option, cells), []).append(cell)
            for other, cells_of_run in runs.items():
                here = space.current[level]
                nearest = min(cells_of_run, key=lambda cell: (abs(cell - here), cell))
                name = space.completions.names[level]
                value = space.completions.nearest_value(name, nearest, space.known[name])
                values = spans_of(self._knowledge, name, space.completions.runs(level, cells_of_run))
                change = Change(name, values, known_of(self._knowledge, name, value))
                yield self._proven(option, Flip((change,), other), {name: value})

    def _stated_alone(self, option: Option) -> Iterator[Flip]:
        """Yield every change of one stated score; it ties facts differently for each value, so each is decided anew."""
        for fact in self._stated_scores:
            domain = self._knowledge.choice(fact.id)
            (own,) = texts_of(self._stated[fact.id], domain)
            place = domain.values.index
            by_status: dict[Status, list[str]] = {}
            for value in domain.values:
                status = self._status_with({fact.id: frozenset({value})}, option)
                if status is not None and status != self._statuses[option.id]:
                    by_status.setdefault(status, []).append(value)
            for status, values in by_status.items():
                nearest = min(values, key=lambda value: abs(place(value) - place(own)))
                spans = spans_of(self._knowledge, fact.id, (frozenset({value}) for value in values))
                yield Flip((Change(fact.id, spans, spans[values.index(nearest)]),), status)

    def _several(self, option: Option) -> Iterator[Flip]:
        """Yield some smallest sets of two or three facts whose change alters the status."""
        spaces = [({}, self._own), *self._spaces_with_other_scores()]
        fewest = MOST_FACTS + 1
        targets = []
        for changed, space in spaces:
            target = space.differing(option, self._statuses[option.id])
            count = fewest_changes(space.diagrams, target, space.current)
            if count is not None:
                targets.append((changed, space, target, count + len(changed)))
                fewest = min(fewest, count + len(changed))
        shown = 0
        for changed, space, target, count in targets:
            if count != fewest or count > MOST_FACTS:
                continue
            levels = sorted(space.diagrams.support(target))
            for apart in map(frozenset, combinations(levels, count - len(changed))):
                cells = nearest_change(space.diagrams, target, space.current, apart)
                if cells is not None and shown < MOST_SETS:
                    shown += 1
                    yield self._set_of_facts(option, space, changed, cells)

    def _set_of_facts(self, option: Option, space: Neighbors, changed: Facts, cells: Mapping[int, int]) -> Flip:
        values: dict[str, Possible] = {}
        for level, cell in sorted(cells.items()):
            name = space.completions.names[level]
            values[name] = space.completions.nearest_value(name, cell, space.known[name])
        values.update(changed)
        nearest = {name: known_of(self._knowledge, name, value) for name, value in values.items()}
        changes = tuple(Change(name, (value,), value) for name, value in nearest.items())
        flip = Flip(changes, space.status(option, {**space.current, **cells}))
        return self._proven(option, flip, values)

    def _spaces_with_other_scores(self) -> Iterator[tuple[Facts, Neighbors]]:
        for fact in self._stated_scores:
            values = self._knowledge.choice(fact.id).values
            if len(values) > MOST_STATED_VALUES:
                continue
            for value in values:
                changed: Facts = {fact.id: frozenset({value})}
                if changed[fact.id] == self._stated[fact.id]:
                    continue
                key = fact.id, value
                if key not in self._spaces:
                    self._spaces[key] = self._space({**self._stated, **changed})
                space = self._spaces[key]
                if space is not None:
                    yield changed, space

    def _space(self, stated: Facts) -> Neighbors | None:
        try:
            return Neighbors(self._knowledge, self._compiled, self._asked, stated)
        except PatientError:
            return None

    def _proven(self, option: Option, flip: Flip, values: Facts) -> Flip:
        replayed = self._status_with(values, option)
        if replayed != flip.status:
            raise DisagreementError(
                [Problem("disagreement", option.id, found=str(flip.status), allowed=(str(replayed),))]
            )
        return flip

    def _status_with(self, values: Facts, option: Option) -> Status | None:
        """Return an option's status with some facts changed; None if there is no such patient inside the scope."""
        key = tuple(sorted(values.items()))
        if key not in self._replayed:
            asked = {**self._asked, **{name: value for name, value in values.items() if name not in self._stated}}
            stated = {**self._stated, **{name: value for name, value in values.items() if name in self._stated}}
            try:
                self._replayed[key] = self._replay(asked, stated)
            except PatientError:
                self._replayed[key] = None
        analysis = self._replayed[key]
        return None if analysis is None else option_status(analysis, option)
