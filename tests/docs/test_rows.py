"""No row of the evidence is lost: each stands in a rule, on the page of what is left out, or in part on both."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from tests.bases.built_in import built_in_rules

ROOT = Path(__file__).resolve().parents[2]
LINE = re.compile(r"^\| ([A-Z0-9]+(?:-[A-Z0-9]+)?-\d+[a-z]?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
TUMORS = "CRC|NET|ICC|UM|BR"
OPTIONS = "TACE|Y90|HAI|HAIC|IRE|MWA|CRYO|CRY|RFA|TAE|ABL|EMB|PHP|IAC"
ROW_ID = re.compile(rf"(?:(?:(?:{TUMORS}|SAF)-)?(?:{OPTIONS})|SAF-(?:ALL|BLD|CON|TS|SS)|OTH|G|N)-\d{{2}}b?")
WHOLE = "all of it"
REASONS = ("no such fact", "no number given", "not a rule")


class Row(BaseModel):
    """One row of the evidence: its id, what it is about, and what its upgrade corrected."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    about: str
    corrected: str = ""


class Section(BaseModel):
    """The rows that stand under one heading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    section: str
    rows: tuple[Row, ...]


class Evidence(BaseModel):
    """All rows."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One line of the page: a row, what of it no rule decides, why, and what would be needed."""

    row: str
    part: str
    reason: str
    needed: str


@cache
def _evidence() -> Evidence:
    text = (ROOT / "tests/docs/evidence_rows.yaml").read_text(encoding="utf-8")
    return Evidence.model_validate(yaml.safe_load(text))


def _ids() -> list[str]:
    return [row.id for section in _evidence().sections for row in section.rows]


@cache
def _in_rules() -> frozenset[str]:
    rules = built_in_rules().knowledge.rules
    return frozenset(row for rule in rules for row in rule.rows)


@cache
def _left_out() -> tuple[LeftOut, ...]:
    page = (ROOT / "docs/not-encoded.md").read_text(encoding="utf-8")
    return tuple(LeftOut(*parts) for parts in LINE.findall(page))


def test_the_list_of_rows_holds_each_id_once() -> None:
    assert [row for row, count in Counter(_ids()).items() if count > 1] == []
    assert [row for row in _ids() if not ROW_ID.fullmatch(row)] == []


def test_the_page_tells_how_many_rows_there_are() -> None:
    page = (ROOT / "docs/not-encoded.md").read_text(encoding="utf-8")
    assert f"rest on {len(_ids())} rows of evidence" in page


def test_every_line_of_the_table_is_read() -> None:
    page = (ROOT / "docs/not-encoded.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| Row ")]
    assert len(lines) == len(_left_out()) > 0


def test_every_row_is_in_a_rule_or_left_out_with_a_reason() -> None:
    listed = {entry.row for entry in _left_out()}
    assert [row for row in _ids() if row not in _in_rules() and row not in listed] == []


def test_a_row_left_out_as_a_whole_stands_in_no_rule() -> None:
    assert [entry.row for entry in _left_out() if entry.part == WHOLE and entry.row in _in_rules()] == []


def test_a_row_left_out_in_part_stands_in_a_rule() -> None:
    assert [entry.row for entry in _left_out() if entry.part != WHOLE and entry.row not in _in_rules()] == []


def test_every_row_a_rule_names_is_known() -> None:
    assert sorted(_in_rules() - set(_ids())) == []


def test_every_row_left_out_is_known_and_listed_once() -> None:
    rows = [entry.row for entry in _left_out()]
    assert [row for row in rows if row not in set(_ids())] == []
    assert [row for row, count in Counter(rows).items() if count > 1] == []


def test_every_row_left_out_has_a_reason_of_a_known_kind() -> None:
    assert [entry.row for entry in _left_out() if entry.reason.split(":")[0] not in REASONS] == []
