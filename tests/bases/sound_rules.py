"""The small rule base made sound and richer: it loads whole, and its patients meet everything a report can say."""

from __future__ import annotations

from pathlib import Path

from screener.knowledge.texts import Voice
from screener.screening.knowledge_base import KnowledgeBase, load_knowledge
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.small_rules import BEADS, DERIVED, FILES, INTAKE, NEEDLE, SHARED, TUMOR, write

_MORE_DERIVED = """\
  - id: size_class
    label: {clinician: "Size class", patient: "Size class"}
    explains: {clinician: "Small up to 2 points.", patient: "Small up to 2 points."}
    first:
      - {value: small, when: burden_points <= 2, label: {clinician: "Small", patient: "Small"}}
      - {value: large, label: {clinician: "Large", patient: "Large"}}
    stated: arithmetic
"""
_MORE_BEADS = """\
  - id: beads.large_only
    for: {options: [beads], products: [large_beads]}
    effect: caution
    when: age_years > 80
    says: {clinician: "Weigh the age.", patient: "Talk about your age."}
    sources: [{key: TRIAL, at: "p. 4", checked: "2026-11-23", read: secondary}]
    review_by: "2027-11-23"
  - id: beads.small_stop
    for: {options: [beads], products: [small_beads]}
    effect: stop
    when: pacemaker
    says: {clinician: "Small beads disturb pacemakers.", patient: "Small beads do not fit with a pacemaker."}
    sources: [{key: BODY, at: "p. 5", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
  - id: beads.size
    for: {options: [beads]}
    effect: caution
    when: size_class == large and age_years in [70, 71]
    says: {clinician: "Large here.", patient: "Large here."}
    sources: [{key: BODY, at: "p. 6", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
"""
_MORE_NEEDLE = """\
  - id: needle.larger
    for: {options: [needle], diagnoses: [hcc]}
    effect: supports
    when: 3 < largest_tumor_cm <= 5 and (tumor_count <= 2 or age_years < 60)
    says: {clinician: "Another trial offers this up to 5 cm.", patient: "Another study offers this up to 5 cm."}
    sources: [{key: TRIAL, at: "p. 7", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
  - id: needle.four_with_pacemaker
    for: {options: [needle]}
    effect: against
    when: tumor_count == 4 and pacemaker
    says: {clinician: "Not four with a pacemaker.", patient: "Not four with a pacemaker."}
    sources: [{key: PAGE, at: "1.4", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
  - id: needle.four_without_pacemaker
    for: {options: [needle]}
    effect: against
    when: tumor_count == 4 and not pacemaker
    says: {clinician: "Not four without one.", patient: "Not four without one."}
    sources: [{key: PAGE, at: "1.5", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
  - id: needle.heat
    for: {options: [needle]}
    effect: fix_first
    when: not heat_possible
    says: {clinician: "Protect the bowel first.", patient: "Your team protects the bowel first."}
    sources: [{key: PAGE, at: "1.6", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
"""
_MORE_SHARED = """\
  - id: safety.old
    for: {groups: [all]}
    effect: caution
    when: age_years >= 90 or size_class == large and tumor_count >= 3
    says: {clinician: "Weigh the age.", patient: "Talk about your age."}
    sources: [{key: BODY, at: "p. 8", checked: "2026-11-23", read: unverified}]
    review_by: "2027-11-23"
"""
FOLDED = """\
section: {id: more, title: {clinician: "More", patient: "More"}, folded: true}
facts:
  - id: platelets
    type: number
    unit: "%"
    range: [0, 100]
    step: 1
    label: {clinician: "Platelets", patient: "Platelets"}
    question: {clinician: "Platelets?", patient: "Platelets?"}
    why: {clinician: "Bleeding.", patient: "Bleeding."}
    where: {clinician: "Lab", patient: "Letter"}
    who: [chart]
    known_at: report
    effort: lab
    planned: true
"""
TENSIONS = """\
review_grace_days: 3650
accepted:
  - {rule: beads.dispute, why: "Bodies disagree about some whom the trial took."}
  - {rule: beads.small_stop, why: "A pacemaker closes one form of an option whose trial did not ask."}
  - {rule: needle.four_with_pacemaker, why: "Four tumors are too many, whatever their size."}
  - {rule: needle.four_without_pacemaker, why: "Four tumors are too many, whatever their size."}
  - {rule: safety.bleeding, why: "Bleeding is seen first, whatever speaks for an option."}
  - {rule: safety.heat, why: "Weak blood closes the needle, whatever the size."}
"""
RULES = {
    **FILES,
    "tensions.yaml": TENSIONS,
    "facts/10_intake.yaml": INTAKE,
    "facts/20_tumor.yaml": TUMOR.replace("    planned: true\n", ""),
    "facts/30_more.yaml": FOLDED,
    "derived.yaml": DERIVED.replace("[largest_tumor_cm, burden_sum]", "[largest_tumor_cm, age_years]") + _MORE_DERIVED,
    "options/a_needle.yaml": NEEDLE.replace("supports_with_caution", "supports") + _MORE_NEEDLE,
    "options/b_beads.yaml": BEADS.replace('  no_discuss: {hcc: "only with caution"}\n', "") + _MORE_BEADS,
    "shared/safety.yaml": SHARED.replace("or tumor_count > 5", "and tumor_count > 5") + _MORE_SHARED,
}
# Two patients: one of whom hardly anything is known, and one of whom most is.
HCC: dict[str, object] = {"diagnosis": "hcc", "age_years": 60}
KNOWN: dict[str, object] = {**HCC, "tumor_count": 1, "largest_tumor_cm": 2, "tumor_bleeding": False}


def rules_in(folder: Path) -> Path:
    """Return a folder that holds the rules."""
    return write(folder, RULES)


def knowledge_base(folder: Path) -> KnowledgeBase:
    """Return the rules, ready to screen."""
    return load_knowledge(rules_in(folder))


def wording(kb: KnowledgeBase, voice: Voice = "clinician") -> Wording:
    """Return the words for the rules."""
    return Wording(load("en"), kb.knowledge, voice)
