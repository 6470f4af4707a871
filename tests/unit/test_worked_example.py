"""The example that runs through the modules of diagrams, analysis and proof is what they make of it.

The rules and the patient are read from the words of `screener.diagrams`; what is worked out here must stand, line by
line, in the words of the module that explains it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from types import ModuleType

from screener import diagrams as room
from screener.analysis import flips, neighbors, open_facts, product_diagrams, settled
from screener.analysis.neighbors import Neighbors
from screener.analysis.product_diagrams import Group, ProductDiagrams
from screener.diagrams import cells, compiled, completions, diagrams, restriction
from screener.diagrams.cells import Cells
from screener.diagrams.compiled import AS_DEFINED, CompiledRules
from screener.diagrams.completions import Completions
from screener.diagrams.diagrams import FALSE, TRUE, Diagrams
from screener.diagrams.paths import holds
from screener.diagrams.restriction import Restriction
from screener.knowledge.domains import NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import EFFECTS, Effect
from screener.patient.patient import Patient
from screener.proof import axis
from screener.proof.boundaries import boundary_patients
from screener.proof.population import population_of
from screener.result.known import spans_of
from screener.result.option import OptionResult
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import examine, screen
from tests.bases.description import (
    AskedLine,
    ChoiceLine,
    DerivedLine,
    Description,
    NumberLine,
    OptionLine,
    RuleLine,
    SumLine,
    WhenLine,
    knowledge_of,
    rule_base,
)

OPTION = "option"
INDENT = "    "
COLUMN = 16


def words(module: ModuleType) -> str:
    assert module.__doc__
    return module.__doc__


def told(module: ModuleType) -> list[list[str]]:
    """Return the lines of the indented parts of a module's words, each as its name and the rest."""
    parts = words(module).split("\n\n")
    return [
        [line.strip() for line in part.strip("\n").splitlines()] for part in parts if part.lstrip("\n").startswith("  ")
    ]


def named(lines: Iterable[str]) -> dict[str, str]:
    return {name: rest.strip() for name, rest in (line.split(maxsplit=1) for line in lines)}


@cache
def example() -> Description:
    facts, derived, rules, _ = map(named, told(room))
    asked: list[AskedLine] = []
    for name, values in facts.items():
        if " to " in values:
            low, high = map(Decimal, values.split(" to "))
            asked.append(NumberLine(name, low, high, Decimal(1)))
        else:
            asked.append(ChoiceLine(name, tuple(values.split(", "))))
    effect: Mapping[str, Effect] = {each: each for each in EFFECTS}
    return Description(
        tuple(asked),
        tuple(WhenLine(name, when) for name, when in derived.items()),
        tuple(RuleLine(name, effect[name], when, (OPTION,), name == "against") for name, when in rules.items()),
        (OptionLine(OPTION, (OPTION,)),),
    )


def with_derived(*lines: DerivedLine) -> Description:
    return replace(example(), derived=lines)


@cache
def base() -> KnowledgeBase:
    return rule_base(example())


def patient(**more: object) -> dict[str, object]:
    *_, lines = told(room)
    return {**named(lines), **more}


def read(**more: object) -> Patient:
    return Patient.read(patient(**more), base().knowledge)


def result(**more: object) -> OptionResult:
    return screen(patient(**more), base()).options[OPTION]


def values(knowledge: Knowledge, name: str, each: Cells, chosen: Iterable[int]) -> str:
    return ", ".join(str(span) for span in spans_of(knowledge, name, each.runs(chosen, None)))


def drawn(knowledge: Knowledge, source: CompiledRules, node: int) -> list[str]:
    """Return a diagram as the words of the modules draw it."""
    if node in (TRUE, FALSE):
        return ["true" if node == TRUE else "false"]
    level = source.diagrams.level_of(node)
    ways: dict[int, list[int]] = {}
    for cell, child in enumerate(source.diagrams.children_of(node)):
        ways.setdefault(child, []).append(cell)
    lines = [source.names[level]]
    for child, chosen in ways.items():
        first, *rest = drawn(knowledge, source, child)
        lines.append(f"{INDENT}{values(knowledge, source.names[level], source.cells[level], chosen)}: {first}")
        lines += [INDENT + line for line in rest]
    return lines


def block(lines: Sequence[str]) -> str:
    return "\n".join(INDENT + line for line in lines)


def rule_drawn(description: Description, rule: str, stated: frozenset[str] = AS_DEFINED) -> str:
    knowledge = knowledge_of(description)
    source = CompiledRules(knowledge)
    return block(drawn(knowledge, source, source.rule(rule, stated)))


