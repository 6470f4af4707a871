"""Tables of the keys of rule files, in pages that ask for them; made from what the schemas are made from.

    python -m tests.docs.key_tables docs/writing-rules.md

A page asks with a comment, `<!-- keys: rule -->`, and everything up to `<!-- end of keys -->` is written again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from screener.loading.file_shapes import FILE_SHAPES
from screener.loading.shape import TEXT, Day, Facts, Flag, Key, ListOf, Number, Pairs, Shape, Takes, When, Whole, Word
from screener.manual.file_schema import inner_shapes
from screener.wording.catalogue import load_rule_file_words

_ASKED = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end of keys -->)", re.DOTALL)


def shapes() -> dict[str, Shape]:
    """Return every shape of every rule file by its name."""
    return {shape.name: shape for root in FILE_SHAPES.values() for shape in (root, *inner_shapes(root))}


def refreshed(page: str) -> str:
    """Return a page with the tables it asks for as they are now."""
    known = shapes()
    return _ASKED.sub(lambda asked: f"{asked[1]}{_table(known[asked[2]])}\n{asked[3]}", page)


def shapes_asked_for(page: str) -> list[str]:
    """Return the names of the shapes whose tables a page asks for."""
    return [name for _, name, _ in _ASKED.findall(page)]


def _table(shape: Shape) -> str:
    words = load_rule_file_words("en")
    rows = (
        (f"`{key.name}`", _takes(key.takes), _needed(shape, key), words.text(f"{shape.name}.keys.{key.name}"))
        for key in shape.keys
    )
    lines = (("key", "takes", "needed", "what it means"), ("---",) * 4, *rows)
    title = f"*{_name(shape)}*: {words.text(f'{shape.name}.means')}"
    return "\n".join((title, "", *(f"| {' | '.join(cells)} |" for cells in lines), *_one_of(shape)))


def _name(shape: Shape) -> str:
    return shape.name.replace("_", " ")


def _one_of(shape: Shape) -> Iterator[str]:
    if shape.one_of is not None:
        keys = _either([f"`{key}`" for key in shape.one_of.keys])
        unless = f", unless there is `{_either(shape.one_of.unless.texts())}`" if shape.one_of.unless else ""
        yield ""
        yield f"{'At least one' if shape.one_of.or_more else 'Exactly one'} of {keys} is there{unless}."


def _takes(takes: Takes) -> str:
    match takes:
        case Word():
            return _word(takes)
        case Number(above):
            return "number" if above is None else f"number above {above}"
        case Whole(low, high):
            return f"whole number from {low} to {high}"
        case Flag():
            return "`true` or `false`"
        case Day():
            return "day, such as 2026-11-23"
        case Facts():
            return "facts, as in a patient file"
        case ListOf(item, at_least):
            return f"list of {_takes(item)}" + (f", at least {at_least}" if at_least > 1 else "")
        case Pairs():
            return "names, each with a text"
    return "both voices" if takes is TEXT else f"*{_name(takes)}*"


def _word(word: Word) -> str:
    if word.values:
        return _either([f"`{value}`" for value in word.values])
    if word.pattern is not None:
        return f"text: {', '.join(word.pattern.allowed)}"
    return "text, may be empty" if word.may_be_empty else "text"


def _needed(shape: Shape, key: Key) -> str:
    if key.only is not None:
        return f"{'only' if key.must else 'optional, only'} {_when(shape, key.only)}"
    if isinstance(key.must, When):
        return f"{_when(shape, key.must)}"
    return "always" if key.must else "optional"


def _when(shape: Shape, when: When) -> str:
    takes = shape[when.key].takes
    others = tuple(value for value in takes.values if value not in when.values) if isinstance(takes, Word) else ()
    if when.values and 0 < len(others) < len(when.values):
        return f"unless {_either([f'`{text}`' for text in When(when.key, others).texts()])}"
    if not when.is_there:
        return f"without `{when.key}`"
    return f"with {_either([f'`{text}`' for text in when.texts()])}"


def _either(texts: Sequence[str]) -> str:
    *first, last = texts
    return f"{', '.join(first)} or {last}" if first else last


def main(names: Sequence[str]) -> None:
    """Refresh pages where they lie."""
    for path in map(Path, names):
        path.write_text(refreshed(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
