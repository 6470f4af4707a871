"""Results in words: facts, values, comparisons, statuses and sources, in one language and for one voice.

Comparisons are spelled out ("under 3 cm"), since signs such as those for less and more get lost on their way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from screener.knowledge.conditions import Test
from screener.knowledge.domains import YES, Domain, NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Interval, Outcome
from screener.knowledge.rules import Effect
from screener.knowledge.texts import Text, Voice
from screener.problems import Problem
from screener.result.by_source import Says
from screener.result.known import Known
from screener.result.option import OpenFact, Status, WhyNot
from screener.result.reason import Finding, Reason, SourceCited
from screener.result.screening import RuleBaseVersion
from screener.wording.catalogue import Catalogue

DAYS_IN_WORDS = 14
PERCENT = "%"
PROJECT = "project"
_LONGEST_LIST = 3
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Wording:
    """Turns results into words.

    Attributes:
        words: the catalogue.
        knowledge: the rule base whose facts, values and options are named.
        voice: whom it speaks to.
    """

    words: Catalogue
    knowledge: Knowledge
    voice: Voice

    def say(self, key: str, values: Mapping[str, str] = _NOTHING) -> str:
        """Return a text of the catalogue for the voice."""
        return self.words.say(key, self.voice, values)

    def counted(self, key: str, count: int, values: Mapping[str, str] = _NOTHING) -> str:
        """Return what the catalogue says of a number of things: none, one or many."""
        return self.words.counted(key, count, self.voice, values)

    def to(self, text: Text) -> str:
        """Return a text of the rules for the voice, its line ends turned into blanks."""
        return " ".join(text.to(self.voice).split())

    def status(self, status: Status, open_checks: int | None = None) -> str:
        """Return a status in words; that of `discuss` carries how many checks are open.

        Args:
            status: the status.
            open_checks: how many checks are open; None if they were not looked for.
        """
        word = self.say(f"statuses.{status}")
        if status != "discuss" or open_checks is None:
            return word
        return self.counted("with_checks", open_checks, {"status": word})

    def mark(self, status: Status) -> str:
        """Return the sign that stands beside a status."""
        return self.say(f"marks.{status}")

    def why_not(self, why_not: WhyNot) -> str:
        """Return why an option is not flagged."""
        return self.say(f"why_not.{why_not}")

    def effect(self, effect: Effect) -> str:
        """Return what a rule of this effect does."""
        return self.say(f"effects.{effect}")

    def says(self, says: Says) -> str:
        """Return what a body says about an option."""
        return self.say(f"says.{says}")

    def bodies(self, names: Iterable[str]) -> str:
        """Return bodies as a list; a kind of source is called as the catalogue calls it, a body by its own name."""
        return self.listed([self._body(name) for name in names], "both")

    def sides(self, reason: Reason) -> str:
        """Return the sources that disagree: `CNLC 2016 and EASL 2012`."""
        sides = (f"{source.body} {source.year}" for source in reason.sources if source.key in reason.between)
        return self.listed(list(dict.fromkeys(sides)), "both")

    def fact(self, name: str) -> str:
        """Return what a fact, asked or derived, is called; a name that is no fact's as it is."""
        return self.to(self.knowledge.label(name)) if name in self.knowledge.domains else name

    def facts(self, names: Iterable[str]) -> str:
        """Return facts as a list: A, B and C."""
        return self.listed([self.fact(name) for name in names], "both")

    def listed(self, texts: Sequence[str], last: str) -> str:
        """Return texts as a list whose last two are joined by `both` or `either`."""
        *first, final = texts or ("",)
        if not first:
            return final
        return self.say("values.listed").join(first) + self.say(f"values.{last}") + final

    def value(self, fact: str, read: Known) -> str:
        """Return what is known of a fact: `3.2 cm`, `3 to 5 cm`, `A or B`, `unknown`."""
        domain = self.knowledge.domains[fact]
        if isinstance(domain, NumberDomain):
            said = self._ranges(_intervals((read,), domain), domain)
        else:
            said = self.choices(fact, read.values)
        return said or self.say("values.unknown")

    def with_unit(self, fact: str, number: str) -> str:
        """Return a number with the unit of its fact: `3.2 cm`."""
        return self._with_unit(number, self.knowledge.number(fact))

    def choices(self, fact: str, values: Sequence[str]) -> str:
        """Return values of a choice: `A or B`."""
        return self.listed([self.choice(fact, value) for value in values], "either")

    def choice(self, fact: str, value: str) -> str:
        """Return one value of a choice."""
        domain = self.knowledge.domains[fact]
        if not isinstance(domain, NumberDomain) and domain.is_yes_no:
            return self.say("values.yes" if value == YES else "values.no")
        return self.to(self.knowledge.value_label(fact, value))

    def age(self, days: int) -> str:
        """Return a number of days: in weeks where that is exact, `1 day`, `10 days`, `6 weeks`."""
        unit, count = ("weeks", days // 7) if days >= DAYS_IN_WORDS and days % 7 == 0 else ("days", days)
        return self.counted(f"ages.{unit}", count)

    def raised(self, fact: str, answer: str) -> str:
        """Return the question that an answer such as "not assessed" raises; blank if it raises none."""
        asked = self.knowledge.fact_by_id.get(fact)
        texts = (choice.raises for choice in (asked.choices if asked else ()) if choice.value == answer)
        return next((self.to(text) for text in texts if text is not None), "")

    def comparison(self, comparison: Finding) -> str:
        """Return a comparison with the value it read: `Largest viable tumor is under 3 cm (here: 2.4 cm)`."""
        fact, constants = comparison.fact, comparison.constants
        test = self._test(fact, comparison.operator, constants)
        kind = self._kind(fact)
        is_met = comparison.outcome is Outcome.MET
        value = self.value(fact, comparison.read)
        # Of a long list of values only the one that is true is worth reading.
        is_long = comparison.operator == "in" and len(constants) > _LONGEST_LIST
        if is_met and (is_long or value in (test, self._exactly(comparison))):
            return self.say("comparisons.choice_asked", {"fact": self.fact(fact), "test": value})
        read = {"value": value}
        here = self.say("comparisons.here" if comparison.read.is_known else "comparisons.here_unknown", read)
        values = {"fact": self.fact(fact), "test": test, "here": here}
        return self.say(f"comparisons.{kind}_{'met' if is_met else 'open'}", values)

    def comparisons(self, comparisons: Iterable[Finding]) -> str:
        """Return comparisons one after the other, each once."""
        return "; ".join(dict.fromkeys(map(self.comparison, comparisons)))

    def asked(self, comparison: Finding) -> str:
        """Return what a comparison asks for, without the fact: `under 3 cm`."""
        return self._test(comparison.fact, comparison.operator, comparison.constants)

    def test(self, test: Test) -> str:
        """Return what a rule asks of a fact: `Largest viable tumor is under 3 cm`."""
        asked = self._test(test.fact, test.operator, test.constants)
        return self.say(f"comparisons.{self._kind(test.fact)}_asked", {"fact": self.fact(test.fact), "test": asked})

    def open_fact(self, entry: OpenFact) -> str:
        """Return an open fact with the values that matter: `Platelets (if 1 to 49 10^9/L)`."""
        values = self.open_values(entry)
        if not values:
            return self.fact(entry.fact)
        return self.say("open_facts.with_values", {"fact": self.fact(entry.fact), "values": values})

    def open_values(self, entry: OpenFact) -> str:
        """Return the values of an open fact that matter; blank if every value does."""
        domain = self.knowledge.domains[entry.fact]
        if not isinstance(domain, NumberDomain):
            values = tuple(map(str, entry.values))
            return "" if set(values) == set(domain.values) else self.choices(entry.fact, values)
        intervals = _intervals(entry.values, domain)
        return "" if intervals == [(domain.low, domain.high)] else self._ranges(intervals, domain)

    def run(self, fact: str, run: Known) -> str:
        """Return a run of a number's values such as 0.3 to 5 as `at most 5 cm`, `at least 5 cm` or `3 to 5 cm`."""
        domain = self.knowledge.number(fact)
        ((low, high),) = intervals = _intervals((run,), domain)
        if low != high and low == domain.low:
            return self._test(fact, "<=", (domain.text(high),))
        if low != high and high == domain.high:
            return self._test(fact, ">=", (domain.text(low),))
        return self._ranges(intervals, domain)

    def or_state(self, stated: str, facts: Sequence[str]) -> str:
        """Return a score that would answer facts if the chart stated it, and those facts."""
        return self.say("open_facts.or_state", {"stated": self.fact(stated), "facts": self.facts(facts)})

    def source(self, source: SourceCited) -> str:
        """Return where in a source something stands, how far it was read and when."""
        if source.body == PROJECT:
            return self.say("project_choice")
        values = {"at": source.at, "read": self.say(f"read.{source.read}"), "checked": source.checked}
        return self.say("report.cited_at", values)

    def version(self, knowledge: RuleBaseVersion, program: str) -> str:
        """Return which rules and which program spoke, and that no clinician reviewed the rules."""
        values = {"version": knowledge.version, "hash": knowledge.hash, "checked": knowledge.checked}
        return self.say("version.line", {**values, "program": program, "reviewed": self.reviewed(knowledge)})

    def reviewed(self, knowledge: RuleBaseVersion) -> str:
        """Return whether a clinician reviewed the rules."""
        return self.say("version.reviewed" if knowledge.is_reviewed else "version.not_reviewed")

    def problem(self, problem: Problem) -> str:
        """Return what is wrong, with facts by what they are called here."""
        return self.words.problem_sentence(problem, self.fact(problem.subject))

    def _body(self, name: str) -> str:
        key = f"bodies.{name}"
        return self.say(key) if self.words.has(key, self.voice) else name

    def _exactly(self, comparison: Finding) -> str:
        """Return the one value a number is compared with; blank if the comparison leaves several."""
        if comparison.operator != "==" or self._kind(comparison.fact) == "choice":
            return ""
        return self.with_unit(comparison.fact, comparison.constants[0])

    def _test(self, fact: str, operator: str, constants: Sequence[str]) -> str:
        domain = self.knowledge.domains[fact]
        if isinstance(domain, NumberDomain):
            value, kind = self._with_unit(self.listed(constants, "either"), domain), "numbers"
        else:
            value, kind = self.choices(fact, constants), "choices"
        return self.say(f"comparisons.{kind}.{operator}", {"constant": value})

    def _kind(self, fact: str) -> str:
        domain = self.knowledge.domains[fact]
        return "number" if isinstance(domain, NumberDomain) else "choice"

    def _ranges(self, intervals: Sequence[Interval], domain: NumberDomain) -> str:
        """Return numbers and ranges with their unit; blank if there are none."""
        said = self.listed([self._range(low, high, domain) for low, high in intervals], "either")
        return self._with_unit(said, domain) if said else ""

    def _range(self, low: int, high: int, domain: NumberDomain) -> str:
        """Return a number or a range; what ends between two grid values is told by the grid values."""
        below, above = domain.text(low - 1), domain.text(high + 1)
        if low == high:
            return self.say("values.between", {"below": below, "above": above}) if low % 2 else domain.text(low)
        ends = {
            "low": self.say("values.more_than", {"below": below}) if low % 2 else domain.text(low),
            "high": self.say("values.under", {"above": above}) if high % 2 else domain.text(high),
        }
        return self.say("values.range", ends)

    def _with_unit(self, number: str, domain: Domain) -> str:
        unit = domain.unit if isinstance(domain, NumberDomain) else ""
        if not unit:
            return number
        values = {"value": number, "unit": unit}
        return self.say("values.with_percent" if unit == PERCENT else "values.with_unit", values)


def _intervals(spans: Iterable[Known], domain: NumberDomain) -> list[Interval]:
    """Return the intervals of a number's grid that are known or open, those of which nothing is known left out."""
    return [interval for span in spans if isinstance(interval := span.on(domain), tuple)]
