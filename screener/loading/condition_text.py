"""The text of a condition, read: a frozen condition in negation normal form, or everything that is wrong with it.

The language is a small part of Python's expressions, so Python's own parser takes the text apart.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from screener.knowledge.conditions import AllOf, AnyOf, ChoiceTest, Condition, NumberTest, compare, negate
from screener.knowledge.domains import NO, YES, ChoiceDomain, Domain, NumberDomain, decimal_of
from screener.loading.condition_slips import Slip, slips_in
from screener.problems import ConditionCode, nearest

MAXIMUM_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class ConditionProblem:
    """What is wrong with a condition's text, and where: line and column from 0 within the text."""

    code: ConditionCode
    line: int
    column: int
    subject: str = ""
    found: str = ""
    allowed: tuple[str, ...] = ()
    hint: str = ""


def parse_condition(text: str, domains: Mapping[str, Domain]) -> tuple[Condition | None, tuple[ConditionProblem, ...]]:
    """Return the condition a text stands for, or None and everything that is wrong with it.

    Args:
        text: one line, or the lines of a block; at most 1,000 characters.
        domains: the values of every fact the text may name.
    """
    if len(text) > MAXIMUM_LENGTH:
        found, allowed = f"{len(text)} characters", (f"at most {MAXIMUM_LENGTH} characters",)
        return None, (ConditionProblem("condition_too_long", 0, 0, found=found, allowed=allowed),)
    # Line ends become blanks, so that a block is one expression and every offset stays what it was.
    flat = text.replace("\n", " ")
    if "#" in flat:
        line, column = _line_and_column(text, flat.index("#"))
        return None, (ConditionProblem("condition_not_allowed", line, column, found="#", allowed=_LANGUAGE),)
    condition, problems = _parsed(text, flat, domains)
    # A slip says more than what the parser makes of it.
    slips = slips_in(text, domains) if problems else ()
    return condition, tuple(_slip_problem(text, slip) for slip in slips) or problems


def _parsed(
    text: str, flat: str, domains: Mapping[str, Domain]
) -> tuple[Condition | None, tuple[ConditionProblem, ...]]:
    margin = len(flat) - len(flat.lstrip())
    try:
        tree = ast.parse(flat.lstrip(), mode="eval")
    except SyntaxError as error:
        line, column = _line_and_column(text, max(0, margin + (error.offset or len(flat.lstrip())) - 1))
        return None, (ConditionProblem("condition_syntax", line, column, found=text.strip()),)
    except (ValueError, RecursionError, MemoryError):
        return None, (ConditionProblem("condition_syntax", 0, 0, found=text.strip()[:80]),)
    parser = _Parser(text, margin, domains)
    condition = parser.condition(tree.body)
    return (None if parser.problems else condition), tuple(parser.problems)


def _slip_problem(text: str, slip: Slip) -> ConditionProblem:
    found = " ".join(text[slip.start : slip.end].split())
    return ConditionProblem(
        slip.code, *_line_and_column(text, slip.start), slip.subject, found, slip.allowed, slip.hint
    )


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)


_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_LANGUAGE = ("fact names", "numbers", "choice values", "and", "or", "not", "< <= > >= == !=", "in [A, B]", "( )")


