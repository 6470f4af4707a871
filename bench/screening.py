"""How long a screening takes, and where the time goes. Run with `make bench`.

Patients are synthetic, drawn with a fixed seed from the facts of the rule base; half of them have liver cell cancer,
the others any other tumor the rules cover.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import screener
from screener.analysis.analysis import Analysis
from screener.analysis.options import option_results
from screener.diagrams.completions import Completions
from screener.engine.derive import derive
from screener.engine.referee import evaluate
from screener.knowledge.domains import DIAGNOSIS, ChoiceDomain, NumberDomain
from screener.knowledge.facts import Fact
from screener.knowledge.possible import Possible
from screener.patient.patient import Patient
from screener.result.known import known_of
from screener.screening.knowledge_base import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent
HCC = "hcc"
LABS = ("bilirubin_mg_dl", "albumin_g_dl", "inr", "ascites", "encephalopathy")
STAGING = (
    *("extrahepatic_disease", "tumor_count", "largest_tumor_cm", "portal_vein_invasion", "ecog", "operability"),
    *LABS,
)
STATED = ("A", "A", "A", "B", "C")
STAGING_IS_KNOWN = 0.85
HALF = 0.5


def answer(fact: Fact, draw: random.Random) -> object:
    """Return one value of a fact: small numbers and "no" more often than their opposites, as in a clinic."""
    if isinstance(fact.domain, ChoiceDomain):
        if fact.domain.is_yes_no:
            return draw.random() < 0.07
        return draw.choice(fact.domain.values)
    domain = fact.domain
    assert isinstance(domain, NumberDomain)
    steps = (domain.high - domain.low) // 2
    return domain.text(domain.low + 2 * int(steps * draw.random() ** 3))


def patient(kb: KnowledgeBase, draw: random.Random, names: Sequence[str] | None = None) -> dict[str, object]:
    """Return a patient with a known tumor inside the scope.

    Args:
        kb: the rules.
        draw: where chance comes from.
        names: the facts that are known beside the diagnosis; all of them if left out.
    """
    facts = kb.knowledge.fact_by_id
    others = sorted(kb.knowledge.covered - {HCC})
    wanted = [name for name in (facts if names is None else names) if name != DIAGNOSIS]
    while True:
        diagnosis = HCC if not others or draw.random() < HALF else draw.choice(others)
        raw: dict[str, object] = {DIAGNOSIS: diagnosis} | {name: answer(facts[name], draw) for name in wanted}
        try:
            if screener.screen(raw, kb, exact=False).scope.inside:
                return raw
        except screener.PatientError:
            continue


def chart(kb: KnowledgeBase, draw: random.Random) -> dict[str, object]:
    """Return a chart with labs: most staging facts and some others, 12 to 20 in all."""
    staging = [name for name in STAGING if draw.random() < STAGING_IS_KNOWN]
    others = [name for name in early(kb) if name not in STAGING]
    return patient(kb, draw, [*staging, *draw.sample(others, draw.randint(12, 20) - len(staging))])


def chart_with_class(kb: KnowledgeBase, draw: random.Random) -> dict[str, object]:
    """Return a chart that states the Child-Pugh class instead of the labs."""
    raw = chart(kb, draw)
    return {name: value for name, value in raw.items() if name not in LABS} | {"child_pugh_class": draw.choice(STATED)}


def random_facts(kb: KnowledgeBase, draw: random.Random) -> dict[str, object]:
    """Return a patient of whom 15 facts are known beside the diagnosis, whichever."""
    return patient(kb, draw, draw.sample(early(kb), 15))


def thin(kb: KnowledgeBase, draw: random.Random) -> dict[str, object]:
    """Return a patient who knows little: 1 to 9 facts."""
    known = [fact.id for fact in kb.knowledge.facts if "patient" in fact.who and fact.id != DIAGNOSIS]
    return patient(kb, draw, draw.sample(known, draw.randint(1, 9)))


def early(kb: KnowledgeBase) -> list[str]:
    """Return the facts that are known before the work-up."""
    facts = kb.knowledge.facts
    return [fact.id for fact in facts if fact.known_at != "work_up" and fact.id != DIAGNOSIS and not fact.acute]


KINDS: dict[str, Callable[[KnowledgeBase, random.Random], dict[str, object]]] = {
    "chart with labs": chart,
    "chart, class stated": chart_with_class,
    "15 random facts": random_facts,
    "patient door, 1 to 9 facts": thin,
    "tumor known, nothing else": lambda kb, draw: patient(kb, draw, ()),
}


def timed(action: Callable[[], object]) -> float:
    """Return how many milliseconds an action took."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def row(name: str, times: list[float]) -> str:
    """Return median, 99th percentile and worst of some times, as a line of a table."""
    ordered = sorted(times)
    ninety_ninth = ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)]
    return f"{name:42} {statistics.median(ordered):8.2f} {ninety_ninth:8.2f} {ordered[-1]:8.2f}"


def confirm(kb: KnowledgeBase, known: Mapping[str, Possible]) -> None:
    """Evaluate every rule as the referee does."""
    for rule in kb.knowledge.rules_with_outcome:
        evaluate(rule.condition, known)