def test_a_rule_is_drawn_as_the_diagram_it_is() -> None:
    assert rule_drawn(example(), "supports") in words(diagrams)
    assert rule_drawn(example(), "supports") in words(compiled)


def test_a_derived_fact_vanishes_into_the_fact_behind_it() -> None:
    kb = base()
    assert block(drawn(kb.knowledge, kb.compiled, kb.compiled.values("small")["yes"])) in words(compiled)


def test_a_stated_judgement_is_asked_itself() -> None:
    (small,) = example().derived
    assert isinstance(small, WhenLine)
    judged = with_derived(replace(small, is_judgement=True))
    assert rule_drawn(judged, "supports", frozenset({"small"})) in words(compiled)


def halves(each: Cells, cell: int) -> str:
    domain = each.domain
    assert isinstance(domain, NumberDomain)
    first, last = each.span(cell)
    return ", ".join(domain.text(half) for half in range(first, last + 1))


def test_a_number_has_a_cell_between_all_constants_it_is_compared_with() -> None:
    size = base().compiled.cells[1]
    assert block([f"cell {cell}    {halves(size, cell)}" for cell in range(len(size))]) in words(cells)


def test_for_a_sum_a_number_is_cut_after_every_value_that_the_other_allows() -> None:
    both = replace(
        example(),
        facts=(NumberLine("count", Decimal(1), Decimal(2), Decimal(1)), *example().facts),
        derived=(SumLine("total", "count", "size"),),
        rules=(RuleLine("few", "supports", "total <= 4", (OPTION,)),),
    )
    assert "`count + size <= 4`, `count` from 1 to 2" in words(cells)
    knowledge = knowledge_of(both)
    source = CompiledRules(knowledge)
    size = source.cells[source.level["size"]]
    assert [values(knowledge, "size", size, [cell]) for cell in size.possible(None) or ()] == ["1", "2", "3", "4"]
    assert "a cut more, as after 1, does no harm" in words(cells)


def test_a_half_step_between_two_grades_is_drawn_as_two_cells() -> None:
    size = Cells(base().knowledge.number("size"), (2, 7, 7, 8))
    lines = []
    for cell, start in enumerate(size.starts):
        is_double = size.starts.count(start) > 1
        domain = base().knowledge.number("size")
        read_as = f", read as {domain.text(size.grid_start(cell))}" if is_double else ""
        lines.append(f"cell {cell}    {halves(size, cell)}{read_as}")
    assert block(lines) in words(cells)


def test_nothing_asks_what_is_known_any_more() -> None:
    kb, known = base(), read()
    found = Completions(kb.knowledge, kb.compiled, known.asked, known.stated)
    assert found.rule("against") == FALSE
    assert "the rule `against`\nis met nowhere" in words(completions)


def test_what_is_stated_leaves_fewer_completions() -> None:
    kb, known = base(), read(small=True)
    found = Completions(kb.knowledge, kb.compiled, known.asked, known.stated)
    assert "with `small` stated\nto be yes there are completions with size 1, 2 and 3 and none with size 4" in words(
        completions
    )
    level = found.level["size"]
    left = [cell for cell in range(3) if found.diagrams.meet(found.stated, found.diagrams.cells(level, [cell]))]
    assert [values(kb.knowledge, "size", kb.compiled.cells[level], [cell]) for cell in left] == ["1 to 2", "3"]


def test_cells_that_are_ruled_out_are_gone() -> None:
    kb, known = base(), read(size="3-4")
    found = Restriction(kb.compiled, known.asked)
    level = kb.compiled.level["size"]
    assert [found.cell_after(level, cell) for cell in range(3)] == [None, 0, 1]
    assert "with a size from 3 to 4,\ncells 1 and 2 of the size become cells 0 and 1" in words(restriction)


# --- What one patient's analysis makes of it ---


@cache
def analyzed() -> tuple[Completions, ProductDiagrams]:
    kb, known = base(), read()
    found = Completions(kb.knowledge, kb.compiled, known.asked, known.stated)
    rules = kb.knowledge.rules_by_product[OPTION]
    outcomes = found.firm_up(kb.engine.decide(known.asked))
    return found, product_diagrams.product_diagrams(found, rules, outcomes)


def so_far(made_by: Diagrams, group: Group, box: Mapping[int, int]) -> str:
    """Return how far a group lets the product come in one box of cells."""
    for name, node in (("plain", group.plain), ("flagged", group.flagged), ("indicated", group.indicated)):
        if holds(made_by, node, box):
            return name
    return "unindicated"


