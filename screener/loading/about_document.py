"""Reading `about.yaml`: what the rules are about, and the groups of options that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from screener.knowledge.about import About, Group
from screener.knowledge.texts import Text
from screener.loading.file_shapes import ABOUT_FILE
from screener.loading.mapping_reader import MappingReader, duplicates
from screener.loading.rule_document import OptionDraft
from screener.problems import Problem
from screener.yaml_text import Node, ScalarNode


@dataclass(frozen=True, slots=True)
class AboutDocument:
    """What the file says, and the words that name its groups."""

    about: About
    groups: tuple[ScalarNode, ...]
    subgroups: tuple[ScalarNode, ...]


def read_about(root: Node, problems: list[Problem]) -> AboutDocument:
    """Return what the file says."""
    reader = MappingReader(root, ABOUT_FILE, problems)
    items = reader.readers("groups")
    groups, subgroups = tuple(item.word("id") for item in items), reader.words("subgroups")
    about = About(
        id=reader.word("id").text,
        title=reader.texts("title"),
        when_to_call=reader.texts("when_to_call"),
        outside=reader.texts("outside"),
        groups=tuple(Group(word.text, item.texts("name")) for word, item in zip(groups, items, strict=True)),
        subgroups=tuple(word.text for word in subgroups),
        also_on_the_table=tuple(_spoken(item) for item in reader.readers("also_on_the_table")),
    )
    return AboutDocument(about, groups, subgroups)


def check_groups(document: AboutDocument, options: tuple[OptionDraft, ...]) -> Iterator[Problem]:
    """Report options whose groups do not exist, and yield groups that stand twice or that no option is in."""
    named = (*document.groups, *document.subgroups)
    yield from duplicates(named)
    shown, known = (tuple(word.text for word in words) for words in (document.groups, named))
    for option in options:
        group = option.reader.known(option.group, shown)
        groups = tuple(option.reader.known(word, known) for word in option.groups)
        if group and groups and group not in groups:
            option.reader.refuse("value_missing", option.reader.place("groups"), ", ".join(groups), (group,))
    used = {word.text for option in options for word in (option.group, *option.groups)}
    # An option in a group that does not exist may well be meant for one that looks unused.
    for word in named if used <= set(known) else ():
        if word.text and word.text not in used:
            yield Problem("group_unused", word.text, word.place, word.text)


def _spoken(reader: MappingReader) -> Text:
    return Text(reader.voice("clinician"), reader.voice("patient"))
