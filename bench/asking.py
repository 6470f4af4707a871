"""How many questions it takes until every option is settled: in the order of the next question, and in the chart's.

Run with `make bench`. Patients are synthetic: all facts of a fully known patient are hidden at first, and each is told
when it is asked for. Questions about signs that cannot wait are left out; both orders would begin with them.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from screening import patient

import screener
from screener.engine.derive import derive
from screener.knowledge.domains import ChoiceDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import texts_of
from screener.patient.patient import Patient
from screener.screening.knowledge_base import KnowledgeBase

NOTHING: Mapping[str, object] = MappingProxyType({})
Ask = Callable[[screener.Examination, Collection[str]], str | None]


@dataclass(frozen=True)
class Count:
    """How many questions a patient was asked: until no option says "cannot tell", and until nothing can change."""

    told: int
    settled: int


def next_question(examination: screener.Examination, asked: Collection[str]) -> str | None:
    """Return the most useful next question."""
    return next((each.fact for each in examination.next_questions(passed_over=asked)), None)


def chart_question(order: tuple[str, ...], examination: screener.Examination, asked: Collection[str]) -> str | None:
    """Return the next question in the chart's order, as long as any can still change something."""
    is_over = next_question(examination, asked) is None
    return None if is_over else next((name for name in order if name not in asked), None)


def chart_order(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the facts as the form asks for them, without those that are stated instead of others."""
    folded = {section.id for section in knowledge.sections if section.folded}
    facts = [fact for fact in knowledge.facts if not fact.acute and not fact.planned]
    return tuple(fact.id for fact in sorted(facts, key=lambda fact: fact.section in folded))


def count_questions(kb: KnowledgeBase, truth: Mapping[str, object], ask: Ask) -> Count:
    """Ask until nothing can change any more."""
    known: dict[str, object] = {fact.id: truth[fact.id] for fact in kb.knowledge.facts if fact.acute}
    asked: set[str] = set()
    told: int | None = None
    while True:
        examination = screener.examine(known, kb)
        statuses = {option.status for option in examination.screening.options.values()}
        if told is None and "cannot_tell" not in statuses:
            told = len(asked)
        name = ask(examination, asked)
        if name is None:
            return Count(len(asked) if told is None else told, len(asked))
        asked.add(name)
        known[name] = truth[name]


def usual(kb: KnowledgeBase, draw: random.Random, given: Mapping[str, object]) -> dict[str, object]:
    """Return a fully known patient with the first, mostly harmless value of every second choice, and what is given."""
    while True:
        raw = patient(kb, draw)
        for fact in kb.knowledge.facts:
            if isinstance(fact.domain, ChoiceDomain) and not fact.domain.is_yes_no and fact.id != "diagnosis":
                raw[fact.id] = draw.choice((raw[fact.id], fact.domain.values[0]))
        raw.update(given)
        try:
            if screener.screen(raw, kb, exact=False).scope.inside:
                return raw
        except screener.PatientError:
            continue


def truths(
    kb: KnowledgeBase, count: int, seed: int, given: Mapping[str, object] = NOTHING
) -> Iterator[dict[str, object]]:
    """Yield fully known patients with what their charts would state of scores."""
    draw = random.Random(seed)
    for _ in range(count):
        raw = usual(kb, draw, given)
        read = Patient.read(raw, kb.knowledge)
        known = derive(kb.knowledge, read.asked, {})
        stated = {
            fact.id: texts_of(known[fact.id], fact.domain)[0]
            for fact in kb.knowledge.charted_scores
            if fact.id in known
        }
        yield {**raw, **stated}


def walk(kb: KnowledgeBase, start: Mapping[str, object], truth: Mapping[str, object]) -> Iterator[str]:
    """Yield one patient's questions with their answers, and how many options cannot be told after each."""
    known, asked = dict(start), set(start)
    while True:
        examination = screener.examine(known, kb)
        statuses = [option.status for option in examination.screening.options.values()]
        name = next_question(examination, asked)
        left = f"{statuses.count('cannot_tell')} of {len(statuses)} cannot be told"
        if name is None:
            yield f"{len(known) - len(start):3} questions asked; nothing that is open can change any option; {left}"
            yield from (f"    {option.id:28} {option.status}" for option in examination.screening.options.values())
            return
        asked.add(name)
        known[name] = truth[name]
        yield f"{left}; next: {name} = {truth[name]}"


def main() -> None:
    """Print the means, or one patient's way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--walk", type=Path, help="a patient file; the facts it leaves out are made up")
    arguments = parser.parse_args()
    kb = screener.load_knowledge()
    if arguments.walk:
        start = screener.read_patient_file(arguments.walk)
        print("\n".join(walk(kb, start, next(truths(kb, 1, arguments.seed, start)))))
        return
    patients = list(truths(kb, arguments.patients, arguments.seed))
    orders: dict[str, Ask] = {
        "next question": next_question,
        "chart order": partial(chart_question, chart_order(kb.knowledge)),
    }
    print(f"{'questions, mean of ' + str(len(patients)) + ' patients':42} {'no open status':>16} {'nothing open':>16}")
    for name, ask in orders.items():
        counts = [count_questions(kb, truth, ask) for truth in patients]
        told = statistics.mean(count.told for count in counts)
        settled = statistics.mean(count.settled for count in counts)
        print(f"{name:42} {told:16.1f} {settled:16.1f}")


if __name__ == "__main__":
    main()
