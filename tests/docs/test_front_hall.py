"""ARCHITECTURE, GLOSSARY, CONTRIBUTING and the other pages name only what is there, and every room."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
from pathlib import Path

import pytest

import screener
from screener.engine.derive import derive
from screener.knowledge import conditions
from screener.patient.patient import Patient
from screener.screening.knowledge_base import KnowledgeBase

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"[a-z_]+(?:\.[A-Za-z_]+)+")
# A path has a slash; `A/B` and addresses have one as well.
PATH = re.compile(r"[A-Za-z_.][\w.-]*/[\w./-]*")
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
RULES = ROOT / "rules" / "liver"
# Names that said something else than the glossary, or the same in another word. They do not come back.
RETIRED = {
    *("ValueRead", "ComparisonRead", "KnowledgeRead", "ScopeRead", "DerivedRead", "RuleBaseRead", "value_read"),
    *("Told", "Statement", "StatementDraft", "resolve_statements", "Deciding", "deciding_rules", "OpenRule", "Form"),
    *("nurse_door", "matters", "levels_that_matter", "tumors_said", "tumors_listed"),
}
RETIRED_FORMS = re.compile(r"_?idle(_\w+)?|\w+_idle|(?!is_|are_)\w+_told")
ROOMS = sorted(each.parent.name for each in ROOT.glob("screener/*/__init__.py"))


def code_in(page: Path) -> list[str]:
    return CODE.findall(FENCED.sub("", page.read_text(encoding="utf-8")))


def is_there(name: str) -> bool:
    """Whether a dotted name leads from a room or module of screener to a module or to something in it."""
    words = name.split(".")
    for end in range(len(words), 0, -1):
        module = ".".join(("screener", *words[:end]))
        if spec_of(module):
            found: object = importlib.import_module(module)
            for word in words[end:]:
                found = getattr(found, word, None)
            return found is not None
    return False


def spec_of(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def is_ours(name: str) -> bool:
    first = name.split(".")[0]
    return first in ROOMS or (ROOT / "screener" / f"{first}.py").is_file()


def test_the_architecture_names_every_room() -> None:
    named = set(code_in(ROOT / "ARCHITECTURE.md"))
    assert [room for room in ROOMS if f"screener/{room}" not in named] == []


def test_the_picture_shows_every_room() -> None:
    picture = FENCED.findall((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))[0]
    assert [room for room in ROOMS if not re.search(rf"\b{room}\b", picture)] == []


def test_the_architecture_has_the_order_of_imports_that_is_checked() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    order = CODE.findall(text[text.index("Imports go downwards") : text.index("| room |")])
    layers = re.search(r"layers = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.DOTALL)
    assert layers is not None
    checked = re.findall(r"\w+", layers[1].replace('"__main__",', ""))
    modules = [Path(name).stem for name in order if name not in ("lint-imports", "pyproject.toml")]
    assert modules == checked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_of_code_is_there(page: Path) -> None:
    names = [name for name in code_in(page) if DOTTED.fullmatch(name) and is_ours(name)]
    assert [name for name in names if not is_there(name)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_is_there(page: Path) -> None:
    paths = [path for path in code_in(page) if PATH.fullmatch(path)]
    # The page about rule files calls them by their place in a rule base.
    assert [path for path in paths if not any((base / path).exists() for base in (ROOT, RULES))] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_walk_of_a_patient_tells_the_numbers_that_are_read() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    kb = screener.load_knowledge()
    answers = screener.read_patient_file(ROOT / "examples" / "seed-nanoknife.yaml")
    assert f'`"{answers["largest_tumor_cm"]}"`' in text
    patient = Patient.read(answers, kb.knowledge)
    assert f"`{patient.asked['largest_tumor_cm']}`" in text
    assert f"`{Patient.read({'largest_tumor_cm': '2 to 3 cm'}, kb.knowledge).asked['largest_tumor_cm']}`" in text
    focused = kb.focused(patient.asked["diagnosis"])
    known = derive(focused.knowledge, patient.asked, patient.stated)
    assert f"size plus number is `{known['tumor_burden_sum']}`" in text
    assert len(known["bclc_stage"]) == 3
    cells = focused.compiled.cells[focused.compiled.level["largest_tumor_cm"]]
    assert "from {} to {},".format(*cells.span((cells.possible((48, 48)) or [0])[0])) in " ".join(text.split())
    bounds = [
        test.bound
        for test in conditions.tests_of(condition_of("nanoknife.seed", kb))
        if isinstance(test, conditions.NumberTest)
    ]
    assert bounds == [60]
    assert "bound `60`" in " ".join(text.split())


def condition_of(rule: str, kb: KnowledgeBase) -> conditions.Condition:
    return next(each.condition for each in kb.knowledge.rules_with_outcome if each.id == rule)


def test_a_name_that_is_gone_would_be_found() -> None:
    assert is_there("engine.referee.evaluate")
    assert is_there("knowledge.domains.NumberDomain.text")
    assert not is_there("engine.referee.evaluated")
    assert not is_there("engine.referees.evaluate")


def names_in(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.Name(id=name) | ast.arg(arg=name):
                found.add(name)
            case ast.Attribute(attr=name):
                found.add(name)
    return found


def test_retired_words_do_not_come_back() -> None:
    for path in [*ROOT.glob("screener/**/*.py"), *ROOT.glob("ui/*.py")]:
        names = names_in(path)
        assert sorted(names & RETIRED) == [], path
        assert sorted(filter(RETIRED_FORMS.fullmatch, names)) == [], path


def test_the_glossary_explains_each_word_once() -> None:
    rows = re.findall(r"^\| (\*\*.+?) \|", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.MULTILINE)
    words = [word for row in rows for word in re.findall(r"\*\*(.+?)\*\*", row)]
    assert len(words) >= 20
    assert sorted(words) == sorted(set(words))
