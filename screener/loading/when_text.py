"""Reading the `when` texts of rule files: problems get their place in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from screener.knowledge.conditions import Condition, facts_of
from screener.knowledge.domains import Domain
from screener.loading.condition_text import ConditionProblem, parse_condition
from screener.loading.mapping_reader import MappingReader
from screener.problems import Place, nearest
from screener.yaml_text import ScalarNode

_NAME = re.compile(r"[A-Za-z_]\w*")


class WhenTexts:
    """Reads conditions over known facts and remembers which facts they read.

    Attributes:
        named: every fact's values; None for a fact whose own definition is broken.
        domains: the values of the others.
        read_facts: every fact that a condition so far names.
    """

    def __init__(self, named: Mapping[str, Domain | None]) -> None:
        """Take all facts that conditions may name."""
        self.named = named
        self.domains = {name: domain for name, domain in named.items() if domain is not None}
        self.read_facts: set[str] = set()

    def knows(self, word: ScalarNode, reader: MappingReader) -> bool:
        """Return whether a word names a fact, and report it if it does not."""
        is_known = word.text in self.named
        if word.text and not is_known:
            hint = nearest(word.text, tuple(self.domains))
            reader.refuse("fact_unknown", word.place, word.text, hint=hint)
        return is_known

    def read(self, when: ScalarNode, reader: MappingReader) -> Condition | None:
        """Return the condition a text stands for; None if it is blank or wrong."""
        if not when.text:
            return None
        if when.style == ">" or (when.style != "|" and when.last_line != when.line):
            allowed = ("one line", "a | block")
            reader.refuse("condition_folded", when.place, when.style, allowed)
        condition, problems = parse_condition(when.text.rstrip("\n"), self.domains)
        for problem in problems:
            # A fact that is itself broken has been reported where it is defined.
            if not (problem.code == "fact_unknown" and problem.found in self.named):
                reader.refuse(
                    problem.code,
                    _place(when, problem),
                    problem.found,
                    problem.allowed,
                    problem.hint,
                    (problem.subject,) if problem.subject else (),
                )
        # What a broken condition names or may have meant is not reported as read by nothing.
        read = _NAME.findall(when.text) if condition is None else facts_of(condition)
        self.read_facts.update(read)
        self.read_facts.update(problem.hint for problem in problems)
        return condition


def _place(when: ScalarNode, problem: ConditionProblem) -> Place:
    """Return where in the file a problem stands that was found within a text."""
    if when.style != "|":
        quote = len(when.style)
        return when.lines.place(when.line, when.column + quote + problem.column)
    line = when.line + 1 + problem.line
    in_text = when.text.split("\n")[problem.line]
    indent = len(when.lines.place(line, 1).excerpt) - len(in_text)
    return when.lines.place(line, indent + problem.column + 1)
