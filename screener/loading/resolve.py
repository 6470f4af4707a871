"""From rules as written to rules that can be decided: every name is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.knowledge.about import EVERY_GROUP
from screener.knowledge.conditions import AllOf, ChoiceTest, Condition, values_allowed
from screener.knowledge.domains import DIAGNOSIS, ChoiceDomain
from screener.knowledge.options import Option
from screener.knowledge.rules import AnyRule, Notice, PlainNote, Rule
from screener.loading.derived_document import DerivedDraft
from screener.loading.fact_document import FactDraft
from screener.loading.file_shapes import PROJECT
from screener.loading.mapping_reader import MappingReader
from screener.loading.rule_checks import CHECKS, CheckedRule, Reading
from screener.loading.rule_document import NoticeDraft, RuleDraft
from screener.loading.when_text import WhenTexts
from screener.problems import nearest
from screener.yaml_text import ScalarNode


@dataclass(frozen=True, slots=True)
class Names:
    """What rules may name.

    Attributes:
        options: in their order.
        bodies: the body of each source, by key.
        reading: which asked facts every fact rests on, and what is special about them.
    """

    options: tuple[Option, ...]
    bodies: Mapping[str, str]
    reading: Reading


def resolve_notices(drafts: tuple[NoticeDraft, ...], conditions: WhenTexts) -> tuple[Notice, ...]:
    """Return the notices whose condition can be read."""
    notices = []
    for draft in drafts:
        condition = conditions.read(draft.when, draft.reader)
        if condition is not None:
            notices.append(Notice(draft.name.text, condition, draft.says, draft.turn_to))
    return tuple(notices)


def resolve_rules(drafts: tuple[RuleDraft, ...], names: Names, conditions: WhenTexts) -> tuple[AnyRule, ...]:
    """Return the rules in order; what is wrong with them is reported."""
    rules = []
    for order, draft in enumerate(drafts):
        when = conditions.read(draft.when, draft.reader)
        condition = _condition(draft, when, conditions)
        is_whole = when is not None or "when" not in draft.reader
        rule = _resolve(draft, order, condition, names, conditions)
        if rule is not None and is_whole:
            rules.append(rule)
        asked = names.reading.behind(condition)
        is_readable = is_whole and asked <= names.reading.asked
        checked = CheckedRule(draft, names.reading, names.bodies, asked, is_readable)
        for check in CHECKS if draft.effect else ():
            check(checked)
    return tuple(rules)


def check_fact_sources(drafts: tuple[FactDraft | DerivedDraft, ...], names: Names) -> None:
    """Report sources that facts cite and may not: unknown ones and this project itself."""
    for draft in drafts:
        for citation in draft.citations:
            _check_source(citation.key, draft.reader, names)
            if names.bodies.get(citation.key.text) == PROJECT:
                key = citation.key
                draft.reader.refuse("project_source_misplaced", key.place, key.text)


def known_diagnoses(words: tuple[ScalarNode, ...], reader: MappingReader, conditions: WhenTexts) -> tuple[str, ...]:
    """Return those words that are diagnoses; the others are reported."""
    domain = conditions.domains.get(DIAGNOSIS)
    if words and not isinstance(domain, ChoiceDomain):
        reader.refuse("fact_unknown", words[0].place, DIAGNOSIS)
        return ()
    allowed = domain.values if isinstance(domain, ChoiceDomain) else ()
    known = (reader.known(word, allowed) for word in words)
    return tuple(word for word in known if word)


def _resolve(
    draft: RuleDraft, order: int, condition: Condition | None, names: Names, conditions: WhenTexts
) -> AnyRule | None:
    """Return the rule; a plain note if there is no condition; None if it is neither."""
    options = _options(draft, names)
    products = _products(draft, options)
    partners = _partners(draft, names)
    for citation in draft.citations:
        _check_source(citation.key, draft.reader, names)
    for key in draft.between:
        _check_source(key, draft.reader, names)
    about = tuple(option.id for option in options)
    citations = tuple(citation.citation for citation in draft.citations)
    if draft.effect == "note" and condition is None:
        return PlainNote(
            id=draft.name.text,
            options=about,
            products=products,
            says=draft.says,
            citations=citations,
            rows=draft.rows,
            review_by=draft.review_by,
            place=draft.reader.place(),
            order=order,
            diagnoses=_every_diagnosis(conditions),
            partners=partners,
            is_label_status=draft.is_label_status,
            reviewed_by=draft.reviewed_by,
        )
    if draft.effect is None or condition is None:
        return None
    return Rule(
        id=draft.name.text,
        effect=draft.effect,
        condition=condition,
        options=about,
        products=products,
        says=draft.says,
        citations=citations,
        rows=draft.rows,
        review_by=draft.review_by,
        place=draft.reader.place(),
        order=order,
        diagnoses=values_allowed(condition, DIAGNOSIS, _every_diagnosis(conditions)),
        as_written=draft.when.text.rstrip("\n"),
        until=draft.until,
        between=tuple(key.text for key in draft.between),
        partners=partners,
        is_label_status=draft.is_label_status,
        reads_work_up=draft.reads_work_up,
        reviewed_by=draft.reviewed_by,
    )


def _condition(draft: RuleDraft, when: Condition | None, conditions: WhenTexts) -> Condition | None:
    """Return the condition with the rule's diagnoses as its first part."""
    draft.target.refuse_duplicates(draft.diagnoses)
    diagnoses = known_diagnoses(draft.diagnoses, draft.target, conditions)
    domain = conditions.domains.get(DIAGNOSIS)
    if not diagnoses or not isinstance(domain, ChoiceDomain):
        return when
    conditions.read_facts.add(DIAGNOSIS)
    others = frozenset(domain.values) - frozenset(diagnoses)
    if not others:
        place = draft.target.place("diagnoses")
        draft.target.refuse("comparison_decided", place, DIAGNOSIS, domain.values)
    test = ChoiceTest(DIAGNOSIS, "in", frozenset(diagnoses), others, diagnoses)
    match when:
        case None:
            return test
        case AllOf(parts):
            return AllOf((test, *parts))
    return AllOf((test, when))


