"""Everything the rules say about a patient, as blocks, in the order in which it is read.

Reports and screens render the same blocks, so that each sentence is decided once; a report puts its limits around them.
"""

from __future__ import annotations

from collections.abc import Iterator

from screener.report.blocks import Block, Item, Link, Paragraph, Part, Rows, Target, bullets, part, rows
from screener.report.combinations_outline import combinations_part
from screener.report.derived_outline import derived_part
from screener.report.facts_outline import facts_parts
from screener.report.flips_outline import flips_part
from screener.report.next_outline import next_part
from screener.report.nothing_flagged_outline import nothing_flagged_part
from screener.report.open_facts_outline import shared_parts
from screener.report.option_outline import answer_line, option_part
from screener.report.source_list import number_sources
from screener.report.usual_outline import usual_part
from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.result.screening import NoticeResult, Screening
from screener.wording.about import limits_of, title_text
from screener.wording.checks import shared_facts
from screener.wording.wording import Wording


def report_outline(
    screening: Screening, wording: Wording, program: str, wanted: Wanted = NOTHING_ELSE
) -> tuple[Block, ...]:
    """Return a whole report as blocks: title, limits, the answer, its sources by number, the version.

    Args:
        screening: the answer for one patient.
        wording: the words, with the rule base that gave the answer.
        program: the program's version.
        wanted: what else is to be told.
    """
    answer, sources = number_sources(answer_outline(screening, wording, wanted), wording)
    limits = limits_of(wording)
    above = (Paragraph(text, "limits") for text in (limits.above, limits.when_to_call))
    version = Paragraph(wording.version(screening.knowledge, program), "limits")
    below = Paragraph(limits.below, "limits")
    return (Part("report", title_text(wording), 1, (*above, *answer, *sources, version, below)),)


def answer_outline(screening: Screening, wording: Wording, wanted: Wanted = NOTHING_ELSE) -> tuple[Block, ...]:
    """Return everything the rules say about a patient as blocks.

    Args:
        screening: the answer for one patient.
        wording: the words, with the rule base that gave the answer.
        wanted: what else is to be told.
    """
    return (
        *_urgent(screening, wording),
        *_scope(screening, wording),
        *facts_parts(screening, wording),
        *derived_part(screening, wording),
        *(_options(screening, wording, wanted) if screening.options else ()),
    )


def _urgent(screening: Screening, wording: Wording) -> Iterator[Part]:
    texts = (wording.to(notice.says) for notice in screening.urgent)
    return part("urgent", wording.say("report.urgent"), 2, bullets(texts))


def _scope(screening: Screening, wording: Wording) -> Iterator[Block]:
    scope = screening.scope
    if not scope.inside:
        notices = bullets(_notice(notice, wording) for notice in scope.reasons)
        yield from part("outside", wording.say("report.outside"), 2, notices)
    elif scope.open_facts:
        yield Paragraph(wording.say("report.scope_open", {"facts": wording.facts(scope.open_facts)}))


def _notice(notice: NoticeResult, wording: Wording) -> Item:
    turn_to = [wording.say("report.turn_to", {"text": wording.to(notice.turn_to)})] if notice.turn_to else []
    return Item(wording.to(notice.says), tuple(map(Item, turn_to)))


def _options(screening: Screening, wording: Wording, wanted: Wanted) -> Iterator[Block]:
    title = wording.say("report.overview")
    is_nothing_flagged = all(option.status == "not_flagged" for option in screening.options.values())
    if wording.voice == "clinician" or not is_nothing_flagged:
        yield from part("overview", title, 2, _overview(screening, wording))
        yield from _details(screening, wording, wanted)
        return
    # A row of negatives would read as a verdict, so they stand aside, and only if more was asked for.
    is_more_wanted = wanted.by_source or wanted.flips is not None
    yield nothing_flagged_part(screening, wording, is_all=not is_more_wanted)
    if is_more_wanted:
        yield from part("set_aside", title, 2, _all_options(screening, wording, wanted))


def _all_options(screening: Screening, wording: Wording, wanted: Wanted) -> Iterator[Block]:
    yield from _overview(screening, wording)
    yield from _details(screening, wording, wanted)


def _overview(screening: Screening, wording: Wording) -> Iterator[Rows]:
    options = screening.options.values()
    links = (Link(wording.to(option.name), Target("option", option.id)) for option in options)
    lines = (answer_line(option, wording) for option in options)
    return rows((((link,), line) for link, line in zip(links, lines, strict=True)), "overview")


def _details(screening: Screening, wording: Wording, wanted: Wanted) -> Iterator[Part]:
    yield from usual_part(screening, wording)
    if wanted.questions is not None:
        yield from next_part(wanted.questions, screening, wording)
    yield from shared_parts(screening, wording)
    yield from combinations_part(screening, wording)
    for option in screening.options.values():
        if wanted.is_told(option.id):
            yield option_part(option, wording, shared_facts(screening, option), wanted.by_source)
    if wanted.flips is not None:
        flips = {option: flips for option, flips in wanted.flips.items() if wanted.is_told(option)}
        yield flips_part(flips, screening, wording)
