"""How many rules of each effect speak about each option: for all tumors together, then tumor by tumor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.rules import EFFECTS, AnyRule
from screener.report.text import WIDTH, wrapped
from screener.wording.wording import Wording

_COLUMN = 6
_NAMES = WIDTH - 2 - _COLUMN * len(EFFECTS)


def effect_tables(wording: Wording) -> str:
    """Return the tables as plain text, one under the other; a rule for every tumor counts for each of them."""
    knowledge = wording.knowledge
    lines = list(wrapped(f"{wording.say('rules.per_option')}:"))
    for effect in EFFECTS:
        short = wording.say(f"rules.short.{effect}")
        lines += wrapped(f"{effect}: {wording.effect(effect)}", f"  {short:<{_COLUMN}} ")
    lines += _table(wording.say("rules.every_tumor"), knowledge.rules, wording)
    for tumor in knowledge.covered_diagnoses:
        own = [rule for rule in knowledge.rules if tumor in knowledge.diagnoses_of(rule)]
        lines += _table(f"{wording.choice(DIAGNOSIS, tumor)} ({tumor})", own, wording)
    return "\n".join(lines) + "\n"


def _table(title: str, rules: Iterable[AnyRule], wording: Wording) -> Iterator[str]:
    counts = Counter((option, rule.effect) for rule in rules for option in rule.options)
    yield ""
    yield from wrapped(f"{title}:")
    yield _line("", (wording.say(f"rules.short.{effect}") for effect in EFFECTS))
    for option in wording.knowledge.options:
        yield _line(option.id, (str(counts[option.id, effect] or "-") for effect in EFFECTS))


def _line(name: str, cells: Iterable[str]) -> str:
    return f"  {name:<{_NAMES}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)