class _Parser:
    """Walks the syntax tree once and collects every problem on the way."""

    def __init__(self, text: str, margin: int, domains: Mapping[str, Domain]) -> None:
        self._text = text
        self._margin = margin
        self._source = text.replace("\n", " ").lstrip()
        self._domains = domains
        self.problems: list[ConditionProblem] = []

    def condition(self, node: ast.expr) -> Condition | None:
        match node:
            case ast.BoolOp(op, values):
                parts = tuple(part for part in map(self.condition, values) if part is not None)
                return AllOf(parts) if isinstance(op, ast.And) else AnyOf(parts)
            case ast.UnaryOp(ast.Not(), operand):
                inner = self.condition(operand)
                return None if inner is None else negate(inner)
            case ast.Compare(left, operators, comparators):
                return self._comparisons(node, left, operators, comparators)
            case ast.Name(name):
                return self._claim(node, name)
        return self._refuse("condition_not_allowed", node, allowed=_LANGUAGE)

    def _claim(self, node: ast.expr, name: str) -> Condition | None:
        domain = self._domain(node, name)
        if domain is None:
            return None
        if isinstance(domain, ChoiceDomain) and domain.is_yes_no:
            return ChoiceTest(name, "is", frozenset({YES}), frozenset({NO}), (YES,))
        return self._refuse("comparison_missing", node, subject=name, allowed=domain.allowed())

    def _comparisons(
        self, node: ast.expr, left: ast.expr, operators: list[ast.cmpop], comparators: list[ast.expr]
    ) -> Condition | None:
        operands = [left, *comparators]
        parts: list[Condition] = []
        for first, operator, second in zip(operands, operators, comparators, strict=False):
            part = self._comparison(node, first, operator, second)
            if part is None:
                return None
            parts.append(part)
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _comparison(self, node: ast.expr, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Condition | None:
        sign = _COMPARISONS.get(type(operator))
        if sign is None:
            return self._refuse("condition_not_allowed", node, allowed=_LANGUAGE)
        if sign in _MIRRORED and not self._is_fact(left) and self._is_fact(right):
            left, right, sign = right, left, _MIRRORED[sign]
        if not isinstance(left, ast.Name):
            return self._refuse("comparison_without_fact", node)
        domain = self._domain(left, left.id)
        if domain is None:
            return None
        if self._is_fact(right):
            return self._refuse("comparison_of_two_facts", node, subject=left.id)
        if isinstance(domain, ChoiceDomain) and domain.is_yes_no:
            return self._refuse("claim_compared", node, subject=left.id, hint=f"{left.id} / not {left.id}")
        constants = self._constants(right, sign, left.id, domain)
        if constants is None:
            return None
        if isinstance(domain, NumberDomain):
            return self._number(node, left.id, sign, constants, domain)
        return self._choice(node, left.id, sign, constants, domain)

    def _constants(
        self, node: ast.expr, sign: str, fact: str, domain: Domain
    ) -> tuple[tuple[ast.expr, str], ...] | None:
        if sign in ("in", "not in"):
            if not isinstance(node, ast.List) or not node.elts:
                self._refuse("list_expected", node, subject=fact, allowed=domain.allowed(), hint=self._as_list(node))
                return None
            nodes = node.elts
        else:
            nodes = [node]
        constants = []
        for item in nodes:
            as_written = self._as_written(item)
            if as_written is None:
                self._refuse("constant_expected", item, subject=fact, allowed=domain.allowed())
                return None
            constants.append((item, as_written))
        return tuple(constants)

    def _as_list(self, node: ast.expr) -> str:
        """Return how a list is written that has other brackets or none; nothing if it is none."""
        items = node.elts if isinstance(node, ast.Tuple | ast.Set) else [node]
        as_written = [each for each in map(self._as_written, items) if each is not None]
        return f"[{', '.join(as_written)}]" if as_written else ""

    def _as_written(self, node: ast.expr) -> str | None:
        match node:
            case ast.Name(name):
                return name
            case ast.Constant(value) if type(value) in (int, float):
                return self._segment(node)
            case ast.UnaryOp(ast.USub(), ast.Constant(value)) if type(value) in (int, float):
                return self._segment(node)
        return None

    def _number(
        self, node: ast.expr, fact: str, sign: str, constants: tuple[tuple[ast.expr, str], ...], domain: NumberDomain
    ) -> Condition | None:
        tests: list[Condition] = []
        for item, as_written in constants:
            bound = self._bound(item, fact, as_written, domain)
            if bound is None:
                return None
            operator = {"in": "==", "not in": "!="}.get(sign, sign)
            test = NumberTest(fact, operator, bound, (as_written,))
            ends = test.holds_for(domain.low), test.holds_for(domain.high)
            if operator not in ("==", "!=") and ends[0] == ends[1]:
                return self._refuse("comparison_decided", node, subject=fact, allowed=domain.allowed())
            tests.append(test)
        if len(tests) == 1:
            return tests[0]
        return AnyOf(tuple(tests)) if sign == "in" else AllOf(tuple(tests))

    def _bound(self, node: ast.expr, fact: str, as_written: str, domain: NumberDomain) -> int | None:
        value = decimal_of(as_written)
        if value is None:
            self._refuse("constant_expected", node, subject=fact, allowed=domain.allowed())
            return None
        halves = domain.halves(value)
        if halves is None:
            self._refuse("constant_off_grid", node, subject=fact, allowed=domain.allowed())
            return None
        if not domain.low <= halves <= domain.high:
            self._refuse("constant_out_of_range", node, subject=fact, allowed=domain.allowed())
            return None
        return halves

    def _choice(
        self, node: ast.expr, fact: str, sign: str, constants: tuple[tuple[ast.expr, str], ...], domain: ChoiceDomain
    ) -> Condition | None:
        for item, as_written in constants:
            if as_written not in domain.values:
                hint = nearest(as_written, domain.values)
                return self._refuse("value_unknown", item, subject=fact, allowed=domain.values, hint=hint)
        names = tuple(as_written for _, as_written in constants)
        everything = frozenset(domain.values)
        if sign in ("==", "in"):
            values = frozenset(names)
        elif sign in ("!=", "not in"):
            values = everything - frozenset(names)
        elif domain.ordered:
            values = frozenset(value for value in domain.values if compare(int(value), sign, int(names[0])))
        else:
            return self._refuse("choice_ordered", node, subject=fact, found=sign, allowed=("==", "!=", "in [A, B]"))
        if not values or values == everything:
            return self._refuse("comparison_decided", node, subject=fact, allowed=domain.values)
        return ChoiceTest(fact, sign, values, everything - values, names)

    def _is_fact(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name) and node.id in self._domains

    def _domain(self, node: ast.expr, name: str) -> Domain | None:
        domain = self._domains.get(name)
        if domain is None:
            self._refuse("fact_unknown", node, found=name, hint=nearest(name, tuple(self._domains)))
        return domain

    def _segment(self, node: ast.expr) -> str:
        # Columns of the syntax tree count UTF-8 bytes; readers count characters.
        return self._source.encode()[node.col_offset : node.end_col_offset].decode()

    def _refuse(
        self,
        code: ConditionCode,
        node: ast.expr,
        *,
        subject: str = "",
        found: str = "",
        allowed: tuple[str, ...] = (),
        hint: str = "",
    ) -> Condition | None:
        offset = len(self._source.encode()[: node.col_offset].decode())
        line, column = _line_and_column(self._text, self._margin + offset)
        self.problems.append(ConditionProblem(code, line, column, subject, found or self._segment(node), allowed, hint))
        return None
