"""The pins in constraints.txt: exact, free of addresses, enough for what pyproject.toml asks."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parents[2]


def read_pins() -> list[str]:
    lines = (REPOSITORY / "constraints.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def read_requirements() -> list[Requirement]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    texts = project["dependencies"] + project["optional-dependencies"]["test"]
    return [Requirement(text) for text in texts]


def test_every_pin_is_a_name_and_one_exact_version() -> None:
    for line in read_pins():
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", line), line


def test_every_requirement_is_pinned_to_a_version_it_allows() -> None:
    pins = {canonicalize_name(name): version for name, version in map(split_pin, read_pins())}
    for requirement in read_requirements():
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)])


def split_pin(line: str) -> tuple[str, str]:
    name, _, version = line.partition("==")
    return name, version
