"""The made-up patients that come with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

import screener
from tests.bases.built_in import built_in_rules

FILES = {
    "b-second.yaml": "who: Somebody\nsynthetic: true\nfacts: {diagnosis: hcc}\n",
    "a-first.yaml": "diagnosis: hcc\n",
    "c-broken.yaml": "facts: [",
    "d-of-other-rules.yaml": "kidney_size_cm: 3\n",
    "e-who-is-a-list.yaml": "who: [one, two]\nfacts: {diagnosis: hcc}\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr("screener.patient.examples.find_examples", lambda: tmp_path)
    return tmp_path


def test_examples_are_named_as_their_files_say_or_as_they_are_called(folder: Path) -> None:
    examples = screener.read_examples(built_in_rules().knowledge)
    assert [example.name for example in examples] == ["A first", "Somebody", "E who is a list"]
    assert all(dict(example.facts) == {"diagnosis": "hcc"} for example in examples)


def test_what_cannot_be_read_stays_out(folder: Path) -> None:
    (folder / "f-no-text.yaml").write_bytes(b"\xff\xfe\xff")
    assert len(screener.read_examples(built_in_rules().knowledge)) == 3


def test_every_example_that_comes_with_the_program_can_be_read() -> None:
    examples = screener.read_examples(built_in_rules().knowledge)
    assert len(examples) == len(list((Path(__file__).parents[2] / "examples").glob("*.yaml"))) > 5
    assert len({example.name for example in examples}) == len(examples)