def table(rows: Mapping[str, Sequence[str]], heads: Sequence[str], width: int) -> str:
    first = INDENT + "".join(f"{text:{width}}" for text in ("", *heads))
    lines = [first, *(INDENT + "".join(f"{text:{width}}" for text in (name, *row)) for name, row in rows.items())]
    return "\n".join(line.rstrip() for line in lines)


SPREADS = ("none", "some")
SIZES = ("size 1 to 2", "size 3", "size 4")


def test_each_group_of_facts_lets_the_product_come_so_far() -> None:
    found, product = analyzed()
    core, other = product.groups
    spread, size, infection = (found.level[name] for name in ("spread", "size", "infection"))
    assert (set(core.levels), set(other.levels)) == ({spread, size}, {infection})
    rows = {
        f"spread {name}": [so_far(found.diagrams, core, {spread: row, size: cell}) for cell in range(len(SIZES))]
        for row, name in enumerate(SPREADS)
    }
    assert table(rows, SIZES, COLUMN) in words(product_diagrams)
    for cell, name in enumerate(("yes", "no")):
        line = f"{INDENT}infection {name:6}{so_far(found.diagrams, other, {infection: cell})}\n"
        assert line in words(product_diagrams)


def test_the_open_facts_are_those_that_part_a_pair() -> None:
    lists = result()
    for name, entries in (
        ("missing", lists.missing),
        ("still_to_check", lists.still_to_check),
        ("could_strengthen", lists.could_strengthen),
    ):
        assert entries is not None
        facts = ", ".join(entry.fact for entry in entries) or "nothing"
        assert f"{INDENT}{name:20}{facts}\n" in words(open_facts)
    assert lists.status == "cannot_tell"


def test_settled_facts_are_those_that_nothing_asks() -> None:
    assert result().no_longer_matters == ()
    assert result(spread="some").no_longer_matters == ("size", "infection")
    assert "with `spread` known to be some all others are settled" in words(settled)


def test_neighbors_have_the_statuses_in_the_table() -> None:
    kb, known = base(), read(spread="none", size=2)
    assert "`spread` is none, `size` is 2, `frail` is no, `infection` is\nunknown" in words(neighbors)
    space = Neighbors(kb.knowledge, kb.compiled, known.asked, known.stated)
    spread, size = (space.completions.level[name] for name in ("spread", "size"))
    option = kb.knowledge.options[0]
    rows = {
        f"spread {name}": [
            space.status(option, {**space.current, spread: row, size: cell}) for cell in range(len(SIZES))
        ]
        for row, name in enumerate(SPREADS)
    }
    assert space.status(option, space.current) == rows["spread none"][0]
    lines = [f"{INDENT}{'':16}{SIZES[0]:16}{SIZES[1]:24}{SIZES[2]}"]
    lines += [f"{INDENT}{name:16}{first:16}{second:24}{third}" for name, (first, second, third) in rows.items()]
    assert "\n".join(lines) in words(neighbors)


def test_flips_are_the_nearest_boxes_with_another_status() -> None:
    examination = examine(patient(spread="none", size=2), base())
    assert examination.screening.options[OPTION].status == "discuss"
    lines = []
    for flip in examination.flips()[OPTION]:
        (change,) = flip.changes
        lines.append(f"{change.fact} {change.nearest}".ljust(15) + flip.status)
    assert block(lines) in words(flips)


# --- What can be shown about its rules ---


def test_a_rule_turns_where_one_slice_differs_from_the_next() -> None:
    everybody = population_of(base().knowledge)
    knowledge = base().knowledge
    level = everybody.level["size"]
    lines = []
    for cell in everybody.cells(level):
        node = everybody.diagrams.given(everybody.rule("supports"), level, cell)
        who = "nobody" if node == FALSE else "spread none"
        assert node in (FALSE, everybody.having("spread", "none"))
        first, *_, last = (*everybody.values(level, cell), everybody.values(level, cell)[-1])
        span = " to ".join(dict.fromkeys(map(knowledge.number("size").text, (first, last))))
        lines.append(f"{span:10}{who}")
    assert block(lines) in words(axis)


def test_the_patients_of_a_boundary_have_one_context() -> None:
    lines = [
        f"{', '.join(f'{fact} {value}' for fact, value in each.facts.items())}    {each.outcome}"
        for each in boundary_patients(base(), "supports")
    ]
    assert block(lines) in words(axis)
