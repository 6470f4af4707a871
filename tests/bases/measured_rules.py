"""The sound small rule base whose facts may be written in other units, approximately, and go out of date."""

from __future__ import annotations

from pathlib import Path

from screener.knowledge.texts import Voice
from screener.screening.knowledge_base import KnowledgeBase, load_knowledge
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases import sound_rules
from tests.bases.small_rules import write

TUMOR = "facts/20_tumor.yaml"
SIZE = """\
    unit: cm
    also_written: [centimeters]
    units: [{unit: mm, per_unit: 10, also_written: [millimeters], asked_above: 15}]
    approximate: {plus_minus: 0.5, percent: 20, percent_above: 5}
    fresh_for:
      days: 42
      sources: [{key: IMAGING, at: "imaging", checked: "2026-11-24", read: unverified}]
"""
BILIRUBIN = """\
    unit: mg/dL
    units: [{unit: "umol/L", per_unit: 17.1, also_written: ["µmol/L"]}]
    fresh_for: {days: 28, sources: [{key: TRIAL, at: "labs", checked: "2026-11-24", read: secondary}]}
"""
IMAGING = '  - {key: IMAGING, body: SIR, citation: "I. 2024", year: 2024, url: "https://example.org/i"}\n'
RULES = {
    **sound_rules.RULES,
    TUMOR: sound_rules.RULES[TUMOR].replace("    unit: cm\n", SIZE).replace("    unit: mg/dL\n", BILIRUBIN),
    "sources.yaml": sound_rules.RULES["sources.yaml"] + IMAGING,
}


def rules_in(folder: Path) -> Path:
    """Return a folder that holds the rules."""
    return write(folder, RULES)


def knowledge_base(folder: Path) -> KnowledgeBase:
    """Return the rules, ready to screen."""
    return load_knowledge(rules_in(folder))


def wording(kb: KnowledgeBase, voice: Voice = "clinician") -> Wording:
    """Return the words for the rules."""
    return Wording(load("en"), kb.knowledge, voice)
