"""One option as blocks: its status, why or why not, what to weigh, what is missing, what to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screener.analysis.deciding import decision_of
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CLOSING, INDICATIONS, Effect
from screener.report.blocks import Block, Cited, Line, Marked, Paragraph, Part, PartKind, bullets, part
from screener.report.by_source_outline import by_source_part
from screener.report.open_facts_outline import check_blocks, missing_part, shared_note, strengthen_part
from screener.report.rule_items import (
    case_item,
    closest_cases,
    label_notes,
    other_notes,
    rule_item,
    rule_line,
    rules_with,
)
from screener.result.option import FLAGGED, OptionResult, ProductResult
from screener.result.reason import Reason
from screener.wording.checks import count_checks
from screener.wording.next_steps import names_text
from screener.wording.sentence import sentence
from screener.wording.usual import usual_text
from screener.wording.wording import Wording

_WEIGHED: tuple[tuple[Effect, str], ...] = (
    ("fix_first", "report.fix_first"),
    ("caution", "report.cautions"),
    ("disputed", "report.disputed"),
)


def option_part(option: OptionResult, wording: Wording, shared: frozenset[str], by_source: bool) -> Part:
    """Return everything there is to read about an option.

    Args:
        option: the option's answer.
        wording: the words.
        shared: open facts that stand once for several options.
        by_source: whether to tell what each body says.
    """
    blocks = (
        *_head(option, wording),
        *_products(option, wording),
        *_body(option, wording, shared),
        *_settled(option, wording),
        *_rules("notes", "report.notes", other_notes(option), option, wording),
        *(by_source_part(option, wording) if by_source else ()),
    )
    return Part("option", wording.to(option.name), 3, blocks, option.id)


def status_line(answer: OptionResult | ProductResult, wording: Wording) -> Line:
    """Return the status of an option or a product: sign, word, and why not."""
    said = wording.status(answer.status, count_checks(answer))
    if answer.why_not is not None:
        said = f"{said}: {wording.why_not(answer.why_not)}"
    return (Marked(answer.status, wording.mark(answer.status), said),)


def answer_line(option: OptionResult, wording: Wording) -> Line:
    """Return an option's status, and behind it what the usual reading says where that is something else."""
    usual = usual_text(option, wording)
    return (*status_line(option, wording), f". {usual}") if usual else status_line(option, wording)


def _head(option: OptionResult, wording: Wording) -> Iterator[Block]:
    yield Paragraph(answer_line(option, wording), "status")
    decision = decision_of(option, wording.knowledge)
    # The sentence names its sources by their keys.
    yield Paragraph((sentence(option, decision, wording), Cited(decision.sources, is_named=True)), "sentence")
    for reason in label_notes(option):
        yield Paragraph(rule_line(reason, option, wording), "label_status")
    yield Paragraph(wording.to(option.what), "what")


def _products(option: OptionResult, wording: Wording) -> Iterator[Part]:
    products = option.products.values()
    if len({(product.status, product.why_not) for product in products}) > 1:
        lines = ((f"{wording.to(product.name)}: ", *status_line(product, wording)) for product in products)
        yield from part("products", wording.say("report.forms"), 4, bullets(lines))


def _body(option: OptionResult, wording: Wording, shared: frozenset[str]) -> Iterator[Block]:
    if option.status in FLAGGED:
        yield from _why(option, wording)
        yield from _rules("why_not", "report.against_some", rules_with(option, CLOSING), option, wording)
        yield from _weighed(option, wording)
        yield from check_blocks(option, wording, shared)
        yield from strengthen_part(option, wording)
        yield from shared_note(option, wording, shared)
    elif option.status == "cannot_tell":
        yield from _fits(option, wording)
        yield from _weighed(option, wording)
        yield from missing_part(option, wording)
    else:
        yield from _why_not(option, wording)


def _rules(
    kind: PartKind, title: str, reasons: Sequence[Reason], option: OptionResult, wording: Wording
) -> Iterator[Part]:
    return part(kind, wording.say(title), 4, bullets(rule_item(reason, option, wording) for reason in reasons))


def _why(option: OptionResult, wording: Wording) -> Iterator[Part]:
    met = rules_with(option, INDICATIONS)
    if met:
        return _rules("why", "report.why", met, option, wording)
    # Different indications may carry different completions; then none of them is certain alone.
    return _rules("why", "report.why_open", rules_with(option, INDICATIONS, Outcome.UNKNOWN), option, wording)


def _weighed(option: OptionResult, wording: Wording) -> Iterator[Part]:
    for effect, title in _WEIGHED:
        yield from _rules("weigh", title, rules_with(option, {effect}), option, wording)


def _why_not(option: OptionResult, wording: Wording) -> Iterator[Part]:
    closing = rules_with(option, CLOSING)
    if closing:
        return _rules("why_not", "report.why_not", closing, option, wording)
    if option.why_not == "not_covered":
        return part("why_not", wording.say("report.why_not"), 4, _not_covered(option, wording))
    together = rules_with(option, CLOSING, Outcome.UNKNOWN)
    return _rules("why_not", "report.closed_together", together, option, wording)


def _not_covered(option: OptionResult, wording: Wording) -> Iterator[Block]:
    """Yield what this means, and the indications that ask for the fewest things that differ."""
    yield Paragraph(wording.say("not_covered_means"))
    yield from bullets(
        case_item(reason, option, wording, [("report.differs", differing)])
        for reason, differing in closest_cases(option)
    )


def _fits(option: OptionResult, wording: Wording) -> Iterator[Part]:
    fit = option.fits_so_far
    if fit is None:
        return part("fits", wording.say("report.fits"), 4, [Paragraph(wording.say("report.fits_nothing"))])
    reason = next(reason for reason in option.reasons if reason.rule == fit.rule)
    compared = [("report.fits_now", fit.fits), ("report.needs", fit.needs)]
    return part("fits", wording.say("report.fits"), 4, bullets([case_item(reason, option, wording, compared)]))


def _settled(option: OptionResult, wording: Wording) -> Iterator[Paragraph]:
    """Yield what nobody need find out for this option; of one that is closed, that nothing can open it."""
    settled = option.no_longer_matters
    if not settled:
        return
    if option.status == "not_flagged":
        yield Paragraph(wording.say("report.settled_closed"), "quiet")
    else:
        yield Paragraph(wording.say("report.settled_option", {"facts": names_text(settled, wording)}), "quiet")
