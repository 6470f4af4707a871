"""One sentence for every option: its status, the facts on which it hangs with their values, and the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from screener.analysis.deciding import decision_of
from screener.knowledge.domains import ChoiceDomain, NumberDomain
from screener.knowledge.texts import Voice
from screener.result.decision import Concern, Decision
from screener.result.option import OptionResult
from screener.result.reason import Finding, SourceCited
from screener.wording.checks import fold
from screener.wording.wording import Wording

MOST_WORDS = 30

_MOST_LISTED = 2
_INEQUALITIES = ("<", "<=", ">", ">=")
_BRACKETED = re.compile(r"\[[^\]]*\]")
# What a name says more than is needed to know the fact: `Child-Pugh class (how well the liver works)`.
_GLOSS = re.compile(r" \([^)]*\)$|, \d.*$")


@dataclass(frozen=True, slots=True)
class Explained:
    """An option's status in one sentence, to clinicians and to patients, and what the sentence rests on."""

    clinician: str
    patient: str
    decision: Decision


def explain(option: OptionResult, wording: Wording) -> Explained:
    """Return an option's status in one sentence for both voices; the voice of the words given does not matter."""
    decision = decision_of(option, wording.knowledge)
    voices: tuple[Voice, Voice] = ("clinician", "patient")
    clinician, patient = (sentence(option, decision, replace(wording, voice=voice)) for voice in voices)
    return Explained(clinician, patient, decision)


def sentence(option: OptionResult, decision: Decision, wording: Wording) -> str:
    """Return an option's status in one sentence; where it would be long, with shorter names and fewer missing facts.

    Args:
        option: the option's answer.
        decision: what decides it.
        wording: the words.
    """
    said = ""
    for detail in _DETAILS:
        said = _Sentence(option, decision, wording, detail).text()
        if len(_BRACKETED.sub("", said).split()) <= MOST_WORDS:
            break
    return said


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much a sentence says.

    Attributes:
        missing: how many missing facts it names.
        has_glosses: whether it explains names.
        has_limits: whether it tells the limits that fitting facts keep; limits that are passed are always told.
    """

    missing: int
    has_glosses: bool
    has_limits: bool


_DETAILS = (
    _Detail(3, True, True),
    _Detail(3, False, True),
    _Detail(2, False, True),
    _Detail(1, False, True),
    _Detail(2, False, False),
    _Detail(1, False, False),
)


class _Sentence:
    """Writes a sentence in one detail."""

    def __init__(self, option: OptionResult, decision: Decision, wording: Wording, detail: _Detail) -> None:
        self._option = option
        self._decision = decision
        self._wording = wording
        self._detail = detail

    def text(self) -> str:
        """Return the whole sentence."""
        decision = self._decision
        about = "all" if decision.is_for_all else "some"
        values = {
            "about": self._wording.say(f"sentence.about.{about}"),
            "criteria": self._wording.say(f"sentence.criteria.{about}"),
            "facts": self._facts(),
            "keys": _keys(source for rule in decision.rules for source in rule.sources),
            "missing": self._missing(),
            "concern": self._concern(decision.concern) if decision.concern else "",
        }
        return self._wording.say(self._key(), values)

    def _key(self) -> str:
        decision, status = self._decision, self._option.status
        if status == "not_flagged" and decision.ground == "met":
            return f"sentence.not_flagged.{decision.rules[0].effect}"
        has_facts = any(rule.comparisons for rule in decision.rules) or decision.shared
        return f"sentence.{status}.{decision.ground}" if has_facts else f"sentence.{status}.{decision.ground}_open"

    def _facts(self) -> str:
        decision = self._decision
        named = [each for rule in decision.rules for each in rule.comparisons] or list(decision.shared)
        if decision.ground == "closest":
            return self._wording.listed([self._difference(each) for each in named], "both")
        has_limits = self._detail.has_limits or self._option.status == "not_flagged"
        return self._wording.listed([self._fact(each, has_limits) for each in named], "both")

    def _concern(self, concern: Concern) -> str:
        decided = concern.decided_by
        if decided is None:
            return self._wording.say(f"sentence.concern.{concern.kind}_open")
        facts = [self._fact(each, True) for each in decided.comparisons]
        values = {"facts": self._wording.listed(facts, "both"), "keys": _keys(decided.sources)}
        return self._wording.say(f"sentence.concern.{concern.kind}", values)

    def _missing(self) -> str:
        product = self._option.products[self._decision.product]
        names = [self._name(check.name) for check in fold(product.missing or ())]
        rest = len(names) - self._detail.missing
        if rest > 0:
            more = self._wording.say("sentence.more", {"count": str(rest)})
            names = [*names[: self._detail.missing], more]
        return self._wording.listed(names, "both")

    def _fact(self, comparison: Finding, has_limit: bool) -> str:
        """Return a fact with its value, and with the limit it keeps or passes if that is to be told."""
        values = self._values(comparison)
        if self._is_claim(comparison):
            return self._wording.say("sentence.claim", values)
        is_within = has_limit and comparison.operator in _INEQUALITIES
        return self._wording.say("sentence.within" if is_within else "sentence.value", values)

    def _difference(self, comparison: Finding) -> str:
        """Return a fact with its value, and what it would have to be."""
        kind = "claim" if self._is_claim(comparison) else "value"
        return self._wording.say(f"sentence.differs.{kind}", self._values(comparison))

    def _values(self, comparison: Finding) -> dict[str, str]:
        fact, read = comparison.fact, comparison.read
        if isinstance(self._wording.knowledge.domains[fact], NumberDomain):
            value, test = self._wording.value(fact, read), self._wording.asked(comparison)
        else:
            value = self._choice(fact, read.values)
            constant = self._choices(fact, comparison.constants)
            test = self._wording.say(f"comparisons.choices.{comparison.operator}", {"constant": constant})
        return {"fact": self._name(fact), "value": value, "test": test}

    def _choice(self, fact: str, values: tuple[str, ...]) -> str:
        """Return the values a choice may still have; many neighbors of an ordered one as a range."""
        domain = self._wording.knowledge.choice(fact)
        if len(values) > _MOST_LISTED and domain.are_neighbors(values):
            return self._wording.say("values.range", {"low": values[0], "high": values[-1]})
        return self._choices(fact, values)

    def _choices(self, fact: str, values: Sequence[str]) -> str:
        return self._wording.listed([_inside(self._wording.choice(fact, value)) for value in values], "either")

    def _name(self, fact: str) -> str:
        name = _inside(self._wording.fact(fact))
        return name if self._detail.has_glosses else _GLOSS.sub("", name)

    def _is_claim(self, comparison: Finding) -> bool:
        domain = self._wording.knowledge.domains[comparison.fact]
        return isinstance(domain, ChoiceDomain) and domain.is_yes_no


def _keys(sources: Iterable[SourceCited]) -> str:
    """Return the keys of sources as they stand behind what they say: `[UEG24, N-23]`."""
    return f"[{', '.join(dict.fromkeys(source.key for source in sources))}]"


def _inside(text: str) -> str:
    """Return a name as it stands inside a sentence; one such as INR or Child-Pugh keeps its capitals."""
    first, _, rest = text.partition(" ")
    is_plain = first[1:].islower() if first[1:] else bool(rest)
    return f"{first.lower()} {rest}".strip() if is_plain else text
