"""The first page of the manual: its version, how to read it, what there is, and where the rules end.

What changes with every rule, such as version and counts, stands here only, so that a new rule leaves other pages alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.rules import EFFECTS, AnyRule
from screener.manual.facts_page import notice_item
from screener.manual.places import INDEX
from screener.report.blocks import Block, Item, Line, Paragraph, Part, Row, Rows, Strong, Table, bullets
from screener.report.links import option_link
from screener.result.screening import version_of
from screener.wording.wording import Wording


def index_page(wording: Wording, program: str) -> Part:
    """Return the first page without its frame."""
    knowledge, say = wording.knowledge, wording.say
    blocks: tuple[Block, ...] = (
        Paragraph(wording.version(version_of(knowledge), program)),
        Paragraph(say("manual.lead")),
        Paragraph(say("manual.numbers", _numbers(wording))),
        Part("plain", say("manual.effects"), 2, tuple(bullets(_effects(wording)))),
        Part("plain", say("manual.ends"), 2, tuple(_ends(wording))),
        Part("plain", say("report.urgent"), 2, tuple(bullets(notice_item(each, wording) for each in knowledge.urgent))),
        Part("plain", say("rules.per_option"), 2, (_by_option(knowledge.rules, wording),)),
        Part("plain", say("manual.per_tumor"), 2, (_by_diagnosis(wording),)),
        Part("plain", say("manual.per_tumor_and_option"), 2, tuple(_by_option_and_diagnosis(wording))),
        Part("plain", say("rules.how_read"), 2, (_read(wording),)),
    )
    return Part("page", say("manual.title"), 1, blocks, INDEX)


def _numbers(wording: Wording) -> dict[str, str]:
    knowledge = wording.knowledge
    return {
        "rules": str(len(knowledge.rules)),
        "facts": str(len(knowledge.facts)),
        "derived": str(len(knowledge.derived)),
        "sources": str(len(knowledge.sources)),
    }


def _effects(wording: Wording) -> Iterator[Item]:
    for effect in EFFECTS:
        means = wording.say(f"manual.effect_means.{effect}")
        yield Item((Strong(wording.effect(effect)), f" ({effect}): {means}"))


def _ends(wording: Wording) -> Iterator[Block]:
    covered = [wording.choice(DIAGNOSIS, each) for each in wording.knowledge.covered_diagnoses]
    yield Paragraph((Strong(wording.say("manual.covered")), f": {wording.listed(covered, 'both')}"))
    yield from bullets(notice_item(each, wording) for each in wording.knowledge.scope)


def _by_option(rules: Iterable[AnyRule], wording: Wording) -> Table:
    """Return how many of some rules speak about each option."""
    held = tuple(rules)
    options = wording.knowledge.options
    lines = ((option, tuple(rule for rule in held if option.id in rule.options)) for option in options)
    counts = (((option_link(option, wording),), *_counts(own)) for option, own in lines)
    return Table((wording.say("manual.option"), *map(wording.effect, EFFECTS)), tuple(counts))


def _by_diagnosis(wording: Wording) -> Table:
    lines = ((wording.choice(DIAGNOSIS, each), *_counts(_for(each, wording))) for each in _covered(wording))
    return Table((wording.say("rules.tumor"), *map(wording.effect, EFFECTS)), tuple(lines))


def _by_option_and_diagnosis(wording: Wording) -> Iterator[Block]:
    yield Paragraph(wording.say("manual.per_tumor_why"))
    for diagnosis in _covered(wording):
        table = _by_option(_for(diagnosis, wording), wording)
        yield Part("plain", wording.choice(DIAGNOSIS, diagnosis), 3, (table,))


def _covered(wording: Wording) -> tuple[str, ...]:
    return wording.knowledge.covered_diagnoses


def _for(diagnosis: str, wording: Wording) -> tuple[AnyRule, ...]:
    knowledge = wording.knowledge
    return tuple(rule for rule in knowledge.rules if diagnosis in knowledge.diagnoses_of(rule))


def _counts(rules: Iterable[AnyRule]) -> tuple[Line, ...]:
    counts = Counter(rule.effect for rule in rules)
    return tuple(str(counts[effect]) for effect in EFFECTS)


def _read(wording: Wording) -> Rows:
    read = Counter(citation.read for rule in wording.knowledge.rules for citation in rule.citations)
    numbers = ({"count": str(count), "all": str(read.total())} for _, count in read.most_common())
    said = (wording.say("rules.of_all", values) for values in numbers)
    levels = (wording.say(f"read.{level}") for level, _ in read.most_common())
    return Rows(tuple(map(Row, levels, said)))
