"""The page of the evidence: for each row the rules that encode it, and what of it no rule decides."""

from __future__ import annotations

from screener.knowledge.evidence import WHY_LEFT_OUT, EvidenceRow, EvidenceSection, LeftOut, rows_of
from screener.manual.places import EVIDENCE
from screener.proof.rows import encoding_rules
from screener.report.blocks import Block, Line, Paragraph, Part, Table, bullets, joined, named
from screener.report.links import rule_link
from screener.wording.wording import Wording


def evidence_page(wording: Wording, evidence: tuple[EvidenceSection, ...]) -> Part:
    """Return the page of the evidence without its frame."""
    say, rules = wording.say, encoding_rules(wording.knowledge)
    reasons = (
        named(say(f"evidence_page.reasons.{reason}"), say(f"evidence_page.means.{reason}")) for reason in WHY_LEFT_OUT
    )
    blocks: tuple[Block, ...] = (
        Paragraph(say("evidence_page.lead")),
        Paragraph(say("evidence_page.numbers", _numbers(evidence))),
        *bullets(reasons),
        *(_section(section, rules, wording) for section in evidence),
    )
    return Part("page", say("evidence_page.title"), 1, blocks, EVIDENCE)


def _numbers(evidence: tuple[EvidenceSection, ...]) -> dict[str, str]:
    rows = rows_of(evidence)
    left_out = [row.left_out for row in rows if row.left_out is not None]
    parts = sum(bool(each.part) for each in left_out)
    return {"rows": str(len(rows)), "parts": str(parts), "whole": str(len(left_out) - parts)}


def _section(section: EvidenceSection, rules: dict[str, list[str]], wording: Wording) -> Part:
    header = tuple(wording.say(f"evidence_page.{column}") for column in ("row", "about", "rules", "left_out"))
    lines = tuple(_line(row, rules.get(row.id, []), wording) for row in section.rows)
    return Part("plain", section.title, 2, (Table(header, lines),))


def _line(row: EvidenceRow, rules: list[str], wording: Wording) -> tuple[Line, ...]:
    corrected = {"about": row.about, "corrected": row.corrected}
    about = wording.say("evidence_page.corrected", corrected) if row.corrected else row.about
    return row.id, about, joined(map(rule_link, rules), ", "), _left_out(row.left_out, wording)


def _left_out(left_out: LeftOut | None, wording: Wording) -> str:
    if left_out is None:
        return ""
    values = {
        "part": left_out.part or wording.say("evidence_page.whole"),
        "reason": wording.say(f"evidence_page.reasons.{left_out.reason}"),
        "because": left_out.because,
    }
    said = wording.say("evidence_page.because", values)
    return wording.say("evidence_page.needed", {"said": said, "needed": left_out.needed}) if left_out.needed else said
