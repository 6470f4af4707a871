"""Patient files: YAML or JSON, with every refusal of a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from screener.patient.files import read_patient_file, read_patient_text
from screener.problems import PatientError

PLAIN = "size: 3.2\nspread: [none, limited]\npacemaker: false\ncount: {min: 1, max: 3}\nage:\n"
FACTS = {
    "size": "3.2",
    "spread": ["none", "limited"],
    "pacemaker": False,
    "count": {"min": "1", "max": "3"},
    "age": None,
}


def codes(text: str) -> list[str]:
    with pytest.raises(PatientError) as caught:
        read_patient_text(text, "patient.yaml")
    assert all(problem.place is not None for problem in caught.value.problems)
    return [problem.code for problem in caught.value.problems]


def file_codes(path: Path) -> list[str]:
    with pytest.raises(PatientError) as caught:
        read_patient_file(path)
    return [problem.code for problem in caught.value.problems]


def test_facts_stand_alone_or_under_facts() -> None:
    assert dict(read_patient_text(PLAIN, "p")) == FACTS
    under_facts = "".join(f"  {line}" for line in PLAIN.splitlines(keepends=True))
    wrapped = f"who: a synthetic patient\nsynthetic: true\nfacts:\n{under_facts}"
    assert dict(read_patient_text(wrapped, "p")) == FACTS


def test_json_is_read_by_the_same_rules() -> None:
    text = (
        '{"size": 3.2, "spread": ["none", "limited"], "pacemaker": false, "count": {"min": 1, "max": 3}, "age": null}'
    )
    assert dict(read_patient_text(text, "p")) == FACTS


def test_every_fact_knows_its_place() -> None:
    facts = read_patient_text(PLAIN, "p.yaml")
    assert str(facts.place_of("pacemaker")) == "p.yaml:3:1"
    assert facts.place_of("height") is None


def test_a_number_keeps_the_digits_it_was_written_with() -> None:
    assert read_patient_text("size: 3.20", "p")["size"] == "3.20"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["file_empty"]),
        ("- size", ["facts_expected"]),
        ("just words", ["facts_expected"]),
        ("facts: [size]", ["facts_expected"]),
        ("facts: {size: 3}\nwhom: me", ["key_unknown"]),
        ("facts: 3\nwhom: me", ["key_unknown", "facts_expected"]),
        ("size: 3\nsize: 4", ["key_twice"]),
        ("size: &a 3\ncount: *a", ["yaml_anchor", "yaml_alias"]),
        ("size: !!float 3", ["yaml_tag"]),
        ("size: [3", ["yaml_syntax"]),
        ("? [size]\n: 3", ["yaml_key_not_text"]),
        ("size: \x07", ["control_character"]),
    ],
)
def test_a_bad_text_is_refused_with_every_reason(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_key_that_nobody_knows_comes_with_the_nearest_known() -> None:
    with pytest.raises(PatientError) as caught:
        read_patient_text("facts: {size: 3}\nsyntetic: true", "p")
    assert [problem.hint for problem in caught.value.problems] == ["synthetic"]


def test_a_file_is_read_like_its_text(tmp_path: Path) -> None:
    path = tmp_path / "patient.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    assert dict(read_patient_file(path)) == FACTS


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    assert file_codes(tmp_path / "none.yaml") == ["file_missing"]
    assert file_codes(tmp_path) == ["file_is_folder"]
    large = tmp_path / "large.yaml"
    large.write_bytes(b"a" * 10_000_000)
    assert file_codes(large) == ["file_too_large"]
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("who: Jos\xe9".encode("latin-1"))
    assert file_codes(latin) == ["file_not_utf8"]
    empty = tmp_path / "empty.yaml"
    empty.write_bytes(b"")
    assert file_codes(empty) == ["file_empty"]
