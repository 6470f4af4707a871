"""Every key of every kind of rule file. The words that explain them stand in `wording/words/en_rule_files.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from keyword import kwlist
from types import MappingProxyType
from typing import Literal, get_args

from screener.knowledge.about import EVERY_GROUP
from screener.knowledge.derived import SHAPES
from screener.knowledge.evidence import WHY_LEFT_OUT
from screener.knowledge.facts import EFFORTS, KNOWN_AT, WHO
from screener.knowledge.premises import CONFIRMATIONS, TIERS
from screener.knowledge.rules import CLOSING, EFFECTS, INDICATIONS
from screener.knowledge.sources import HOW_READ
from screener.loading.shape import (
    TEXT,
    Day,
    Facts,
    Flag,
    Key,
    ListOf,
    Number,
    OneOf,
    Pairs,
    Pattern,
    Shape,
    When,
    Whole,
    Word,
)

PROJECT = "project"
FactType = Literal["number", "choice", "yes_no"]
TYPES: tuple[FactType, ...] = get_args(FactType)
Definition = Literal["when", "first", "points", "sum", "formula"]
DEFINITIONS: tuple[Definition, ...] = get_args(Definition)
Stated = Literal["arithmetic", "judgement"]
STATED: tuple[Stated, ...] = get_args(Stated)
LOCATORS = ("doi", "pmid", "url")

# A name that conditions can use is a name in Python, whose parser reads them.
_PLAIN = rf"(?!(?:{'|'.join(kwlist)})$)[A-Za-z_][A-Za-z0-9_]*"
_NAME_ALLOWED = ("letters, digits and _",)
NAME = Word(Pattern("name_malformed", _PLAIN, _NAME_ALLOWED))
VALUE = Word(Pattern("name_malformed", rf"[0-9]+|{_PLAIN}", _NAME_ALLOWED))
ID = Word(Pattern("name_malformed", r"[a-z0-9_]+(\.[a-z0-9_]+)+", ("file_name.what_it_says",)))
POINTS = Word(Pattern("type_wrong", "[0-9]+", ("whole number",)))
DOI = Word(Pattern("locator_malformed", r"10\.[0-9]+(\.[0-9]+)*/\S+", ("10.1000/182",)))
PMID = Word(Pattern("locator_malformed", "[1-9][0-9]{0,7}", ("12345678",)))
URL = Word(Pattern("locator_malformed", r"https?://[^\s/.]+(\.[^\s/.]+)+(/\S*)?", ("https://example.org/page",)))
ANY = Word()

_GROUP_NAME = Word(Pattern("name_malformed", rf"(?!{EVERY_GROUP}$){_PLAIN}", (*_NAME_ALLOWED, f"not {EVERY_GROUP}")))
_GROUP = Shape("group", (Key("id", _GROUP_NAME), Key("name", TEXT)))
ABOUT_FILE = Shape(
    "about",
    (
        Key("id", NAME),
        Key("title", TEXT),
        Key("when_to_call", TEXT),
        Key("outside", TEXT),
        Key("groups", ListOf(_GROUP)),
        Key("subgroups", ListOf(_GROUP_NAME), must=False),
        Key("also_on_the_table", ListOf(TEXT)),
    ),
)

CITATION = Shape(
    "citation",
    (
        Key("key", ANY),
        Key("at", ANY),
        Key("checked", Day()),
        Key("read", Word(values=HOW_READ)),
    ),
)
SOURCES = ListOf(CITATION)

_IS_NUMBER, _IS_CHOICE = When("type", ("number",)), When("type", ("choice",))
_SECTION = Shape("section", (Key("id", ANY), Key("title", TEXT), Key("folded", Flag(), must=False)))
_OTHER_UNIT = Shape(
    "other_unit",
    (
        Key("unit", ANY),
        Key("per_unit", Number(above=0)),
        Key("also_written", ListOf(ANY), must=False),
        Key("asked_above", Number(), must=False),
    ),
)
_APPROXIMATE = Shape(
    "approximate",
    (
        Key("plus_minus", Number(above=0)),
        Key("percent", Number(above=0)),
        Key("percent_above", Number(above=0)),
    ),
)
_CHOICE = Shape(
    "choice",
    (
        Key("value", VALUE),
        Key("label", TEXT),
        Key("means_unknown", Flag(), must=False),
        Key("raises", TEXT, must=False, only=When("means_unknown", ("true",))),
    ),
)
_CODE = Shape("code", (Key("system", ANY), Key("code", ANY), Key("name", ANY)))
USUAL = Shape(
    "usual",
    (
        Key("values", ListOf(ANY)),
        Key("for", ListOf(ANY), must=False),
        Key("even_if_undescribed", Flag(), must=False),
        Key("stated", ListOf(ANY), must=False),
        Key("unless_stated", ListOf(ANY), must=False),
        Key("when", ANY, must=False),
        Key("unless", ANY, must=False),
        Key("tier", Word(values=TIERS)),
        Key("confirm", Word(values=CONFIRMATIONS)),
        Key("why", TEXT),
        Key("risk", TEXT),
    ),
)
_USUAL = Key("usual", ListOf(USUAL), must=False)
_FRESH_FOR = Shape("fresh_for", (Key("days", Whole(1, 3660)), Key("sources", SOURCES)))
_FACT = Shape(
    "fact",
    (
        Key("id", NAME),
        Key("type", Word(values=TYPES)),
        Key("unit", Word(may_be_empty=True), only=_IS_NUMBER),
        Key("also_written", ListOf(ANY), must=False, only=_IS_NUMBER),
        Key("range", ListOf(Number()), only=_IS_NUMBER),
        Key("step", Number(), only=_IS_NUMBER),
        Key("units", ListOf(_OTHER_UNIT), must=False, only=_IS_NUMBER),
        Key("approximate", _APPROXIMATE, must=False, only=_IS_NUMBER),
        Key("choices", ListOf(_CHOICE), only=_IS_CHOICE),
        Key("label", TEXT),
        Key("question", TEXT),
        Key("why", TEXT),
        Key("where", TEXT),
        Key("who", ListOf(Word(values=WHO))),
        Key("known_at", Word(values=KNOWN_AT)),
        Key("effort", Word(values=EFFORTS)),
        Key("codes", ListOf(_CODE), must=False),
        Key("acute", Flag(), must=False),
        Key("planned", Flag(), must=False),
        Key("fresh_for", _FRESH_FOR, must=False),
        _USUAL,
    ),
)
FACTS_FILE = Shape("facts", (Key("section", _SECTION), Key("facts", ListOf(_FACT))))

_CASE = Shape("case", (Key("value", ANY), Key("when", ANY, must=False), Key("label", TEXT)))
_POINTS_BAND = Shape("points_band", (Key("points", POINTS), Key("when", ANY, must=False)))
_POINTS_ITEM = Shape("points_item", (Key("fact", ANY), Key("bands", ListOf(_POINTS_BAND))))
_FORMULA_BAND = Shape(
    "formula_band",
    (
        Key("value", ANY),
        Key("at_most", Number(), must=False),
        Key("below", Number(), must=False, only=When("at_most", is_there=False)),
        Key("label", TEXT),
    ),
)
_FORMULA_TERM = Shape(
    "formula_term",
    (
        Key("fact", ANY),
        Key("shape", Word(values=SHAPES)),
        Key("scale", Number(above=0)),
        Key("times", Number()),
    ),
)
_FORMULA = Shape("formula", (Key("terms", ListOf(_FORMULA_TERM)), Key("bands", ListOf(_FORMULA_BAND))))
_DERIVED = Shape(
    "derived_fact",
    (
        Key("id", NAME),
        Key("label", TEXT),
        Key("explains", TEXT),
        Key("when", ANY, must=False),
        Key("first", ListOf(_CASE), must=False),
        Key("points", ListOf(_POINTS_ITEM), must=False),
        Key("sum", ListOf(ANY), must=False),
        Key("unit", Word(may_be_empty=True), must=False, only=When("sum")),
        Key("formula", _FORMULA, must=False),
        Key("stated", Word(values=STATED)),
        Key("diagnoses", ListOf(ANY), must=False),
        Key("sources", SOURCES, must=False),
        replace(_USUAL, only=When("stated", ("arithmetic",))),
    ),
    OneOf("definition_count", DEFINITIONS),
)
DERIVED_FILE = Shape("derived", (Key("derived", ListOf(_DERIVED)),))

_SOURCE = Shape(
    "source",
    (
        Key("key", ANY),
        Key("body", ANY),
        Key("citation", ANY),
        Key("year", Whole(1900, 2100)),
        Key("doi", DOI, must=False),
        Key("pmid", PMID, must=False),
        Key("url", URL, must=False),
    ),
    OneOf("locator_missing", LOCATORS, or_more=True, unless=When("body", (PROJECT,))),
)
SOURCES_FILE = Shape("sources", (Key("sources", ListOf(_SOURCE)),))

_NOTICE = Shape("notice", (Key("id", ID), Key("when", ANY), Key("says", TEXT)))
_OUTSIDE = Shape("outside", (*_NOTICE.keys, Key("turn_to", TEXT)))
SCOPE_FILE = Shape(
    "scope",
    (
        Key("covered", ListOf(ANY)),
        Key("described_by", ListOf(ANY), must=False),
        Key("scope", ListOf(_OUTSIDE)),
        Key("urgent", ListOf(_NOTICE)),
    ),
)
IMPOSSIBLE_FILE = Shape("impossible", (Key("impossible", ListOf(_NOTICE)),))

_TARGET = Shape(
    "target",
    (
        Key("options", ListOf(ANY), must=False),
        Key("groups", ListOf(ANY), must=False),
        Key("products", ListOf(ANY), must=False),
        Key("diagnoses", ListOf(ANY), must=False),
    ),
    OneOf("target_count", ("options", "groups")),
)
_IS_INDICATION = When("effect", tuple(effect for effect in EFFECTS if effect in INDICATIONS))
_IS_CLOSING = When("effect", tuple(effect for effect in EFFECTS if effect in CLOSING))
_IS_DISPUTED, _IS_NOTE = When("effect", ("disputed",)), When("effect", ("note",))
_IS_NO_NOTE = When("effect", tuple(effect for effect in EFFECTS if effect != "note"))
_RULE = Shape(
    "rule",
    (
        Key("id", ID),
        Key("for", _TARGET),
        Key("effect", Word(values=EFFECTS)),
        Key("when", ANY, must=_IS_NO_NOTE),
        Key("rows", ListOf(ANY), must=False),
        Key("reads_work_up", ANY, must=False, only=_IS_INDICATION),
        Key("says", TEXT),
        Key("sources", SOURCES),
        Key("until", TEXT, must=False, only=_IS_CLOSING),
        Key("between", ListOf(ANY, at_least=2), only=_IS_DISPUTED),
        Key("with", ListOf(ANY), must=False, only=_IS_NOTE),
        Key("label_status", Flag(), must=False, only=_IS_NOTE),
        Key("review_by", Day()),
        Key("reviewed_by", Word(may_be_empty=True), must=False),
    ),
)
_RULES = Key("rules", ListOf(_RULE, at_least=0))
RULES_FILE = Shape("rules", (_RULES,))
_PRODUCT = Shape("product", (Key("id", ANY), Key("name", TEXT)))
_OPTION = Shape(
    "about_option",
    (
        Key("id", NAME),
        Key("order", Whole(1, 99)),
        Key("group", ANY),
        Key("groups", ListOf(ANY)),
        Key("products", ListOf(_PRODUCT, at_least=0)),
        Key("name", TEXT),
        Key("what", TEXT),
        Key("no_discuss", Pairs(ANY), must=False),
    ),
)
OPTION_FILE = Shape("option", (Key("option", _OPTION), _RULES))

_TENSION = Shape("tension", (Key("rule", ANY), Key("indication", ANY, must=False), Key("why", ANY)))
TENSIONS_FILE = Shape(
    "tensions",
    (Key("review_grace_days", Whole(0, 3650)), Key("accepted", ListOf(_TENSION, at_least=0))),
)

_DECISIVE = Shape("decisive_rule", (Key("option", ANY), Key("rule", ANY), Key("source", ANY)))
_CASE_FOR_RULES = Shape(
    "made_up_patient",
    (
        Key("id", NAME),
        Key("who", ANY),
        Key("synthetic", Flag()),
        Key("facts", Facts()),
        Key("expect", Pairs(ANY)),
        Key("decides", ListOf(_DECISIVE), must=False),
    ),
)
CASES_FILE = Shape("cases", (Key("cases", ListOf(_CASE_FOR_RULES)),))

_LEFT_OUT = Shape(
    "left_out",
    (
        Key("part", ANY, must=False),
        Key("reason", Word(values=WHY_LEFT_OUT)),
        Key("because", ANY),
        Key("needed", ANY, must=False),
    ),
)
_EVIDENCE_ROW = Shape(
    "evidence_row",
    (
        Key("id", ANY),
        Key("about", ANY),
        Key("corrected", ANY, must=False),
        Key("left_out", _LEFT_OUT, must=False),
    ),
)
_EVIDENCE_SECTION = Shape("evidence_section", (Key("title", ANY), Key("rows", ListOf(_EVIDENCE_ROW))))
EVIDENCE_FILE = Shape("evidence", (Key("sections", ListOf(_EVIDENCE_SECTION)),))

# By the name of the kind of file; the files in shared/ and diagnoses/ are both of the kind `rules`.
FILE_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            ABOUT_FILE,
            FACTS_FILE,
            IMPOSSIBLE_FILE,
            DERIVED_FILE,
            SOURCES_FILE,
            SCOPE_FILE,
            TENSIONS_FILE,
            OPTION_FILE,
            RULES_FILE,
            CASES_FILE,
            EVIDENCE_FILE,
        )
    }
)
