"""One rule as blocks: what it says, for whom, when, until when, on which sources, and who reviewed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screener.knowledge.rules import AnyRule, PlainNote
from screener.knowledge.sources import Citation
from screener.report.blocks import (
    Block,
    Bullets,
    Cited,
    Code,
    Item,
    Line,
    Paragraph,
    Part,
    Piece,
    Strong,
    bullets,
    joined,
    rows,
)
from screener.report.links import option_link, source_link
from screener.report.logic import logic
from screener.report.source_list import source_items
from screener.result.reason import cited
from screener.wording.diagnoses import diagnoses_text
from screener.wording.wording import PROJECT, Wording


def rule_outline(rule: AnyRule, wording: Wording, cites_in_full: bool = True) -> Part:
    """Return everything there is to read about a rule, in both voices.

    Args:
        rule: the rule or plain note.
        wording: the words, in the voice of clinicians.
        cites_in_full: False where the links of the sources lead to their citations, as in the manual.
    """
    blocks: tuple[Block, ...] = (
        Paragraph((Strong(wording.effect(rule.effect)), " (", Code(rule.effect), "). ", rule.says.clinician)),
        *rows(_about(rule, wording)),
        Part("logic", wording.say("rules.when"), 4, tuple(_when(rule, wording))),
        Part("sources", wording.say("rules.sources"), 4, tuple(bullets(_sources(rule, wording, cites_in_full)))),
    )
    return Part("rule", rule.id, 3, blocks, rule.id)


def citation_item(citation: Citation, wording: Wording) -> Item:
    """Return a place in a source: which, where, how far it was read and when."""
    source = cited(wording.knowledge, citation)
    said = wording.source(source)
    if source.body != PROJECT:
        said = wording.say("rules.source", {"body": source.body, "year": str(source.year), "at": said})
    return Item((source_link(source.key), ", ", said, Cited((source,), is_named=True)))


def _about(rule: AnyRule, wording: Wording) -> Iterator[tuple[Line, Line]]:
    """Yield for whom and about what a rule is, until when, and who reviewed it; what does not apply is blank."""
    knowledge, say = wording.knowledge, wording.say
    offered = [option for option in knowledge.options if option.id in rule.options]
    every = say("rules.every_option") if len(offered) == len(knowledge.options) else ""
    forms = [product for option in offered for product in option.products]
    own = [wording.to(product.name) for product in forms if product.id in rule.products]
    partners = (option_link(option, wording) for option in knowledge.options if option.id in rule.partners)
    yield say("rules.to_patient"), rule.says.patient
    yield say("rules.about"), every or _listed((option_link(option, wording) for option in offered), wording)
    yield say("rules.products"), "" if len(own) == len(forms) else _listed(own, wording)
    yield say("rules.tumor"), diagnoses_text(rule, wording)
    if rule.until:
        yield say("rules.until"), rule.until.clinician
        yield say("rules.until_to_patient"), rule.until.patient
    yield say("rules.between"), _listed(map(source_link, rule.between), wording)
    yield say("rules.partners"), _listed(partners, wording)
    yield say("rules.reads_work_up"), rule.reads_work_up
    yield say("rules.rows"), ", ".join(rule.rows)
    yield say("rules.reviewed_by"), rule.reviewed_by or say("rules.nobody")
    yield say("rules.review_by"), rule.review_by


def _listed(pieces: Iterable[Piece], wording: Wording) -> Line:
    return joined(pieces, wording.say("values.listed"))


def _when(rule: AnyRule, wording: Wording) -> Iterator[Block]:
    if isinstance(rule, PlainNote):
        yield Bullets((Item(wording.say("rules.always")),))
        return
    yield Bullets((logic(rule.condition, wording),))
    as_written: Line = (Code(rule.as_written),) if rule.as_written else wording.say("rules.for_diagnoses")
    yield from rows([(wording.say("rules.as_written"), as_written)])


def _sources(rule: AnyRule, wording: Wording, cites_in_full: bool) -> Iterable[Item]:
    if cites_in_full:
        return source_items([cited(wording.knowledge, citation) for citation in rule.citations], wording)
    return (citation_item(citation, wording) for citation in rule.citations)
