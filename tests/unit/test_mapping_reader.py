"""A mapping is read along its shape, and a loader cannot read what no shape says."""

from __future__ import annotations

import pytest

from screener.loading.mapping_reader import MappingReader
from screener.loading.shape import Flag, Key, ListOf, Number, Shape, When, Word
from screener.problems import Problem
from screener.yaml_text import read_yaml

SIZE = Shape(
    "size",
    (
        Key("kind", Word(values=("exact", "rough"))),
        Key("value", Number()),
        Key("is_old", Flag(), must=False),
        Key("why", Word(), must=When("kind", ("rough",))),
        Key("since", Word(), only=When("is_old", ("true",))),
        Key("others", ListOf(Word()), must=False, only=When("value")),
    ),
)


def reader_of(text: str) -> tuple[MappingReader, list[Problem]]:
    problems: list[Problem] = []
    root, refusals = read_yaml(text, "size.yaml")
    assert root is not None, refusals
    return MappingReader(root, SIZE, problems), problems


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.found or ", ".join(problem.allowed)) for problem in problems]


def test_a_key_that_must_be_there_is_missed_once_it_is_read() -> None:
    reader, problems = reader_of("{kind: exact}")
    assert told(problems) == []
    assert reader.number("value") is None
    assert told(problems) == [("key_missing", "value")]


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("{kind: exact, value: 1}", []),
        ("{kind: rough, value: 1}", [("key_missing", "why")]),
        ("{kind: roughly, value: 1}", [("key_missing", "why")]),
        ("{value: 1}", [("key_missing", "why")]),
    ],
)
def test_a_key_that_must_be_there_at_times_is_missed_at_these_and_as_long_as_nobody_knows(
    text: str, missed: list[tuple[str, str]]
) -> None:
    reader, problems = reader_of(text)
    assert reader.word("why").text == ""
    assert told(problems) == missed


def test_a_key_that_may_be_there_at_times_is_refused_at_others_and_not_read() -> None:
    reader, problems = reader_of("{kind: exact, value: 1, since: May}")
    assert told(problems) == [("key_misplaced", "since")]
    assert problems[0].allowed == ("is_old: true",)
    assert reader.word("since").text == ""


def test_a_key_that_may_be_there_at_times_must_be_there_only_then() -> None:
    reader, problems = reader_of("{kind: exact, value: 1, is_old: true}")
    reader.word("since")
    assert told(problems) == [("key_missing", "since")]
    other, none = reader_of("{kind: exact, value: 1}")
    other.word("since")
    assert told(none) == []


def test_a_key_may_hang_on_another_being_there() -> None:
    reader, problems = reader_of("{kind: exact, others: [one]}")
    assert told(problems) == [("key_misplaced", "others")]
    assert problems[0].allowed == ("value",)
    assert reader.words("others") == ()
    beside, none = reader_of("{kind: exact, value: 1, others: [one]}")
    assert [word.text for word in beside.words("others")] == ["one"]
    assert none == []


def test_a_loader_that_reads_a_key_as_something_else_is_told() -> None:
    reader, _ = reader_of("{kind: exact, value: 1}")
    with pytest.raises(TypeError, match=r"kind takes Word.* read as Number"):
        reader.number("kind")
    with pytest.raises(TypeError, match=r"value takes Number.* read as Flag"):
        reader.flag("value")


def test_a_loader_that_reads_a_closed_list_as_another_is_told() -> None:
    reader, _ = reader_of("{kind: exact, value: 1}")
    assert reader.one_of("kind", ("exact", "rough")) == "exact"
    with pytest.raises(TypeError, match=r"kind takes one of .*'rough'.* read as one of .*'vague'"):
        reader.one_of("kind", ("exact", "vague"))


def test_a_loader_that_reads_a_key_of_no_shape_is_told() -> None:
    reader, _ = reader_of("{kind: exact, value: 1}")
    with pytest.raises(KeyError):
        reader.word("size")
