"""The catalogue: every word around the clinical sentences, for the command line, reports and screens.

Texts are found by dotted keys (`report.facts`); a text with two voices has a key for each (`report.facts.patient`).
Clinical sentences stand in the rules and come with the results.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from screener.knowledge.texts import Voice
from screener.problems import Problem
from screener.yaml_text import RULES_LIMIT, ListNode, Node, ScalarNode, read_text, read_yaml

LANGUAGES = ("en",)
_CATALOGUE = Path(__file__).parent / "words"
_FILES = ("{language}.yaml", "{language}_screens.yaml")
_RULE_FILES = "{language}_rule_files.yaml"
_NOTHING: Mapping[str, str] = MappingProxyType({})


class CatalogueError(LookupError):
    """The catalogue cannot be read, or lacks a text or a value that a text needs."""


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of one language.

    Attributes:
        language: its code.
        texts: every text by its dotted key.
    """

    language: str
    texts: Mapping[str, str]

    def text(self, key: str, values: Mapping[str, str] = _NOTHING) -> str:
        """Return a text with values put in their places.

        Args:
            key: the text's dotted key.
            values: what to put for each name in braces.

        Raises:
            CatalogueError: there is no such text, or it needs a value that was not given.
        """
        template = self.texts.get(key)
        if template is None:
            raise CatalogueError(f"the catalogue {self.language!r} has no text {key!r}")
        try:
            return template.format_map(values)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise CatalogueError(f"the text {key!r} of the catalogue {self.language!r} needs {error}") from error

    def names_below(self, key: str) -> tuple[str, ...]:
        """Return the names right below a key, in the order written: `bodies` has `cohort`, `guideline` and so on."""
        parts = (text.removeprefix(f"{key}.") for text in self.texts if text.startswith(f"{key}."))
        return tuple(dict.fromkeys(part.split(".")[0] for part in parts))

    def say(self, key: str, voice: Voice, values: Mapping[str, str] = _NOTHING) -> str:
        """Return a text in one of the two voices; one without voices says the same to both."""
        voiced = f"{key}.{voice}"
        return self.text(voiced if voiced in self.texts else key, values)

    def counted(self, key: str, count: int, voice: Voice, values: Mapping[str, str] = _NOTHING) -> str:
        """Return what is said of a number of things: the text for `none`, for `one` or for `many` below a key.

        Where there is no text for none, the one for many says it: "0 problems".

        Args:
            key: the key above the texts.
            count: how many things there are; `{count}` in the texts.
            voice: whom it speaks to.
            values: what to put for each other name in braces.
        """
        number = {0: "none", 1: "one"}.get(count, "many")
        if not self.has(f"{key}.{number}", voice):
            number = "many"
        return self.say(f"{key}.{number}", voice, {**values, "count": str(count)})

    def has(self, key: str, voice: Voice) -> bool:
        """Return whether there is a text for a voice."""
        return key in self.texts or f"{key}.{voice}" in self.texts

    def problem_sentence(self, problem: Problem, subject: str = "") -> str:
        """Return what is wrong, what was found and what to write instead.

        Args:
            problem: what is wrong.
            subject: what to call the fact or rule it is about; its name if left out.
        """
        values = {
            "subject": subject or problem.subject,
            "found": problem.found or self.text("values.nothing"),
            "allowed": ", ".join(problem.allowed),
            "related": ", ".join(problem.related),
            "hint": problem.hint,
        }
        sentence = self.text(f"problems.{problem.code}", values)
        if not problem.hint:
            return sentence
        own = f"hints.{problem.code}"
        return f"{sentence} {self.text(own if own in self.texts else 'hints.otherwise', values)}"


@cache
def load(language: str) -> Catalogue:
    """Return the catalogue of a language; it is read once.

    Raises:
        CatalogueError: there is no such catalogue, or it cannot be read.
    """
    if language not in LANGUAGES:
        raise CatalogueError(f"there is no catalogue {language!r}; there are: {', '.join(LANGUAGES)}")
    texts: dict[str, str] = {}
    for pattern in _FILES:
        texts.update(read_catalogue(_CATALOGUE / pattern.format(language=language)))
    return Catalogue(language, MappingProxyType(texts))


def load_rule_file_words(language: str) -> Catalogue:
    """Return the texts that explain the keys of rule files; no screening needs them.

    Raises:
        CatalogueError: they cannot be read.
    """
    return Catalogue(language, read_catalogue(_CATALOGUE / _RULE_FILES.format(language=language)))


def read_catalogue(path: Path) -> dict[str, str]:
    """Return the texts of one catalogue file by dotted key.

    Raises:
        CatalogueError: the file cannot be read; every reason at once.
    """
    text, problems = read_text(path, RULES_LIMIT)
    root: Node | None = None
    if text is not None:
        root, problems = read_yaml(text, str(path))
    if root is None:
        raise CatalogueError("\n".join(map(str, problems)))
    return dict(_flat(root, ""))


def problem_sentence(problem: Problem, language: str = "en") -> str:
    """Return what is wrong, what was found and what to write instead."""
    return load(language).problem_sentence(problem)


def _flat(node: Node, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ListNode):
        raise CatalogueError(f"{node.place}: the catalogue holds no lists")
    if isinstance(node, ScalarNode):
        yield key, node.text
        return
    for entry in node.entries:
        yield from _flat(entry.value, f"{key}.{entry.key.text}" if key else entry.key.text)
