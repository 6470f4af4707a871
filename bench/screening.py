"""How long a screening takes, and where the time goes. Run with `make bench`.

Patients are synthetic, drawn with a fixed seed from the facts of the rule base.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import screener
from screener.knowledge.domains import ChoiceDomain, NumberDomain
from screener.knowledge.model import Fact
from screener.patient import Patient
from screener.reasoning.analysis import Analysis
from screener.reasoning.answers import Outcome, Possible
from screener.reasoning.completions import Completions
from screener.reasoning.derive import derive
from screener.reasoning.options import read_options
from screener.reasoning.reasons import value_read
from screener.reasoning.referee import evaluate
from screener.result import Reason
from screener.screening import KnowledgeBase

ROOT = Path(__file__).resolve().parent.parent
STAGING = (
    "extrahepatic_disease", "tumor_count", "largest_tumor_cm", "portal_vein_invasion", "ecog", "operability",
    "bilirubin_mg_dl", "albumin_g_dl", "inr", "ascites", "encephalopathy",
)  # fmt: skip


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


def patient(kb: KnowledgeBase, draw: random.Random, known: int | None) -> dict[str, object]:
    """Return a patient with HCC inside the scope: every fact known, or the staging facts and some more."""
    facts = kb.knowledge.fact_by_id
    names = [name for name in facts if name != "diagnosis"]
    if known is not None:
        others = [name for name in names if name not in STAGING]
        names = [*STAGING, *draw.sample(others, max(known - len(STAGING) - 1, 0))][: known - 1]
    while True:
        raw: dict[str, object] = {"diagnosis": "hcc"} | {name: answer(facts[name], draw) for name in names}
        try:
            if screener.screen(raw, kb, exact=False).scope.inside:
                return raw
        except screener.PatientError:
            continue


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
    for rule in kb.knowledge.deciding_rules:
        if rule.condition is not None:
            evaluate(rule.condition, known)


def analyze(
    kb: KnowledgeBase,
    read: Patient,
    known: Mapping[str, Possible],
    outcomes: Mapping[str, Outcome],
    reasons: Mapping[str, Reason],
) -> None:
    """Do what a screening does over completions: settle outcomes, find statuses and open facts."""
    completions = Completions(kb.knowledge, kb.compiled, read.asked, read.stated)
    firm = completions.firm_up(outcomes)
    analysis = Analysis(kb.knowledge, completions, firm)
    read_options(kb.knowledge, known, firm, reasons, analysis)
    analysis.idle_everywhere(())


def shares(kb: KnowledgeBase, patients: list[dict[str, object]]) -> list[str]:
    """Return how a screening's time is shared among its parts, in median milliseconds."""
    parts: dict[str, list[float]] = {}
    for raw in patients:
        read = Patient.read(raw, kb.knowledge)
        known = derive(kb.knowledge, read.asked, read.stated)
        outcomes = kb.engine.decide(known)
        firm = Completions(kb.knowledge, kb.compiled, read.asked, read.stated).firm_up(outcomes)
        values = {name: value_read(kb.knowledge, name, possible) for name, possible in known.items()}
        reasons = kb.reasons.read(known, values, outcomes, firm)
        for name, action in (
            ("reading the answers", partial(Patient.read, raw, kb.knowledge)),
            ("derived facts", partial(derive, kb.knowledge, read.asked, read.stated)),
            ("engine", partial(kb.engine.decide, known)),
            ("referee", partial(confirm, kb, known)),
            ("analysis over completions", partial(analyze, kb, read, known, outcomes, reasons)),
            ("reasons", partial(kb.reasons.read, known, values, outcomes, firm)),
        ):
            parts.setdefault(name, []).append(timed(action))
    return [f"  {name:40} {statistics.median(times):8.2f}" for name, times in parts.items()]


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
    full = [patient(kb, draw, None) for _ in range(arguments.patients)]
    ordinary = [patient(kb, draw, 15) for _ in range(arguments.patients)]
    print(f"rules {len(kb.knowledge.rules)}, facts {len(kb.knowledge.facts)}, loading {load:.0f} ms\n")
    print(f"{'milliseconds':42} {'median':>8} {'99th':>8} {'worst':>8}")
    for name, patients in (("fully known", full), ("15 facts known", ordinary), ("nothing known", [{}] * 20)):
        print(row(name, [timed(partial(screener.screen, raw, kb)) for raw in patients]))
    print("\nfully known, median share of each part")
    print("\n".join(shares(kb, full)))
    print("\n15 facts known, median share of each part")
    print("\n".join(shares(kb, ordinary)))
    command = [sys.executable, "-m", "screener", "screen", str(ROOT / "examples" / "seed-nanoknife.yaml")]
    cold = [timed(partial(subprocess.run, command, check=True, capture_output=True)) for _ in range(7)]
    print(f"\n{row('screener screen FILE, cold', cold)}")
    if arguments.memory:
        print(memory(kb, full, ordinary))


if __name__ == "__main__":
    main()
