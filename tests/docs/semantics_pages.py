"""The chapters of tests/spec as pages of docs/semantics, so that what an answer means is told once.

    python -m tests.docs.semantics_pages

Prose stands in the chapters. A section shows its small rule base, then each case as a small table: what is known, and
what the program makes of it. A section about nothing but outcomes of rules becomes one truth table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.docs.shown_commands import ROOT
from tests.spec.chapters import (
    OTHERWISE,
    CaseExample,
    Chapter,
    DerivedExample,
    FitExample,
    FlipExample,
    OpenExample,
    OptionExample,
    ProductExample,
    RuleExample,
    Scalar,
    Section,
    Written,
    chapters,
)
from tests.spec.derived_texts import expected_text
from tests.spec.worked_examples import Table, tables

FOLDER = ROOT / "docs" / "semantics"
INDEX, WORKED = "index.md", "worked_examples.md"
NOTHING = "nothing"
WRITTEN_BY = "_Written by `make docs` from `tests/spec`; the tests run every case._"
COULD = {"close": "could close it", "caution": "could change a caution"}
Line = tuple[str, str]


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    read = list(chapters())
    found = {INDEX: _index(read), WORKED: _worked(tables())}
    return found | {f"{name}.md": _chapter(chapter) for name, chapter in read}


def _index(read: Sequence[tuple[str, Chapter]]) -> str:
    links = [f"- [{chapter.chapter}]({name}.md): {chapter.about}" for name, chapter in read]
    links.append(f"- [Worked examples]({WORKED}): formulas and stages of the built-in rules, one by one.")
    said = "What the program makes of what is known, told in small rule bases that are about nothing clinical."
    return _page("What an answer means", said, "\n".join(links))


def _worked(read: Iterable[Table]) -> str:
    parts = []
    for table in read:
        rows = [(each.title, _facts(each.patient) or NOTHING, _facts(each.derived)) for each in table.examples]
        parts += [f"## {table.chapter}", table.says, _table(("example", "known", "comes out"), rows)]
    said = (
        "Formulas and stages of the built-in rules. Several values are those that are still possible, and `unknown` "
        "says that nothing can be said. Where no diagnosis is given it is hepatocellular carcinoma."
    )
    return _page("Worked examples", said, *parts)


def _chapter(chapter: Chapter) -> str:
    parts = [part for section in chapter.sections for part in _section(section)]
    return _page(chapter.chapter, chapter.says, *parts)


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", WRITTEN_BY, *(part.strip() for part in parts if part))) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.title}"
    if section.says:
        yield section.says
    if not section.cases:
        return
    yield "\n".join(f"- {line}" for line in _rule_base(section))
    if all(_is_about_outcomes(case) for case in section.cases):
        yield _truth_table(section)
        return
    for case in section.cases:
        yield f"**{case.title[0].upper()}{case.title[1:]}**"
        first, *others = _case(case)
        yield _table(first, others)


def _rule_base(section: Section) -> Iterator[str]:
    yield f"facts: {'; '.join(f'`{name}` {_domain(written)}' for name, written in section.facts.items())}"
    yield from (f"`{name}` is {_definition(example)}" for name, example in section.derived.items())
    if len(section.options) > 1 or any(name != "option" for name in section.options):
        yield f"options: {', '.join(_option(name, products) for name, products in section.options.items())}"
    yield from map(_rule, section.rules)
    yield from (f"impossible: `{when}`" for when in section.impossible)
    yield from (f"outside the scope: `{when}`" for when in section.scope)


def _option(name: str, products: Sequence[str]) -> str:
    return f"`{name}` ({_names(products)})" if products else f"`{name}`"


def _domain(written: str | list[Scalar]) -> str:
    if isinstance(written, str):
        return written
    return ", ".join(f"{text[:-1]} (leaves it open)" if text.endswith("?") else text for text in map(str, written))


def _definition(example: DerivedExample) -> str:
    judgement = ", a judgement" if example.judgement else ""
    if example.when is not None:
        return f"yes if `{example.when}`, else no{judgement}"
    if example.sum is not None:
        return f"`{example.sum[0]}` plus `{example.sum[1]}`{judgement}"
    if example.points:
        return f"the points added up: {'; '.join(map(_first_that_holds, example.points))}{judgement}"
    return f"{_first_that_holds(example.first)}{judgement}"


def _first_that_holds(cases: Mapping[Scalar, str]) -> str:
    return ", ".join(f"{value} {when if when == OTHERWISE else f'if `{when}`'}" for value, when in cases.items())


def _rule(rule: RuleExample) -> str:
    name = f"`{rule.name}`: " if rule.name else ""
    about = f" for {_names(rule.products)}" if rule.products else ""
    when = f" if `{rule.when}`" if rule.when else " always"
    extras = [
        *(["says what could lift it"] if rule.until else []),
        *([f"cites {', '.join(rule.cites)}"] if rule.cites else []),
        *([f"between {' and '.join(rule.between)}"] if rule.between else []),
        *([f"with {_names(rule.partners)}"] if rule.partners else []),
    ]
    return f"{name}`{rule.effect}`{about}{when}" + (f" ({'; '.join(extras)})" if extras else "")


def _is_about_outcomes(case: CaseExample) -> bool:
    return case.model_fields_set <= {"title", "patient", "rules"}


def _truth_table(section: Section) -> str:
    rules = [rule.name or rule.effect for rule in section.rules]
    rows = [
        [case.title, *(_known(case.patient, fact) for fact in section.facts), *map(case.rules.__getitem__, rules)]
        for case in section.cases
    ]
    header = ("case", *(f"`{fact}`" for fact in section.facts), *(f"`{rule}`" for rule in rules))
    return _table(header, [[cell.replace("_", " ") for cell in row] for row in rows])


def _known(patient: Mapping[str, Written], fact: str) -> str:
    return _value(patient[fact]) if fact in patient else "unknown"


def _case(case: CaseExample) -> Iterator[Line]:
    yield "known", _facts(case.patient) or NOTHING
    if case.error is not None:
        for code, names in case.error.items():
            yield "refused", f"{code.replace('_', ' ')}: {_names(names)}"
        return
    if not case.inside:
        yield "outside the scope", "no option is shown"
        return
    if case.derived:
        yield "worked out", _facts(case.derived)
    if case.rules:
        yield "rules", ", ".join(f"`{name}` {outcome.replace('_', ' ')}" for name, outcome in case.rules.items())
    yield from _answer(case, "")
    if case.rough is not None:
        yield "status from outcomes alone", f"`{case.rough}`"
    for name, option in case.options.items():
        yield from _answer(option, f"`{name}`: ")
    for name, product in case.products.items():
        yield from _answer(product, f"`{name}`: ")
    yield from _told_of_all(case)


def _answer(answer: ProductExample, about: str) -> Iterator[Line]:
    given = answer.model_fields_set
    if answer.status is not None:
        yield f"{about}status", f"`{answer.status}`"
    if answer.why_not is not None:
        yield f"{about}why not", f"`{answer.why_not}`"
    if answer.may_change is not None:
        yield f"{about}may change", "yes" if answer.may_change else "no"
    for title, entries in (
        ("missing", answer.missing),
        ("still to check", answer.still_to_check),
        ("could strengthen", answer.could_strengthen),
    ):
        if entries is not None:
            yield f"{about}{title}", _entries(entries)
    if "fits_so_far" in given:
        yield f"{about}fits best so far", _fit(answer.fits_so_far)
    if isinstance(answer, OptionExample):
        if answer.no_longer_matters is not None:
            yield f"{about}no longer matters", _names(answer.no_longer_matters)
        if answer.flips is not None:
            yield f"{about}flips", "; ".join(map(_flip, answer.flips)) or NOTHING


def _entries(entries: Mapping[str, OpenExample | str | None] | Mapping[str, OpenExample | None] | list[str]) -> str:
    if isinstance(entries, list):
        return _names(entries)
    return "; ".join(f"`{fact}`{_entry(example)}" for fact, example in entries.items()) or NOTHING


def _entry(example: OpenExample | str | None) -> str:
    if example is None:
        return ""
    if isinstance(example, str):
        return f" ({COULD[example]})"
    parts = [
        *([COULD[example.could]] if example.could else []),
        *([f"if {' or '.join(map(_value, example.values))}"] if example.values is not None else []),
        *([f"or state {_names(example.or_state)}"] if example.or_state else []),
        *([f"rules {_names(example.rules)}"] if example.rules else []),
    ]
    return f" ({', '.join(parts)})"


def _fit(fit: FitExample | str | None) -> str:
    if not isinstance(fit, FitExample):
        return NOTHING
    return f"`{fit.rule}`: {_names(fit.fits)}; needs {_names(fit.needs)}"


def _flip(flip: FlipExample) -> str:
    changes = " and ".join(f"`{fact}` {' or '.join(map(_value, values))}" for fact, values in flip.changes.items())
    nearest = "".join(f", nearest {_value(value)}" for value in (flip.nearest or {}).values())
    return f"`{flip.to}` if {changes}{nearest}"


def _told_of_all(case: CaseExample) -> Iterator[Line]:
    for body, claims in (case.by_source or {}).items():
        yield f"{body} says", "; ".join(f"{says.replace('_', ' ')}: {_names(rules)}" for says, rules in claims.items())
    if case.partings is not None and not case.partings:
        yield "bodies part", NOTHING
    for rule, parting in (case.partings or {}).items():
        decided = f"decided by {_names(parting.decided_by)}"
        supporting = f" against {', '.join(parting.supporting)} ({_names(parting.rules)})" if parting.supporting else ""
        yield f"bodies part over `{rule}`", f"{', '.join(parting.bodies)}{supporting}; {decided}"
    if case.combinations is not None and not case.combinations:
        yield "combined", NOTHING
    for pair, notes in (case.combinations or {}).items():
        yield "combined", f"{pair}: {_names(notes)}"
    if case.need_not_ask is not None:
        yield "need not be asked", _names(case.need_not_ask)
    if case.ask_next is not None:
        yield "asked next", _names(case.ask_next)


def _facts(facts: Mapping[str, Written]) -> str:
    return ", ".join(f"`{name}` {_value(value)}" for name, value in facts.items())


def _value(value: Written) -> str:
    if isinstance(value, dict):
        return f"{value['min']} to {value['max']}"
    if isinstance(value, list):
        return " or ".join(map(_value, value))
    return "unknown" if value is None else expected_text(value)


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or NOTHING


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main(folder: Path = FOLDER) -> None:
    """Write every page, and remove those that no chapter makes any more."""
    made = pages()
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
