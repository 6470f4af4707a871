"""What a check of the rules shows: what is worth a look, and how much there is of each kind, tumor by tumor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.rules import EFFECTS, AnyRule
from screener.manual.counts import amounts, counts_by_option, how_far_read, rules_for
from screener.problems import Problem
from screener.report.blocks import Block, Paragraph, Part, Row, Rows, Table, bullets, part
from screener.wording.wording import Wording


def check_page(wording: Wording, warnings: Sequence[Problem] = ()) -> tuple[Block, ...]:
    """Return what there is: rules per tumor, option and effect, how far sources were read, sources by body.

    Args:
        wording: the words, with the rule base.
        warnings: what is worth a look and no mistake; it comes first.
    """
    say = wording.say
    return (
        Paragraph(say("rules.clean", amounts(wording.knowledge))),
        *part("plain", say("rules.warnings"), 4, bullets(map(wording.problem, warnings))),
        Part("plain", say("rules.per_option"), 4, (_short_names(wording),)),
        *_by_diagnosis(wording),
        Part("plain", say("rules.how_read"), 4, (how_far_read(wording),)),
        Part("plain", say("rules.by_body"), 4, (_bodies(wording),)),
    )


def _short_names(wording: Wording) -> Rows:
    """Return what the columns of the tables mean, whose full names would not fit on a page."""
    names = ((effect, wording.say(f"rules.short.{effect}")) for effect in EFFECTS)
    return Rows(tuple(Row(short, f"{effect}: {wording.effect(effect)}") for effect, short in names))


def _by_diagnosis(wording: Wording) -> Iterator[Part]:
    knowledge = wording.knowledge
    yield Part("plain", wording.say("rules.every_tumor"), 4, (_by_option(knowledge.rules, wording),))
    for diagnosis in knowledge.covered_diagnoses:
        title = f"{wording.choice(DIAGNOSIS, diagnosis)} ({diagnosis})"
        yield Part("plain", title, 4, (_by_option(rules_for(diagnosis, knowledge), wording),))


def _by_option(rules: tuple[AnyRule, ...], wording: Wording) -> Table:
    header = (wording.say("manual.option"), *(wording.say(f"rules.short.{effect}") for effect in EFFECTS))
    counts = counts_by_option(rules, wording.knowledge)
    return Table(header, tuple((option.id, *each) for option, each in counts))


def _bodies(wording: Wording) -> Rows:
    bodies = Counter(source.body for source in wording.knowledge.sources)
    return Rows(tuple(Row(body, str(count)) for body, count in bodies.most_common()))
