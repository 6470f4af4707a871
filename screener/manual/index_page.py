"""The first page of the manual: how to read it, what there is, and where the rules end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.rules import EFFECTS
from screener.manual.facts_page import statement_items
from screener.manual.links import option_link
from screener.manual.markup import Child, Markdown, bullets, heading, inline, item, label, row, strong, table
from screener.wording.wording import Wording


def index_blocks(wording: Wording) -> Iterator[Markdown]:
    """Yield the first page without its frame."""
    knowledge, say = wording.knowledge, wording.say
    yield inline(say("manual.lead"))
    numbers = {
        "rules": str(len(knowledge.rules)),
        "facts": str(len(knowledge.facts)),
        "derived": str(len(knowledge.derived)),
        "sources": str(len(knowledge.sources)),
    }
    yield inline(say("manual.numbers", numbers))
    yield heading(say("rules.per_option"), 2)
    yield table([say("manual.option"), *map(wording.effect, EFFECTS)], _counts(wording))
    yield heading(say("manual.per_tumor"), 2)
    yield table([say("manual.tumor"), *map(wording.effect, EFFECTS)], _counts_by_tumor(wording))
    yield heading(say("manual.effects"), 2)
    yield bullets(
        item(inline(strong(wording.effect(effect)), f" ({effect}): ", say(f"manual.effect_means.{effect}")))
        for effect in EFFECTS
    )
    yield heading(say("rules.how_read"), 2)
    yield bullets(_read(wording))
    yield heading(say("manual.ends"), 2)
    covered = [wording.choice(DIAGNOSIS, each) for each in knowledge.covered_diagnoses]
    yield inline(label(say("manual.covered")), wording.listed(covered, "both"))
    for statement in knowledge.scope:
        yield bullets(statement_items(statement, wording))
    yield heading(say("report.urgent"), 2)
    for statement in knowledge.urgent:
        yield bullets(statement_items(statement, wording))


def _counts(wording: Wording) -> Iterator[Sequence[Child]]:
    for option in wording.knowledge.options:
        counts = Counter(rule.effect for rule in wording.knowledge.rules_by_option[option.id])
        yield option_link(option, wording), *(str(counts[effect]) for effect in EFFECTS)


def _counts_by_tumor(wording: Wording) -> Iterator[Sequence[Child]]:
    for tumor in wording.knowledge.covered_diagnoses:
        own = [rule for rule in wording.knowledge.rules if tumor in wording.knowledge.diagnoses_of(rule)]
        counts = Counter(rule.effect for rule in own)
        yield wording.choice(DIAGNOSIS, tumor), *(str(counts[effect]) for effect in EFFECTS)


def _read(wording: Wording) -> Iterator[Markdown]:
    read = Counter(citation.read for rule in wording.knowledge.rules for citation in rule.citations)
    for level, count in read.most_common():
        values = {"count": str(count), "all": str(read.total())}
        yield row(wording.say(f"read.{level}"), wording.say("rules.of_all", values))
