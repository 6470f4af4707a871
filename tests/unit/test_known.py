"""What is known of a fact is held as values; texts are made when somebody reads or writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter

import screener
from screener import KnowledgeBase, Screening
from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.knowledge.possible import Possible
from screener.report.text import text_report
from screener.result.known import NOTHING_KNOWN, Known, KnownTexts, Span, read_known, read_span
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.built_in import built_in_rules

SIZE = NumberDomain(Decimal("0.1"), 6, 600, "cm")
COUNT = NumberDomain(Decimal(1), 0, 198)
GRADE = ChoiceDomain(("a", "b", "c"))
POINTS = ChoiceDomain(("5", "6", "7"), ordered=True)
SPAN: TypeAdapter[Known] = TypeAdapter(Span)

WRITTEN: list[tuple[Possible | None, Domain, KnownTexts, str]] = [
    ((48, 48), SIZE, KnownTexts(low="2.4", high="2.4"), "2.4"),
    ((60, 100), SIZE, KnownTexts(low="3", high="5"), "3 to 5"),
    ((41, 65), SIZE, KnownTexts(low="2.05", high="3.25"), "2.05 to 3.25"),
    ((4, 4), COUNT, KnownTexts(low="2", high="2"), "2"),
    (frozenset({"b", "a"}), GRADE, KnownTexts(("a", "b")), "a, b"),
    (frozenset({"5"}), POINTS, KnownTexts(("5",)), "5"),
    (None, SIZE, KnownTexts(), ""),
]


@pytest.mark.parametrize(("possible", "domain", "texts", "text"), WRITTEN)
def test_values_become_texts_and_texts_values(
    possible: Possible | None, domain: Domain, texts: KnownTexts, text: str
) -> None:
    known = Known(possible, domain)
    assert known.texts == texts
    assert (known.values, known.low, known.high) == (texts.values, texts.low, texts.high)
    assert str(known) == text
    assert known == read_known(texts)
    assert hash(known) == hash(read_known(texts))
    assert read_known(texts).on(domain) == possible


@pytest.mark.parametrize(("possible", "domain", "texts", "text"), WRITTEN[:4])
def test_a_run_is_read_from_its_text(possible: Possible, domain: Domain, texts: KnownTexts, text: str) -> None:
    assert read_span(text).on(domain) == possible
    assert read_span(text).texts == texts


def test_a_value_of_a_choice_is_read_from_its_text() -> None:
    assert read_span("a") == Known(frozenset({"a"}), GRADE)
    assert read_span("not_assessed").possible == frozenset({"not_assessed"})


def test_a_value_that_is_a_whole_number_is_equal_to_what_is_read_back() -> None:
    assert read_span("5") == Known(frozenset({"5"}), POINTS)


def test_files_have_texts() -> None:
    known = TypeAdapter(Known)
    assert known.dump_json(Known((48, 100), SIZE)) == b'{"values":[],"low":"2.4","high":"5"}'
    assert known.validate_json('{"values":["a"],"low":null,"high":null}') == Known(frozenset({"a"}), GRADE)
    assert SPAN.dump_json(Known((48, 100), SIZE)) == b'"2.4 to 5"'
    assert SPAN.validate_json('"2.4 to 5"').on(SIZE) == (48, 100)
    assert SPAN.validate_python(NOTHING_KNOWN) is NOTHING_KNOWN


def test_only_one_value_is_certain() -> None:
    assert [Known(possible, SIZE).is_certain for possible in ((48, 48), (48, 50), None)] == [True, False, False]
    assert Known(frozenset({"a"}), GRADE).is_certain
    assert not NOTHING_KNOWN.is_known


def test_nothing_else_is_equal() -> None:
    assert Known((48, 48), SIZE) != "2.4"


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return built_in_rules()


def test_a_result_read_back_from_json_is_equal_and_is_told_in_the_same_words(kb: KnowledgeBase) -> None:
    raw = {
        "diagnosis": "hcc",
        "tumor_count": "2-3",
        "largest_tumor_cm": "about 3",
        "bilirubin_mg_dl": "35 umol/L",
        "ecog": "0-1",
        "child_pugh_class": ["A", "B"],
    }
    result = screener.screen(raw, kb)
    back = Screening.model_validate_json(result.model_dump_json())
    assert back == result
    wording = Wording(load("en"), kb.knowledge, "clinician")
    assert text_report(back, wording, "0.1.0") == text_report(result, wording, "0.1.0")
