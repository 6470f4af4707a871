"""Loading a rule base: from a folder of files to the frozen model, or all errors of reader at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screener.knowledge.derived import DerivedFact
from screener.knowledge.domains import ChoiceDomain, Domain
from screener.knowledge.facts import Fact
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import AnyRule
from screener.loading.about_document import AboutDocument, check_groups, read_about
from screener.loading.citations import SourceDraft, read_sources
from screener.loading.derivation import domain_of, resolve_derived
from screener.loading.derived_document import DerivedDraft, read_derived
from screener.loading.fact_document import FactDocument, FactDraft, read_facts
from screener.loading.mapping_reader import duplicates
from screener.loading.premises import resolve_premises
from screener.loading.resolve import (
    Names,
    check_fact_sources,
    known_diagnoses,
    resolve_notices,
    resolve_rules,
)
from screener.loading.rule_checks import Reading
from screener.loading.rule_document import (
    NoticeDraft,
    OptionDraft,
    RuleDraft,
    ScopeDocument,
    read_impossible,
    read_option,
    read_scope,
    read_shared,
)
from screener.loading.rule_files import RuleFiles, read_files
from screener.loading.tension_document import TensionDocument, read_tensions, resolve_tensions
from screener.loading.when_text import WhenTexts
from screener.problems import Place, Problem, in_order


@dataclass(frozen=True, slots=True)
class Documents:
    """Everything a rule base says, names not yet looked up."""

    abouts: tuple[AboutDocument, ...]
    sections: tuple[FactDocument, ...]
    impossible: tuple[NoticeDraft, ...]
    derived: tuple[DerivedDraft, ...]
    sources: tuple[SourceDraft, ...]
    scopes: tuple[ScopeDocument, ...]
    options: tuple[OptionDraft, ...]
    rules: tuple[RuleDraft, ...]
    tensions: tuple[TensionDocument, ...]

    @property
    def facts(self) -> tuple[FactDraft, ...]:
        """The asked facts in the order of the chart."""
        return tuple(fact for section in self.sections for fact in section.facts)

    @property
    def facts_and_derived(self) -> tuple[FactDraft | DerivedDraft, ...]:
        """Everything that conditions can name."""
        return (*self.facts, *self.derived)

    @property
    def notices(self) -> tuple[NoticeDraft, ...]:
        """Everything with a condition that is no rule."""
        scopes = (part for scope in self.scopes for part in (*scope.scope, *scope.urgent))
        return (*scopes, *self.impossible)


def read_knowledge(folder: Path) -> tuple[Knowledge | None, tuple[Problem, ...]]:
    """Return the rule base in a folder, or None and everything that is wrong with its reader.

    Names are looked up only once every file can be read: a file left out would make each name it
    defines look unknown.
    """
    if not folder.is_dir():
        place = Place(str(folder), 1, 1)
        return None, (Problem("folder_missing", str(folder), place, str(folder)),)
    problems: list[Problem] = []
    files = read_files(folder, problems)
    documents = _documents(files, problems)
    if not files.is_complete:
        return None, in_order(problems)
    knowledge = _resolve(documents, files, problems)
    return (None if problems else knowledge), in_order(problems)


def _documents(files: RuleFiles, problems: list[Problem]) -> Documents:
    options = sorted(
        (read_option(file.root, problems) for file in files.of("option")),
        key=lambda read: read[0].order or 0,
    )
    shared = (read_shared(file.root, problems) for file in files.of("shared"))
    rules = (*(rules for _, rules in options), *shared)
    return Documents(
        abouts=tuple(read_about(file.root, problems) for file in files.of("about")),
        sections=tuple(read_facts(file.root, problems) for file in files.of("facts")),
        impossible=tuple(draft for f in files.of("impossible") for draft in read_impossible(f.root, problems)),
        derived=tuple(d for f in files.of("derived") for d in read_derived(f.root, problems)),
        sources=tuple(s for f in files.of("sources") for s in read_sources(f.root, problems)),
        scopes=tuple(read_scope(file.root, problems) for file in files.of("scope")),
        options=tuple(option for option, _ in options),
        rules=tuple(rule for part in rules for rule in part),
        tensions=tuple(read_tensions(file.root, problems) for file in files.of("tensions")),
    )


def _resolve(documents: Documents, files: RuleFiles, problems: list[Problem]) -> Knowledge:
    asked = {draft.name.text: None if draft.fact is None else draft.fact.domain for draft in documents.facts}
    worked_out = {draft.name.text: domain_of(draft, asked) for draft in documents.derived}
    named = {name: domain for name, domain in {**worked_out, **asked}.items() if name}
    # What only an impossible combination or a premise reads is read by no rule.
    conditions, aside = WhenTexts(named), WhenTexts(named)
    facts = tuple(draft.fact for draft in documents.facts if draft.fact is not None)
    derived = resolve_derived(documents.derived, conditions)
    names = Names(
        tuple(draft.option for draft in documents.options),
        {draft.key.text: draft.source.body for draft in documents.sources},
        Reading.of(facts, derived),
    )
    check_fact_sources(documents.facts_and_derived, names)
    rules = resolve_rules(documents.rules, names, conditions)
    (about,), (scope,) = documents.abouts, documents.scopes
    outside, urgent = resolve_notices(scope.scope, conditions), resolve_notices(scope.urgent, conditions)
    covered = known_diagnoses(scope.covered, scope.reader, conditions)
    for option in documents.options:
        known_diagnoses(option.no_discuss, option.reader, conditions)
    problems.extend(check_groups(about, documents.options))
    problems.extend(_repeated(documents))
    problems.extend(_ambiguous(documents, conditions.domains))
    problems.extend(_unread(documents, conditions.read_facts))
    problems.extend(_uncited(documents))
    return Knowledge(
        about=about.about,
        sections=tuple(document.section for document in documents.sections),
        facts=facts,
        derived=derived,
        sources=tuple(draft.source for draft in documents.sources),
        options=names.options,
        rules=rules,
        scope=outside,
        urgent=urgent,
        impossible=resolve_notices(documents.impossible, aside),
        premises=resolve_premises({draft.name.text: draft.usual for draft in documents.facts_and_derived}, aside),
        described_by=tuple(
            word.text for each in documents.scopes for word in each.described_by if aside.knows(word, each.reader)
        ),
        covered=frozenset(covered),
        covered_place=scope.reader.place("covered"),
        version=files.version,
        hash=files.hash,
        checked=_latest_check(rules, facts, derived),
        tensions=tuple(each for document in documents.tensions for each in resolve_tensions(document, documents.rules)),
        review_grace_days=next((document.review_grace_days for document in documents.tensions), None),
    )


def _repeated(documents: Documents) -> Iterator[Problem]:
    yield from duplicates(document.name for document in documents.sections)
    yield from duplicates(draft.name for draft in documents.facts_and_derived)
    yield from duplicates(draft.key for draft in documents.sources)
    yield from duplicates((*(s.name for s in documents.notices), *(rule.name for rule in documents.rules)))
    yield from duplicates(draft.name for draft in documents.options)
    yield from duplicates(word for draft in documents.options for word in draft.products)
    orders: dict[int, Place] = {}
    for draft in documents.options:
        place = draft.reader.place("order")
        if draft.order is not None and orders.setdefault(draft.order, place) is not place:
            related = (str(orders[draft.order]),)
            found = f"order {draft.order}"
            yield Problem("duplicate", draft.name.text, place, found, related=related)


def _ambiguous(documents: Documents, domains: dict[str, Domain]) -> Iterator[Problem]:
    """Yield values that are named like a fact: a condition could mean either."""
    for draft in documents.facts_and_derived:
        domain = domains.get(draft.name.text)
        values = domain.values if isinstance(domain, ChoiceDomain) else ()
        for value in values:
            if value in domains:
                yield Problem("name_ambiguous", draft.name.text, draft.reader.place(), value)


def _unread(documents: Documents, read: set[str]) -> Iterator[Problem]:
    for draft in documents.facts:
        is_planned = draft.fact is not None and draft.fact.planned
        name = draft.name.text
        if name and name not in read and not is_planned:
            allowed = ("planned: true",)
            yield Problem("fact_unread", name, draft.name.place, name, allowed)
        if name in read and is_planned:
            yield Problem("fact_planned_but_read", name, draft.reader.place("planned"), "true")


def _uncited(documents: Documents) -> Iterator[Problem]:
    in_rules = (citation for rule in documents.rules for citation in rule.citations)
    in_facts = (citation for fact in documents.facts_and_derived for citation in fact.citations)
    cited = {citation.key.text for citation in (*in_rules, *in_facts)}
    for source in documents.sources:
        if source.key.text and source.key.text not in cited:
            yield Problem("source_uncited", source.key.text, source.key.place, source.key.text)


def _latest_check(rules: tuple[AnyRule, ...], facts: tuple[Fact, ...], derived: tuple[DerivedFact, ...]) -> str:
    fresh = (fact.fresh_for.sources for fact in facts if fact.fresh_for)
    cited = (*(rule.citations for rule in rules), *(fact.sources for fact in derived), *fresh)
    return max((citation.checked for part in cited for citation in part), default="")
