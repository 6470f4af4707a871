"""A small rule base that loads, as texts: nothing clinical, every kind of definition and effect."""

from __future__ import annotations

from pathlib import Path

from screener.loading.load import read_knowledge
from screener.problems import Problem

INTAKE = """\
section: {id: intake, title: {clinician: "Intake", patient: "About you"}, folded: false}
facts:
  - id: diagnosis
    type: choice
    choices:
      - {value: hcc, label: {clinician: "HCC", patient: "Liver cancer"}}
      - {value: icca, label: {clinician: "iCCA", patient: "Bile duct cancer"}}
      - value: not_known
        means_unknown: true
        label: {clinician: "Not known", patient: "Not known"}
        raises: {clinician: "Ask for the report", patient: "Ask for your report"}
    label: {clinician: "Diagnosis", patient: "Your diagnosis"}
    question: {clinician: "Which diagnosis?", patient: "Which diagnosis?"}
    why: {clinician: "Rules differ.", patient: "It matters."}
    where: {clinician: "Report", patient: "Letter"}
    who: [patient, chart]
    known_at: intake
    effort: chart
    codes: [{system: NCIt, code: "C1", name: "one"}]
  - id: age_years
    type: number
    unit: years
    range: [0, 120]
    step: 1
    label: {clinician: "Age", patient: "Age"}
    question: {clinician: "Age?", patient: "Age?"}
    why: {clinician: "Scope.", patient: "Scope."}
    where: {clinician: "Chart", patient: "You"}
    who: [patient]
    known_at: intake
    effort: patient
  - id: tumor_bleeding
    type: yes_no
    label: {clinician: "Bleeding", patient: "Bleeding"}
    question: {clinician: "Bleeding?", patient: "Bleeding?"}
    why: {clinician: "Urgent.", patient: "Urgent."}
    where: {clinician: "Chart", patient: "Team"}
    who: [team]
    known_at: report
    effort: imaging
    acute: true
"""
TUMOR = """\
section: {id: tumor, title: {clinician: "Tumor", patient: "Your tumor"}}
facts:
  - id: tumor_count
    type: number
    unit: ""
    range: [0, 99]
    step: 1
    label: {clinician: "Count", patient: "Count"}
    question: {clinician: "How many?", patient: "How many?"}
    why: {clinician: "Limits.", patient: "Limits."}
    where: {clinician: "CT", patient: "Report"}
    who: [chart]
    known_at: report
    effort: imaging
  - id: largest_tumor_cm
    type: number
    unit: cm
    range: [0.3, 30]
    step: 0.1
    label: {clinician: "Largest", patient: "Largest"}
    question: {clinician: "How large?", patient: "How big?"}
    why: {clinician: "Limits.", patient: "Limits."}
    where: {clinician: "CT", patient: "Report"}
    who: [chart]
    known_at: report
    effort: imaging
  - id: bilirubin_mg_dl
    type: number
    unit: mg/dL
    range: [0.1, 40]
    step: 0.1
    label: {clinician: "Bilirubin", patient: "Bilirubin"}
    question: {clinician: "Bilirubin?", patient: "Bilirubin?"}
    why: {clinician: "Liver.", patient: "Liver."}
    where: {clinician: "Labs", patient: "Labs"}
    who: [chart]
    known_at: intake
    effort: lab
  - id: albumin_g_dl
    type: number
    unit: g/dL
    range: [1, 6]
    step: 0.1
    label: {clinician: "Albumin", patient: "Albumin"}
    question: {clinician: "Albumin?", patient: "Albumin?"}
    why: {clinician: "Liver.", patient: "Liver."}
    where: {clinician: "Labs", patient: "Labs"}
    who: [chart]
    known_at: intake
    effort: lab
  - id: heat_possible
    type: yes_no
    label: {clinician: "Heat", patient: "Heat"}
    question: {clinician: "Heat?", patient: "Heat?"}
    why: {clinician: "Needle.", patient: "Needle."}
    where: {clinician: "IR", patient: "Team"}
    who: [team]
    known_at: work_up
    effort: work_up
  - id: pacemaker
    type: yes_no
    label: {clinician: "Pacemaker", patient: "Pacemaker"}
    question: {clinician: "Pacemaker?", patient: "Pacemaker?"}
    why: {clinician: "Waiting.", patient: "Waiting."}
    where: {clinician: "Chart", patient: "Card"}
    who: [patient]
    known_at: intake
    effort: patient
    planned: true
"""
IMPOSSIBLE = """\
impossible:
  - id: impossible.none_with_pacemaker
    when: tumor_count == 0 and pacemaker
    says: {clinician: "These contradict each other.", patient: "These do not fit."}
"""
DERIVED = """\
derived:
  - id: burden_band
    label: {clinician: "Band", patient: "Band"}
    explains: {clinician: "From points.", patient: "From points."}
    first:
      - {value: low, when: burden_points <= 1, label: {clinician: "Low", patient: "Low"}}
      - {value: high, label: {clinician: "High", patient: "High"}}
    stated: judgement
  - id: burden_points
    label: {clinician: "Points", patient: "Points"}
    explains: {clinician: "Added up.", patient: "Added up."}
    points:
      - fact: tumor_count
        bands:
          - {points: 1, when: tumor_count <= 1}
          - {points: 2}
      - fact: largest_tumor_cm
        bands:
          - {points: 0, when: largest_tumor_cm < 3}
          - {points: 2}
    stated: arithmetic
    sources: [{key: TRIAL, at: "Table 1", checked: "2026-11-24", read: secondary}]
  - id: burden_sum
    label: {clinician: "Sum", patient: "Sum"}
    explains: {clinician: "Size plus count.", patient: "Size plus count."}
    sum: [largest_tumor_cm, tumor_count]
    unit: ""
    stated: arithmetic
  - id: size_grade
    label: {clinician: "Grade", patient: "Grade"}
    explains: {clinician: "By formula.", patient: "By formula."}
    formula:
      terms:
        - {fact: bilirubin_mg_dl, shape: log10, scale: 17.1, times: 0.66}
        - {fact: albumin_g_dl, shape: linear, scale: 10, times: -0.085}
      bands:
        - {value: g1, at_most: -2.60, label: {clinician: "1", patient: "1"}}
        - {value: g2, below: -1.39, label: {clinician: "2", patient: "2"}}
        - {value: g3, label: {clinician: "3", patient: "3"}}
    stated: arithmetic
  - id: no_heat
    label: {clinician: "No heat", patient: "No heat"}
    explains: {clinician: "Heat is not possible.", patient: "Heat is not possible."}
    when: not heat_possible or largest_tumor_cm > 5
    stated: arithmetic
"""
SOURCES = """\
sources:
  - {key: TRIAL, body: trial, citation: "A. B. 2020", year: 2020, doi: "10.1/a<b>"}
  - {key: BODY, body: BCLC, citation: "B. C. 2022", year: 2022, pmid: "123"}
  - {key: PAGE, body: NICE, citation: "P. 2023", year: 2023, url: "https://example.org/p"}
  - {key: OURS, body: project, citation: "These rules", year: 2026}
"""
SCOPE = """\
covered: [hcc]
scope:
  - id: scope.under_18
    when: age_years < 18
    says: {clinician: "Adults only.", patient: "Adults only."}
    turn_to: {clinician: "A center.", patient: "A center."}
urgent:
  - id: urgent.bleeding
    when: tumor_bleeding
    says: {clinician: "Same-day review.", patient: "Get help today."}
"""
BEADS = """\
option:
  id: beads
  order: 1
  group: catheter
  groups: [catheter, embolization]
  products:
    - {id: small_beads, name: {clinician: "Small", patient: "Small"}}
    - {id: large_beads, name: {clinician: "Large", patient: "Large"}}
  name: {clinician: "Beads", patient: "Beads"}
  what: {clinician: "Beads.", patient: "Tiny beads."}
  no_discuss: {hcc: "only with caution"}
rules:
  - id: beads.population
    for: {options: [beads], diagnoses: [hcc]}
    effect: supports
    when: |
      tumor_count <= 3
      and no_heat
    rows: [B-01]
    reads_work_up: "heat comes first"
    says: {clinician: "A trial offers this.", patient: "A study offers this."}
    sources: [{key: TRIAL, at: "abstract", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
    reviewed_by: ""
  - id: beads.dispute
    for: {options: [beads], products: [small_beads]}
    effect: disputed
    when: burden_band == high and burden_sum > 7
    says: {clinician: "Bodies disagree.", patient: "Sources disagree."}
    sources:
      - {key: TRIAL, at: "p. 1", checked: "2026-11-23", read: primary}
      - {key: BODY, at: "p. 2", checked: "2026-11-23", read: unverified}
    between: [TRIAL, BODY]
    review_by: "2027-11-23"
"""
NEEDLE = """\
option:
  id: needle
  order: 2
  group: needle
  groups: [needle, heat]
  products: []
  name: {clinician: "Needle", patient: "Needle"}
  what: {clinician: "A needle.", patient: "A needle."}
rules:
  - id: needle.population
    for: {options: [needle], diagnoses: [hcc]}
    effect: supports_with_caution
    when: "largest_tumor_cm <= 3"
    says: {clinician: "A trial offers this.", patient: "A study offers this."}
    sources: [{key: PAGE, at: "1.1", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
  - id: needle.combination
    for: {options: [needle], diagnoses: [hcc]}
    effect: note
    says: {clinician: "Often combined.", patient: "Often combined."}
    sources: [{key: PAGE, at: "1.2", checked: "2026-11-23", read: primary}]
    with: [beads]
    review_by: "2027-11-23"
  - id: needle.everybody
    for: {options: [needle]}
    effect: note
    says: {clinician: "Context.", patient: "Context."}
    sources: [{key: PAGE, at: "1.3", checked: "2026-11-23", read: primary}]
    review_by: "2027-11-23"
"""
SHARED = """\
rules:
  - id: safety.bleeding
    for: {groups: [all]}
    effect: against
    when: tumor_bleeding
    says: {clinician: "After recovery.", patient: "Later."}
    sources: [{key: OURS, at: "rules", checked: "2026-11-23", read: unverified}]
    until: {clinician: "until stable", patient: "until you are well"}
    review_by: "2027-11-23"
  - id: safety.heat
    for: {groups: [heat], diagnoses: [hcc]}
    effect: stop
    when: size_grade in [g2, g3] or tumor_count > 5
    says: {clinician: "Not here.", patient: "Not here."}
    sources: [{key: BODY, at: "p. 3", checked: "2026-11-23", read: secondary}]
    review_by: "2027-11-23"
"""
ABOUT = """\
id: made_up
title: {clinician: "Made-up options: what to discuss", patient: "What to ask about at your visit"}
when_to_call: {clinician: "When to call: bleeding.", patient: "When to call: if you bleed."}
outside: {clinician: "Surgery is outside these rules.", patient: "Surgery is not part of these rules."}
groups:
  - {id: catheter, name: {clinician: "through a catheter", patient: "through a thin tube"}}
  - {id: needle, name: {clinician: "through a needle", patient: "through a needle"}}
subgroups: [heat, embolization]
also_on_the_table:
  - {clinician: "Transplant: considered?", patient: "A transplant: has it been thought about?"}
"""
FILES = {
    "about.yaml": ABOUT,
    "facts/10_intake.yaml": INTAKE,
    "facts/20_tumor.yaml": TUMOR,
    "facts/impossible.yaml": IMPOSSIBLE,
    "derived.yaml": DERIVED,
    "sources.yaml": SOURCES,
    "scope.yaml": SCOPE,
    "options/a_needle.yaml": NEEDLE,
    "options/b_beads.yaml": BEADS,
    "shared/safety.yaml": SHARED,
    "VERSION": "2026.11.1\n",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def problems_of(folder: Path, files: dict[str, str]) -> tuple[Problem, ...]:
    knowledge, problems = read_knowledge(write(folder, files))
    assert (knowledge is None) == bool(problems)
    return problems
