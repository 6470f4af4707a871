"""Synthetic patients for the built-in rules: charts with labs, charts with a stated class, random facts, thin ones.

Half of them have liver cell cancer, the others any other tumor the rules cover.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import screener
from screener.knowledge.domains import ChoiceDomain, NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.screening.knowledge_base import KnowledgeBase

# What is usual for a patient whom somebody thinks of referring; other values are drawn as well.
TUMOR: dict[str, tuple[object, ...]] = {
    "tumor_confirmed": ("confirmed", "confirmed", "presumed"),
    "operability": ("inoperable", "inoperable", "operable", "not_assessed"),
    "tumor_count": (1, 1, 2, 3, "1-3", 5),
    "largest_tumor_cm": (1.8, 2.4, 2.9, 3.5, "3-5", 4.5, 6.5, 11),
    "extrahepatic_disease": ("none", "none", "none", "limited"),
    "portal_vein_invasion": ("none", "none", "none", ["segmental", "branch"]),
    "ecog": (0, 0, 1, "0-1", 2),
    "surgery_declined": (False, True),
    "infiltrative": (False, False, False, True),
}
LABS: dict[str, tuple[object, ...]] = {
    "bilirubin_mg_dl": (0.8, 0.9, 1.4, "1-2.5", 3.4),
    "albumin_g_dl": (4, 3.6, 3.1, "3.4-4"),
    "inr": (1, 1.1, 1.4),
    "ascites": ("none", "none", "mild", ["none", "mild"]),
    "encephalopathy": ("none", "none", "mild"),
}
USUAL = {**TUMOR, **LABS}
RARELY_TRUE = 0.1
HALF = 0.5
HCC = "hcc"
WIDEST_RANGE = 6


def patients(kb: KnowledgeBase, count: int, seed: int) -> Iterator[dict[str, object]]:
    """Yield patients inside the scope whose facts do not contradict each other."""
    draw = random.Random(seed)
    kinds = (_chart_with_labs, _chart_with_class, _random_facts, _thin)
    found = 0
    while found < count:
        raw = kinds[found % len(kinds)](kb.knowledge, draw)
        try:
            is_inside = screener.screen(raw, kb, exact=False).scope.inside
        except screener.PatientError:
            continue
        if is_inside:
            found += 1
            yield raw


def _chart_with_labs(knowledge: Knowledge, draw: random.Random) -> dict[str, object]:
    return _answers(knowledge, draw, [*TUMOR, *LABS, *_some(knowledge, draw, 8)])


def _chart_with_class(knowledge: Knowledge, draw: random.Random) -> dict[str, object]:
    raw = _answers(knowledge, draw, [*TUMOR, *_some(knowledge, draw, 6)])
    raw = {name: value for name, value in raw.items() if name not in LABS}
    raw["child_pugh_class"] = draw.choice(("A", "A", "A", "B", "C", ["A", "B"]))
    if draw.random() < 0.3:
        raw["bclc_stage"] = draw.choice(("0", "A", "B", "C"))
    return raw


def _random_facts(knowledge: Knowledge, draw: random.Random) -> dict[str, object]:
    return _answers(knowledge, draw, _some(knowledge, draw, draw.randint(10, 20)))


def _thin(knowledge: Knowledge, draw: random.Random) -> dict[str, object]:
    return _answers(knowledge, draw, draw.sample(list(TUMOR), draw.randint(0, 5)))


def _some(knowledge: Knowledge, draw: random.Random, count: int) -> list[str]:
    return draw.sample([fact.id for fact in knowledge.facts], count)


def _answers(knowledge: Knowledge, draw: random.Random, names: list[str]) -> dict[str, object]:
    answers = {name: _answer(knowledge, draw, name) for name in dict.fromkeys(names) if draw.random() < 0.85}
    others = sorted(knowledge.covered - {HCC})
    return {**answers, "diagnosis": HCC if draw.random() < HALF else draw.choice(others)}


def _answer(knowledge: Knowledge, draw: random.Random, name: str) -> object:
    if name in USUAL:
        return draw.choice(USUAL[name])
    domain = knowledge.fact_by_id[name].domain
    if isinstance(domain, NumberDomain):
        low = domain.low + 2 * int((domain.high - domain.low) / 2 * draw.random() ** 4)
        high = min(domain.high, low + 2 * draw.choice((0, 0, 0, 0, WIDEST_RANGE)))
        return f"{domain.text(low)}-{domain.text(high)}"
    assert isinstance(domain, ChoiceDomain)
    if domain.is_yes_no:
        return draw.random() < RARELY_TRUE
    # The first value is the harmless one in most lists, and the most frequent.
    return draw.choice((domain.values[0], domain.values[0], draw.choice(domain.values), draw.sample(domain.values, 2)))
