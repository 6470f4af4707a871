"""Finding and reading the files of a rule base."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from screener.problems import Place, Problem, nearest
from screener.yaml_text import RULES_LIMIT, Node, read_text, read_yaml

Kind = Literal["about", "facts", "impossible", "derived", "sources", "scope", "tensions", "option", "shared"]

VERSION = "VERSION"
# What no screening reads: it is left out of the hash, and read only where it is asked for.
CASES, EVIDENCE = "cases", "evidence.yaml"
ASIDE = (CASES, EVIDENCE, "es")
SINGLE_FILES: tuple[tuple[str, Kind], ...] = (
    ("about.yaml", "about"),
    ("facts/impossible.yaml", "impossible"),
    ("derived.yaml", "derived"),
    ("sources.yaml", "sources"),
    ("scope.yaml", "scope"),
)
OPTIONAL_FILES: tuple[tuple[str, Kind], ...] = (("tensions.yaml", "tensions"),)
FOLDERS: tuple[tuple[str, Kind], ...] = (
    ("facts", "facts"),
    ("options", "option"),
    ("shared", "shared"),
    ("diagnoses", "shared"),
)

_VERSION = re.compile(r"\d{4}\.\d{1,2}\.\d{1,4}")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of the rule base, read."""

    kind: Kind
    name: str
    root: Node


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """All files of a rule base.

    Attributes:
        files: in the order of their names, facts first.
        is_complete: every file could be read.
        version: the rule base's own version.
        hash: the first twelve hexadecimal digits of the SHA-256 of names and contents.
    """

    files: tuple[RuleFile, ...]
    is_complete: bool
    version: str
    hash: str

    def of(self, kind: Kind) -> tuple[RuleFile, ...]:
        """Return the files of one kind, in the order of their names."""
        return tuple(file for file in self.files if file.kind == kind)


def read_files(folder: Path, problems: list[Problem]) -> RuleFiles:
    """Return the files of a rule base; those that cannot be read are reported and left out."""
    names = _names(folder, problems)
    texts: dict[str, str] = {}
    files: list[RuleFile] = []
    for name, kind in names:
        text = _text(folder, name, problems)
        if text is None:
            continue
        texts[name] = text
        root, refusals = read_yaml(text, name)
        problems.extend(refusals)
        if root is not None:
            files.append(RuleFile(kind, name, root))
    version = _text(folder, VERSION, problems)
    texts[VERSION] = version or ""
    is_complete = len(files) == len(names)
    return RuleFiles(tuple(files), is_complete, _version(version, problems), _hash(texts))


def _names(folder: Path, problems: list[Problem]) -> tuple[tuple[str, Kind], ...]:
    names = dict(SINGLE_FILES)
    names.update((name, kind) for name, kind in OPTIONAL_FILES if (folder / name).exists())
    for inside, kind in FOLDERS:
        for path in sorted((folder / inside).glob("*.yaml")):
            names.setdefault(f"{inside}/{path.name}", kind)
    for path in sorted(folder.rglob("*.y*ml")):
        name = path.relative_to(folder).as_posix()
        if name not in names and name.split("/")[0] not in ASIDE:
            hint = nearest(name, tuple(names))
            problems.append(Problem("file_unexpected", name, Place(name, 1, 1), name, hint=hint))
    return tuple(names.items())


def _text(folder: Path, name: str, problems: list[Problem]) -> str | None:
    text, refusals = read_text(folder / name, RULES_LIMIT, name)
    problems.extend(refusals)
    return text


def _version(text: str | None, problems: list[Problem]) -> str:
    version = (text or "").strip()
    if text is not None and not _VERSION.fullmatch(version):
        place = Place(VERSION, 1, 1, version.split("\n")[0])
        problems.append(Problem("version_malformed", VERSION, place, version, ("2026.11.1",)))
    return version


def _hash(texts: dict[str, str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(texts):
        content = texts[name].encode()
        # The length keeps the end of one file apart from the start of the next.
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]