def _every_diagnosis(conditions: WhenTexts) -> frozenset[str]:
    domain = conditions.domains.get(DIAGNOSIS)
    return frozenset(domain.values) if isinstance(domain, ChoiceDomain) else frozenset()


def _options(draft: RuleDraft, names: Names) -> tuple[Option, ...]:
    target = draft.target
    target.refuse_duplicates(draft.options)
    target.refuse_duplicates(draft.groups)
    ids = tuple(option.id for option in names.options)
    wanted = {target.known(word, ids) for word in draft.options}
    used = dict.fromkeys(group for option in names.options for group in sorted(option.groups))
    groups = {target.known(word, (EVERY_GROUP, *used)) for word in draft.groups}
    return tuple(
        option for option in names.options if option.id in wanted or EVERY_GROUP in groups or option.groups & groups
    )


def _products(draft: RuleDraft, options: tuple[Option, ...]) -> frozenset[str]:
    target = draft.target
    every = tuple(product.id for option in options for product in option.products)
    if not draft.products or not options:
        return frozenset(every)
    target.refuse_duplicates(draft.products)
    chosen = frozenset(target.known(word, every) for word in draft.products)
    for option in () if "" in chosen else options:
        ids = tuple(product.id for product in option.products)
        if chosen.isdisjoint(ids):
            target.refuse("option_without_product", target.place("products"), option.id, ids)
    return chosen


def _partners(draft: RuleDraft, names: Names) -> tuple[str, ...]:
    draft.reader.refuse_duplicates(draft.partners)
    ids = tuple(option.id for option in names.options)
    return tuple(draft.reader.known(word, ids) for word in draft.partners)


def _check_source(word: ScalarNode, reader: MappingReader, names: Names) -> None:
    if word.text and word.text not in names.bodies:
        hint = nearest(word.text, tuple(names.bodies))
        reader.refuse("source_unknown", word.place, word.text, hint=hint)
