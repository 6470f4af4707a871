"""Reading option files, shared rules, the scope and impossible combinations, names unresolved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from screener.knowledge.options import Option, Product
from screener.knowledge.rules import EFFECTS, Effect
from screener.knowledge.texts import Text
from screener.loading.citations import CitationDraft, read_citations
from screener.loading.mapping_reader import MappingReader
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode

EVERY_GROUP = "all"
SHOWN_GROUPS = ("catheter", "needle")
GROUPS = (*SHOWN_GROUPS, "heat", "embolization", "y90")

_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)+")
_OPTION_KEYS = ("id", "order", "group", "groups", "products", "name", "what", "no_discuss")
_STATEMENT_KEYS = ("id", "when", "says", "turn_to")
_RULE_KEYS = (
    *("id", "for", "effect", "when", "rows", "says", "sources", "review_by", "reads_work_up"),
    *("until", "between", "with", "label_status", "reviewed_by"),
)


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A condition's text with what to say when it holds."""

    reader: MappingReader
    name: ScalarNode
    when: ScalarNode
    says: Text
    turn_to: Text | None


@dataclass(frozen=True, slots=True)
class ScopeDocument:
    """What the rules speak about and whom they do not speak to."""

    reader: MappingReader
    covered: tuple[ScalarNode, ...]
    scope: tuple[NoticeDraft, ...]
    urgent: tuple[NoticeDraft, ...]


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as written.

    Attributes:
        effect: None if it is none of the effects.
        when: blank if left out.
    """

    reader: MappingReader
    name: ScalarNode
    effect: Effect | None
    when: ScalarNode
    target: MappingReader
    options: tuple[ScalarNode, ...]
    groups: tuple[ScalarNode, ...]
    products: tuple[ScalarNode, ...]
    diagnoses: tuple[ScalarNode, ...]
    rows: tuple[str, ...]
    says: Text
    citations: tuple[CitationDraft, ...]
    review_by: str
    reads_work_up: str
    until: Text | None
    between: tuple[ScalarNode, ...]
    partners: tuple[ScalarNode, ...]
    is_label_status: bool
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """An option with the words that name it, its products and the diagnoses without `discuss`."""

    reader: MappingReader
    name: ScalarNode
    order: int | None
    products: tuple[ScalarNode, ...]
    no_discuss: tuple[ScalarNode, ...]
    option: Option


def read_scope(root: Node, problems: list[Problem]) -> ScopeDocument:
    """Return the diagnoses covered, who is outside the scope, and what needs help at once."""
    reader = MappingReader(root, "scope", ("covered", "scope", "urgent"), problems)
    scope = tuple(_statement(item) for item in reader.readers("scope", _STATEMENT_KEYS))
    for statement in scope:
        if statement.turn_to is None:
            place = statement.reader.place()
            statement.reader.refuse("text_missing", place, allowed=("turn_to",))
    return ScopeDocument(reader, reader.words("covered"), scope, _statements(reader, "urgent"))


def read_impossible(root: Node, problems: list[Problem]) -> tuple[NoticeDraft, ...]:
    """Return the combinations that cannot be."""
    return _statements(MappingReader(root, "impossible", ("impossible",), problems), "impossible")


def read_option(root: Node, problems: list[Problem]) -> tuple[OptionDraft, tuple[RuleDraft, ...]]:
    """Return the option and the rules of one option file."""
    document = MappingReader(root, "option", ("option", "rules"), problems)
    return _option(document.inner("option", _OPTION_KEYS)), _rules(document)


def read_shared(root: Node, problems: list[Problem]) -> tuple[RuleDraft, ...]:
    """Return the rules of a file that belongs to several options."""
    return _rules(MappingReader(root, "rules", ("rules",), problems))


def _statements(reader: MappingReader, key: str) -> tuple[NoticeDraft, ...]:
    statements = tuple(_statement(item) for item in reader.readers(key, _STATEMENT_KEYS))
    for statement in statements:
        statement.reader.refuse_misplaced(("turn_to",), ("scope",))
    return statements


def _statement(reader: MappingReader) -> NoticeDraft:
    texts = reader.texts("says"), reader.optional_texts("turn_to")
    return NoticeDraft(reader, _id(reader), reader.word("when"), *texts)


def _option(reader: MappingReader) -> OptionDraft:
    name, order = reader.word("id"), reader.whole("order", 1, 99)
    if name.text and not name.text.isidentifier():
        reader.refuse("name_malformed", name.place, name.text, ("letters, digits and _",))
    group = reader.one_of("group", SHOWN_GROUPS)
    groups = tuple(reader.known(word, GROUPS) for word in reader.words("groups"))
    if group and groups and group not in groups:
        reader.refuse("value_missing", reader.place("groups"), ", ".join(groups), (group,))
    shown, what = reader.texts("name"), reader.texts("what")
    items = reader.readers("products", ("id", "name"), at_least=0)
    words = tuple(item.word("id") for item in items)
    products = tuple(
        Product(word.text, name.text, item.texts("name")) for item, word in zip(items, words, strict=True)
    ) or (Product(name.text, name.text, shown),)
    reasons = tuple(reader.pairs("no_discuss"))
    no_discuss = tuple((diagnosis.text, reason.text) for diagnosis, reason in reasons)
    option = Option(name.text, group, frozenset(groups), shown, what, products, no_discuss)
    diagnoses = tuple(diagnosis for diagnosis, _ in reasons)
    return OptionDraft(reader, name, order, words or (name,), diagnoses, option)


def _rules(document: MappingReader) -> tuple[RuleDraft, ...]:
    return tuple(_rule(reader) for reader in document.readers("rules", _RULE_KEYS, at_least=0))


def _rule(reader: MappingReader) -> RuleDraft:
    name = _id(reader)
    target = reader.inner("for", ("options", "groups", "products", "diagnoses"))
    written = reader.one_of("effect", EFFECTS)
    effect = next((effect for effect in EFFECTS if effect == written), None)
    return RuleDraft(
        reader=reader,
        name=name,
        effect=effect,
        when=reader.optional_word("when") if effect == "note" else reader.word("when"),
        target=target,
        options=target.optional_words("options"),
        groups=target.optional_words("groups"),
        products=target.optional_words("products"),
        diagnoses=target.optional_words("diagnoses"),
        rows=tuple(row.text for row in reader.optional_words("rows")),
        says=reader.texts("says"),
        citations=read_citations(reader),
        review_by=reader.day("review_by"),
        reads_work_up=reader.optional_word("reads_work_up").text,
        until=reader.optional_texts("until"),
        between=reader.optional_words("between"),
        partners=reader.optional_words("with"),
        is_label_status=reader.flag("label_status"),
        reviewed_by=reader.remark("reviewed_by"),
    )


def _id(reader: MappingReader) -> ScalarNode:
    word = reader.word("id")
    if word.text and not _ID.fullmatch(word.text):
        reader.refuse("name_malformed", word.place, word.text, ("file_name.what_it_says",))
    return word
