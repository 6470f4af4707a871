"""Open facts as blocks: what is missing, what is left to check, what could lift a caution, what options share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screener.report.blocks import Block, Bullets, Paragraph, Part, PartKind, bullets, part
from screener.result.option import OptionResult
from screener.result.screening import Screening
from screener.wording.about import shared_title
from screener.wording.checks import Check, checks_shared, count_checks, fold
from screener.wording.wording import Wording


def missing_part(option: OptionResult, wording: Wording) -> Iterator[Part]:
    """Yield what could still bring an option in, and how much there is to check afterwards."""
    afterwards = count_checks(option)
    more = [Paragraph(wording.counted("report.more", afterwards))] if afterwards else []
    missing = _check_list(fold(option.missing or ()), wording)
    return part("missing", wording.say("report.missing"), 4, (*missing, *more))


def check_blocks(option: OptionResult, wording: Wording, shared: frozenset[str]) -> Iterator[Block]:
    """Yield what is left to check for a flagged option: what could close it, then what could add a caution.

    Args:
        option: the option's answer.
        wording: the words.
        shared: open facts that stand once for several options.
    """
    own = fold(entry for entry in option.still_to_check or () if entry.fact not in shared)
    early = [check for check in own if not check.is_work_up]
    close = [check for check in early if check.could_close]
    caution = [check for check in early if not check.could_close]
    yield from _check_part("to_check", "report.could_close", close, wording)
    yield from _check_part("to_check", "report.could_caution", caution, wording)
    yield from (Paragraph(text) for text in _work_up(own, wording))


def shared_note(option: OptionResult, wording: Wording, shared: frozenset[str]) -> Iterator[Paragraph]:
    """Yield that what a flagged option shares with others stands above; nothing if it shares nothing."""
    if any(entry.fact in shared for entry in option.still_to_check or ()):
        yield Paragraph(wording.say("report.shared_above"), "quiet")


def strengthen_part(option: OptionResult, wording: Wording) -> Iterator[Part]:
    """Yield what could turn a flag with caution into a plain one."""
    return _check_part("strengthen", "report.strengthen", fold(option.could_strengthen or ()), wording)


def shared_parts(screening: Screening, wording: Wording) -> Iterator[Part]:
    """Yield the checks that several flagged options share, without values."""
    for shared in screening.shared_checks:
        checks = checks_shared(shared, screening)
        names = [check.names(wording) for check in checks if not check.is_work_up]
        listed = bullets([*names, *_work_up(checks, wording)])
        yield from part("shared_checks", shared_title(shared, wording), 2, listed, shared.group)


def _check_part(kind: PartKind, title: str, checks: Sequence[Check], wording: Wording) -> Iterator[Part]:
    return part(kind, wording.say(title), 4, _check_list(checks, wording))


def _check_list(checks: Sequence[Check], wording: Wording) -> Iterator[Bullets]:
    early = [check.says(wording) for check in checks if not check.is_work_up]
    return bullets([*early, *_work_up(checks, wording)])


def _work_up(checks: Sequence[Check], wording: Wording) -> Iterator[str]:
    """Yield in one line what only the work-up can answer, or nothing."""
    late = [check.names(wording) for check in checks if check.is_work_up]
    if late:
        yield wording.say("report.work_up", {"facts": wording.listed(late, "both")})
