"""One option in a report: its status, why or why not, what to weigh, what is missing, what to check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from screener.analysis.deciding import decision_of
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CLOSING, INDICATIONS, Effect
from screener.report.flat_blocks import Block, Bullet, Heading, Paragraph
from screener.report.source_list import SourceList
from screener.result.option import FLAGGED, OptionResult, ProductResult
from screener.result.reason import Reason
from screener.wording.checks import Check, count_checks, fold
from screener.wording.lists import body_items, closest_cases, for_products, label_notes, other_notes, parting_items
from screener.wording.next_steps import settled_text
from screener.wording.sentence import sentence
from screener.wording.wording import Wording

_WEIGHED: tuple[tuple[Effect, str], ...] = (
    ("fix_first", "report.fix_first"),
    ("caution", "report.cautions"),
    ("disputed", "report.disputed"),
)


class OptionSection:
    """Writes the part of a report that is about one option."""

    def __init__(
        self, option: OptionResult, wording: Wording, sources: SourceList, shared: frozenset[str], by_source: bool
    ) -> None:
        """Take what the part is made of.

        Args:
            option: the option's answer.
            wording: the words.
            sources: where the sources it cites are numbered.
            shared: open facts that stand once for several options.
            by_source: whether to tell what each body says.
        """
        self._option = option
        self._wording = wording
        self._sources = sources
        self._shared = shared
        self._by_source = by_source

    def blocks(self) -> Iterator[Block]:
        """Yield the whole part."""
        option = self._option
        yield Heading(self._wording.to(option.name), 3)
        yield Paragraph(status_line(option, self._wording))
        decision = decision_of(option, self._wording.knowledge)
        yield Paragraph(sentence(option, decision, self._wording))
        for reason in label_notes(option):
            yield Paragraph(self._says(reason))
        yield Paragraph(self._wording.to(option.what))
        yield from self._forms()
        if option.status in FLAGGED:
            yield from self._why()
            yield from self._listed("report.against_some", self._met(CLOSING))
            yield from self._weighed()
            yield from self._checks()
            yield from self._to_find("report.strengthen", fold(option.could_strengthen or ()))
            yield from self._settled()
            yield from self._listed("report.notes", other_notes(option))
        elif option.status == "cannot_tell":
            yield from self._fits()
            yield from self._weighed()
            yield from self._missing()
            yield from self._settled()
        else:
            yield from self._why_not()
            if option.no_longer_matters:
                yield Paragraph(self._wording.say("report.settled_closed"))
        if self._by_source:
            for title, told in (
                ("report.by_source.title", body_items(option, self._wording)),
                ("report.by_source.parting", parting_items(option, self._wording)),
            ):
                if told:
                    yield Heading(self._wording.say(title), 4)
                    yield from self._sources.told(told)
        # The sentence names sources by their keys; they are listed even if nothing else cites them.
        self._sources.marks(decision.sources)

    def _forms(self) -> Iterator[Block]:
        products = self._option.products.values()
        if len({(product.status, product.why_not) for product in products}) < 2:
            return
        yield Heading(self._wording.say("report.forms"), 4)
        for product in products:
            yield Bullet(f"{self._wording.to(product.name)}: {status_line(product, self._wording)}")

    def _why(self) -> Iterator[Block]:
        met = self._met(INDICATIONS)
        if met:
            yield from self._explained("report.why", met)
        else:
            yield from self._explained("report.why_open", self._reasons(INDICATIONS, Outcome.UNKNOWN))

    def _weighed(self) -> Iterator[Block]:
        for effect, title in _WEIGHED:
            yield from self._explained(title, self._met({effect}))

    def _why_not(self) -> Iterator[Block]:
        option, closing = self._option, self._met(CLOSING)
        if closing:
            yield from self._explained("report.why_not", closing)
        elif option.why_not == "not_covered":
            yield Heading(self._wording.say("report.why_not"), 4)
            yield Paragraph(self._wording.say("not_covered_means"))
            yield from self._differences()
        else:
            yield from self._listed("report.closed_together", self._reasons(CLOSING, Outcome.UNKNOWN))

    def _differences(self) -> Iterator[Block]:
        """Yield the indications that ask for the fewest things that differ."""
        for reason, comparisons in closest_cases(self._option):
            yield Bullet(self._case(reason))
            differs = self._wording.comparisons(comparisons)
            yield Bullet(self._wording.say("report.differs", {"comparisons": differs}), 1)

    def _fits(self) -> Iterator[Block]:
        fit = self._option.fits_so_far
        yield Heading(self._wording.say("report.fits"), 4)
        if fit is None:
            yield Paragraph(self._wording.say("report.fits_nothing"))
            return
        reason = next(reason for reason in self._option.reasons if reason.rule == fit.rule)
        yield Bullet(self._case(reason))
        for key, comparisons in (("report.fits_now", fit.fits), ("report.needs", fit.needs)):
            yield Bullet(self._wording.say(key, {"comparisons": self._wording.comparisons(comparisons)}), 1)

    def _missing(self) -> Iterator[Block]:
        option = self._option
        yield from self._to_find("report.missing", fold(option.missing or ()))
        afterwards = count_checks(option)
        if afterwards:
            yield Paragraph(self._wording.counted("report.more", afterwards))

    def _settled(self) -> Iterator[Block]:
        told = settled_text(self._option.no_longer_matters or (), "report.settled_option", self._wording)
        if told:
            yield Paragraph(told)

    def _checks(self) -> Iterator[Block]:
        own = fold(entry for entry in self._option.still_to_check or () if entry.fact not in self._shared)
        early = [check for check in own if not check.is_work_up]
        late = [check for check in own if check.is_work_up]
        yield from self._to_find("report.could_close", [check for check in early if check.could_close])
        yield from self._to_find("report.could_caution", [check for check in early if not check.could_close])
        if late:
            yield Paragraph(work_up_line(late, self._wording))

    def _to_find(self, title: str, checks: Sequence[Check]) -> Iterator[Block]:
        if not checks:
            return
        yield Heading(self._wording.say(title), 4)
        for check in checks:
            if not check.is_work_up:
                yield Bullet(check.says(self._wording))
        late = [check for check in checks if check.is_work_up]
        if late:
            yield Bullet(work_up_line(late, self._wording))

    def _met(self, effects: Iterable[Effect]) -> list[Reason]:
        return self._reasons(effects, Outcome.MET)

    def _reasons(self, effects: Iterable[Effect], outcome: Outcome) -> list[Reason]:
        wanted = set(effects)
        return [reason for reason in self._option.reasons if reason.effect in wanted and reason.outcome is outcome]

    def _listed(self, title: str, reasons: Sequence[Reason]) -> Iterator[Block]:
        if reasons:
            yield Heading(self._wording.say(title), 4)
        for reason in reasons:
            yield Bullet(self._says(reason))
            yield from self._conditions(reason)

    def _explained(self, title: str, reasons: Sequence[Reason]) -> Iterator[Block]:
        if reasons:
            yield Heading(self._wording.say(title), 4)
        for reason in reasons:
            yield Bullet(self._says(reason))
            met = [each for each in reason.comparisons if each.outcome is Outcome.MET]
            if met:
                yield Bullet(self._wording.say("report.because", {"comparisons": self._wording.comparisons(met)}), 1)
            yield from self._conditions(reason)

    def _conditions(self, reason: Reason) -> Iterator[Block]:
        if reason.until is not None:
            yield Bullet(self._wording.say("may_change", {"until": self._wording.to(reason.until)}), 1)
        if reason.between:
            yield Bullet(self._wording.say("report.between", {"sources": self._wording.sides(reason)}), 1)

    def _case(self, reason: Reason) -> str:
        """Return an indication that is not met, so that nobody takes what it describes for this patient."""
        return self._wording.say("report.asks", {"says": self._says(reason)})

    def _says(self, reason: Reason) -> str:
        says = for_products(self._wording.to(reason.says), reason, self._option, self._wording)
        return f"{says} {self._sources.marks(reason.sources)}".strip()


def status_line(answer: OptionResult | ProductResult, wording: Wording) -> str:
    """Return the status of an option or a product: sign, word, and why not."""
    parts = [f"{wording.mark(answer.status)} {wording.status(answer.status, count_checks(answer))}"]
    if answer.why_not is not None:
        parts.append(wording.why_not(answer.why_not))
    return ": ".join(parts)


def work_up_line(checks: Sequence[Check], wording: Wording) -> str:
    """Return what only the work-up can answer, in one line."""
    names = wording.listed([check.names(wording) for check in checks], "both")
    return wording.say("report.work_up", {"facts": names})