def analyze(whole: KnowledgeBase, raw: Mapping[str, object]) -> Callable[[], object]:
    """Return what a screening does over completions: settle outcomes, find statuses, lists and settled facts."""
    read = Patient.read(raw, whole.knowledge)
    kb = whole.focused(read.asked.get(DIAGNOSIS))
    known = derive(kb.knowledge, read.asked, read.stated)
    outcomes = kb.engine.decide(known)
    firm = Completions(kb.knowledge, kb.compiled, read.asked, read.stated).firm_up(outcomes)
    values = {name: known_of(kb.knowledge, name, possible) for name, possible in known.items()}
    reasons = kb.reasons.given(known, values, outcomes, firm)

    def run() -> None:
        completions = Completions(kb.knowledge, kb.compiled, read.asked, read.stated)
        analysis = Analysis(kb.knowledge, completions, completions.firm_up(outcomes))
        option_results(kb.knowledge, known, analysis.outcomes, reasons, analysis)
        analysis.settled_everywhere(())

    return run


def shares(whole: KnowledgeBase, patients: list[dict[str, object]]) -> list[str]:
    """Return how a screening's time is shared among its parts, in median milliseconds."""
    parts: dict[str, list[float]] = {}
    for raw in patients:
        read = Patient.read(raw, whole.knowledge)
        kb = whole.focused(read.asked.get(DIAGNOSIS))
        known = derive(kb.knowledge, read.asked, read.stated)
        outcomes = kb.engine.decide(known)
        firm = Completions(kb.knowledge, kb.compiled, read.asked, read.stated).firm_up(outcomes)
        values = {name: known_of(kb.knowledge, name, possible) for name, possible in known.items()}
        for name, action in (
            ("reading the answers", partial(Patient.read, raw, whole.knowledge)),
            ("derived facts", partial(derive, kb.knowledge, read.asked, read.stated)),
            ("engine", partial(kb.engine.decide, known)),
            ("referee", partial(confirm, kb, known)),
            ("analysis over completions", analyze(whole, raw)),
            ("reasons", partial(kb.reasons.given, known, values, outcomes, firm)),
        ):
            parts.setdefault(name, []).append(timed(action))
    return [f"  {name:40} {statistics.median(times):8.2f}" for name, times in parts.items()]


def half_known(kb: KnowledgeBase, count: int) -> Iterator[str]:
    """Yield for every kind of half-known patient how long the analysis, the next question and all flips take."""
    for name, draw_one in KINDS.items():
        draw = random.Random(20261124)
        analysis, question, flips = [], [], []
        for _ in range(count):
            raw = draw_one(kb, draw)
            analysis.append(timed(analyze(kb, raw)))
            # One at a time: many kept analyses would be measured together with the search for garbage.
            examination = screener.examine(raw, kb)
            question.append(timed(examination.next_questions))
            flips.append(timed(examination.flips))
        yield row(f"{name}: analysis", analysis)
        yield row("    the next question, on top", question)
        yield row("    flips of all nine options, on top", flips)


def resident() -> float:
    """Return how many megabytes of memory this process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1_000_000


def memory(kb: KnowledgeBase, full: list[dict[str, object]], ordinary: list[dict[str, object]]) -> str:
    """Return by how much memory grows over 50,000 full and 1,000 ordinary screenings, after the first 1,000."""
    for number in range(1000):
        screener.screen(full[number % len(full)], kb)
        screener.screen(ordinary[number % len(ordinary)], kb)
    before = resident()
    for number in range(50_000):
        screener.screen(full[number % len(full)], kb)
        if number < 1000:
            screener.screen(ordinary[number % len(ordinary)], kb)
    return f"memory growth over 51,000 screenings: {resident() - before:.1f} MB (held: {resident():.0f} MB)"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", action="store_true", help="measure memory growth too (some minutes)")
    parser.add_argument("--patients", type=int, default=300)
    arguments = parser.parse_args()
    load = timed(screener.load_knowledge)
    kb = screener.load_knowledge()
    draw = random.Random(20261123)
    full = [patient(kb, draw) for _ in range(arguments.patients)]
    ordinary = [chart(kb, draw) for _ in range(arguments.patients)]
    for raw in full:
        # The rules about one tumor are made ready when the first patient with it comes.
        screener.screen(raw, kb)
    print(f"rules {len(kb.knowledge.rules)}, facts {len(kb.knowledge.facts)}, loading {load:.0f} ms\n")
    print(f"{'milliseconds':42} {'median':>8} {'99th':>8} {'worst':>8}")
    for name, patients in (("fully known", full), ("chart with labs", ordinary), ("nothing known", [{}] * 20)):
        print(row(name, [timed(partial(screener.screen, raw, kb)) for raw in patients]))
    print()
    for line in half_known(kb, arguments.patients):
        print(line)
    print("\nfully known, median share of each part")
    print("\n".join(shares(kb, full)))
    print("\nchart with labs, median share of each part")
    print("\n".join(shares(kb, ordinary)))
    command = [sys.executable, "-m", "screener", "screen", str(ROOT / "examples" / "seed-nanoknife.yaml")]
    cold = [timed(partial(subprocess.run, command, check=True, capture_output=True)) for _ in range(7)]
    print(f"\n{row('screener screen FILE, cold', cold)}")
    if arguments.memory:
        print(memory(kb, full, ordinary))


if __name__ == "__main__":
    main()
