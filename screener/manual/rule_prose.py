"""One rule in prose, made from its data: what it says, to whom, when, on which sources, and who reviewed it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screener.knowledge.conditions import AllOf, AnyOf, Condition
from screener.knowledge.rules import AnyRule, PlainNote
from screener.knowledge.sources import Citation
from screener.manual.links import option_link, source_link
from screener.manual.markup import (
    Child,
    Markdown,
    bullets,
    code,
    heading,
    inline,
    item,
    label,
    listed,
    row,
    strong,
)
from screener.result.reason import cited
from screener.wording.wording import PROJECT, Wording

_NO_LEAD = Markdown()


def rule_blocks(rule: AnyRule, wording: Wording) -> Iterator[Markdown]:
    """Yield a rule as a heading, what it says to clinicians, and everything else as a list."""
    effect = inline(strong(wording.effect(rule.effect)), Markdown(" ("), code(rule.effect), Markdown("). "))
    yield heading(rule.id, 3)
    yield inline(effect, rule.says.clinician)
    yield bullets(_items(rule, wording))


def _items(rule: AnyRule, wording: Wording) -> Iterator[Markdown]:
    say = wording.say
    yield row(say("rules.to_patient"), rule.says.patient)
    for name, said in _about(rule, wording):
        if said:
            yield row(name, said)
    if isinstance(rule, PlainNote):
        yield row(say("rules.when"), say("rules.always"))
    else:
        yield from logic(label(say("rules.when")), rule.condition, wording)
        yield row(say("rules.as_written"), code(rule.written) if rule.written else say("manual.for_diagnoses"))
    if rule.until:
        yield row(say("rules.until"), rule.until.clinician)
        yield row(say("rules.to_patient"), rule.until.patient, 1)
    yield row(say("rules.sources"), _NO_LEAD)
    yield from citation_items(rule.citations, wording, 1)
    if rule.rows:
        yield row(say("rules.rows"), ", ".join(rule.rows))
    yield row(say("rules.reviewed_by"), rule.reviewed_by or say("rules.nobody"))
    yield row(say("rules.review_by"), rule.review_by)


def _about(rule: AnyRule, wording: Wording) -> Iterator[tuple[str, Child]]:
    """Yield whom and what a rule is about; what does not apply is blank."""
    knowledge, say = wording.knowledge, wording.say
    offered = [option for option in knowledge.options if option.id in rule.options]
    is_for_all = len(offered) == len(knowledge.options)
    forms = [product for option in offered for product in option.products]
    own = [product for product in forms if product.id in rule.products]
    partners = [option_link(option, wording) for option in knowledge.options if option.id in rule.partners]
    every = say("manual.every_option")
    yield say("rules.about"), every if is_for_all else listed(option_link(option, wording) for option in offered)
    yield say("rules.products"), "" if own == forms else listed(wording.to(product.name) for product in own)
    yield say("rules.between"), listed(map(source_link, rule.between))
    yield say("rules.partners"), listed(partners)
    yield say("rules.reads_work_up"), rule.reads_work_up


def logic(lead: Markdown, condition: Condition, wording: Wording, depth: int = 0) -> Iterator[Markdown]:
    """Yield a condition in words as the items of nested lists.

    Args:
        lead: what stands before it in the first item.
        condition: the condition.
        wording: the words.
        depth: how deep the first item stands.
    """
    match condition:
        case AllOf(parts):
            title = wording.say("rules.all_of")
        case AnyOf(parts):
            title = wording.say("rules.any_of")
        case test:
            yield item(inline(lead, wording.test(test)), depth)
            return
    yield item(inline(lead, title), depth)
    for part in parts:
        yield from logic(_NO_LEAD, part, wording, depth + 1)


def citation_items(citations: Iterable[Citation], wording: Wording, depth: int) -> Iterator[Markdown]:
    """Yield one item for each place in a source: which, where, how far it was read and when."""
    for citation in citations:
        source = cited(wording.knowledge, citation)
        key = source_link(source.key)
        if source.body == PROJECT:
            yield item(inline(key, Markdown(": "), wording.source(source)), depth)
            continue
        said = wording.say(
            "manual.source", {"body": source.body, "year": str(source.year), "at": wording.source(source)}
        )
        yield item(inline(key, Markdown(", "), said), depth)
