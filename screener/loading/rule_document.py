"""Reading option files, shared rules, the scope and impossible combinations, names unresolved."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.options import Option, Product
from screener.knowledge.rules import EFFECTS, Effect
from screener.knowledge.texts import Text
from screener.loading.citations import CitationDraft, read_citations
from screener.loading.file_shapes import IMPOSSIBLE_FILE, OPTION_FILE, RULES_FILE, SCOPE_FILE
from screener.loading.mapping_reader import MappingReader
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode


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
    described_by: tuple[ScalarNode, ...]
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
    """An option with the words that name it, its groups, its products and the diagnoses without `discuss`."""

    reader: MappingReader
    name: ScalarNode
    order: int | None
    group: ScalarNode
    groups: tuple[ScalarNode, ...]
    products: tuple[ScalarNode, ...]
    no_discuss: tuple[ScalarNode, ...]
    option: Option


def read_scope(root: Node, problems: list[Problem]) -> ScopeDocument:
    """Return the diagnoses covered, who is outside the scope, and what needs help at once."""
    reader = MappingReader(root, SCOPE_FILE, problems)
    return ScopeDocument(
        reader,
        reader.words("covered"),
        reader.words("described_by"),
        tuple(_notice(item, item.optional_texts("turn_to")) for item in reader.readers("scope")),
        tuple(_notice(item) for item in reader.readers("urgent")),
    )


def read_impossible(root: Node, problems: list[Problem]) -> tuple[NoticeDraft, ...]:
    """Return the combinations that cannot be."""
    return tuple(_notice(item) for item in MappingReader(root, IMPOSSIBLE_FILE, problems).readers("impossible"))


def read_option(root: Node, problems: list[Problem]) -> tuple[OptionDraft, tuple[RuleDraft, ...]]:
    """Return the option and the rules of one option file."""
    document = MappingReader(root, OPTION_FILE, problems)
    return _option(document.inner("option")), _rules(document)


def read_shared(root: Node, problems: list[Problem]) -> tuple[RuleDraft, ...]:
    """Return the rules of a file that belongs to several options."""
    return _rules(MappingReader(root, RULES_FILE, problems))


def _notice(reader: MappingReader, turn_to: Text | None = None) -> NoticeDraft:
    return NoticeDraft(reader, reader.word("id"), reader.word("when"), reader.texts("says"), turn_to)


def _option(reader: MappingReader) -> OptionDraft:
    name, order = reader.word("id"), reader.whole("order")
    group, groups = reader.word("group"), reader.words("groups")
    shown, what = reader.texts("name"), reader.texts("what")
    items = reader.readers("products")
    words = tuple(item.word("id") for item in items)
    products = tuple(
        Product(word.text, name.text, item.texts("name")) for item, word in zip(items, words, strict=True)
    ) or (Product(name.text, name.text, shown),)
    reasons = tuple(reader.pairs("no_discuss"))
    no_discuss = tuple((diagnosis.text, reason.text) for diagnosis, reason in reasons)
    families = frozenset(word.text for word in groups)
    option = Option(name.text, group.text, families, shown, what, products, no_discuss, reader.place())
    diagnoses = tuple(diagnosis for diagnosis, _ in reasons)
    return OptionDraft(reader, name, order, group, groups, words or (name,), diagnoses, option)


def _rules(document: MappingReader) -> tuple[RuleDraft, ...]:
    return tuple(_rule(reader) for reader in document.readers("rules"))


def _rule(reader: MappingReader) -> RuleDraft:
    target, effect = reader.inner("for"), reader.one_of("effect", EFFECTS)
    return RuleDraft(
        reader=reader,
        name=reader.word("id"),
        effect=effect,
        when=reader.word("when"),
        target=target,
        options=target.words("options"),
        groups=target.words("groups"),
        products=target.words("products"),
        diagnoses=target.words("diagnoses"),
        rows=tuple(row.text for row in reader.words("rows")),
        says=reader.texts("says"),
        citations=read_citations(reader),
        review_by=reader.day("review_by"),
        reads_work_up=reader.word("reads_work_up").text,
        until=reader.optional_texts("until"),
        between=reader.words("between"),
        partners=reader.words("with"),
        is_label_status=reader.flag("label_status"),
        reviewed_by=reader.word("reviewed_by").text,
    )
