"""Which premises are in force, and which agree: from the texts of a description, with an evaluator of its own.

Texts are read by Python itself. A test of one fact is tried with every value that the fact may have. What is certain
and what is possible of a whole condition follows from its tests alone.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from tests.bases.description import Description, PremiseLine
from tests.generative.oracle import as_value, constants_of
from tests.generative.pairs import Value, World

Known = Mapping[str, frozenset[Value]]
# What silence says least surely comes first: it is taken back first.
TIERS = ("known", "history", "referral", "report", "headline", "exception")


class Silence:
    """Answers about silence for one description.

    Attributes:
        premises: every premise by its id, in the order of the description.
    """

    def __init__(self, description: Description) -> None:
        """Name the premises: by fact and number, as a rule base does."""
        self._description = description
        self._constants = constants_of(description)
        self._derived = {line.name for line in description.derived}
        self.premises = {f"{line.fact}.{number}": line for number, line in enumerate(description.premises, 1)}

    def in_force(self, stated: Collection[str], known: Known) -> list[str]:
        """Return the premises in force: of each silent fact the first one whose conditions hold."""
        facts: dict[str, str] = {}
        for name, line in self.premises.items():
            if line.fact not in stated and line.fact not in facts and self._holds(line, stated, known):
                facts[line.fact] = name
        return list(facts.values())

    def surest_first(self, names: Sequence[str]) -> list[str]:
        """Return premises by how surely silence says so, and as they are written where it is the same."""
        return sorted(names, key=lambda name: (-TIERS.index(self.premises[name].tier), names.index(name)))

    def agree(self, world: World, names: Collection[str]) -> bool:
        """Return whether premises are true in a completion."""
        return all(world.values[self.premises[name].fact] in self.values(self.premises[name], world) for name in names)

    def values(self, line: PremiseLine, world: World) -> set[Value]:
        """Return the values that a premise allows, in the kind of the completion's own."""
        is_number = isinstance(world.values[line.fact], float)
        return {as_value(text, is_number=is_number) for text in line.values}

    def is_impossible(self, known: Known) -> bool:
        """Return whether a combination that cannot be is certain."""
        return any(self._truths(_read(when), known) == {True} for when in self._description.impossible)

    def _holds(self, line: PremiseLine, stated: Collection[str], known: Known) -> bool:
        is_described = any(name in stated for name in self._description.described_by)
        diagnoses = known.get("diagnosis", frozenset({None}))
        demands = (
            is_described or line.is_for_undescribed,
            not line.diagnoses or all(each in line.diagnoses for each in diagnoses),
            not line.stated or any(name in stated for name in line.stated),
            all(name not in stated for name in line.unless_stated),
            not line.when or self._truths(_read(line.when), known) == {True},
            not line.unless or not self._may_be(_read(line.unless), True, stated, known),
            self._is_undecided(line, known),
        )
        return all(demands)

    def _is_undecided(self, line: PremiseLine, known: Known) -> bool:
        """Return whether what is stated tells neither that a premise is true nor that it is not."""
        if line.fact not in self._derived or line.fact not in known:
            return True
        allowed = {as_value(text, is_number=False) for text in line.values}
        return {each in allowed for each in known[line.fact]} == {True, False}

    def _truths(self, node: ast.expr, known: Known) -> set[bool]:
        """Return what a condition may be, every test of it taken by itself."""
        match node:
            case ast.UnaryOp(operand=operand):
                return {not truth for truth in self._truths(operand, known)}
            case ast.BoolOp(op=word, values=parts):
                by_part = [self._truths(part, known) for part in parts]
                combine = all if isinstance(word, ast.And) else any
                best, worst = combine(True in each for each in by_part), combine(False not in each for each in by_part)
                return {best, worst}
        return set(self._tested(node, known))

    def _may_be(self, node: ast.expr, wanted: bool, stated: Collection[str], known: Known) -> bool:
        match node:
            case ast.UnaryOp(operand=operand):
                return self._may_be(operand, not wanted, stated, known)
            case ast.BoolOp(op=word, values=parts):
                combine = all if isinstance(word, ast.And) == wanted else any
                return combine(self._may_be(part, wanted, stated, known) for part in parts)
        name = _fact(node)
        return name in stated and name in known and wanted in self._tested(node, known)

    def _tested(self, node: ast.expr, known: Known) -> Iterator[bool]:
        """Yield what a test of one fact says for each value that the fact may have; both if it may have any."""
        name = _fact(node)
        if name not in known:
            yield from (True, False)
            return
        code = compile(ast.Expression(node), "test", "eval")
        for value in known[name]:
            yield bool(eval(code, {"__builtins__": {}, **self._constants}, {name: value}))


def _read(when: str) -> ast.expr:
    return ast.parse(when, mode="eval").body


def _fact(node: ast.expr) -> str:
    name = node.left if isinstance(node, ast.Compare) else node
    assert isinstance(name, ast.Name)
    return name.id
