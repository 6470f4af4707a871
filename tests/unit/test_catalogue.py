"""The catalogue: complete, used, plainly worded, and never silent about a gap."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from screener.problems import PROBLEM_CODES, Problem
from screener.wording import catalogue
from screener.wording.catalogue import Catalogue, CatalogueError, load, problem_sentence, read_catalogue

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "screener" / "wording" / "words" / "en.yaml"
PLACEHOLDERS = {"subject", "found", "allowed", "hint", "related"}
NEVER = (
    *("eligible", "candidate", "recommended", "best", "contraindicated", "score", "percent of", "lesion"),
    *("should have", "invalid", "illegal"),
)


@cache
def modules() -> tuple[ast.Module, ...]:
    paths = sorted([*(ROOT / "screener").rglob("*.py"), *(ROOT / "ui").glob("*.py")])
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def constants() -> set[str]:
    """Every text in the code, and every fixed part of its f-strings."""
    nodes = (node for module in modules() for node in ast.walk(module))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def codes_used() -> set[str]:
    """The code of every problem that some module can raise."""
    return {code for module in modules() for code in codes_in(module)}


def codes_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            first = node.args[0] if node.args else None
            takes_code = name in ("Problem", "ConditionProblem", "Slip", "Pattern", "OneOf") or re.fullmatch(
                r"_?refuse", name
            )
            if takes_code and first is not None:
                yield from (str(part.value) for part in ast.walk(first) if isinstance(part, ast.Constant))


def patterns_in_code() -> re.Pattern[str]:
    """F-strings that build keys, as one pattern: `statuses.{status}` stands for every status."""
    patterns = []
    for node in (node for module in modules() for node in ast.walk(module)):
        if isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[^.]+" for part in node.values]
            if re.match(r"[a-z_]+\\\.", parts[0]):
                patterns.append("".join(parts))
    return re.compile("|".join(patterns))


def counted_stem(key: str) -> str:
    """The key by which code asks for a text about a number of things; other keys as they are."""
    return re.sub(r"\.(none|one|many)$", "", key) if f"{key.rpartition('.')[0]}.many" in bare_keys() else key


@cache
def bare_keys() -> frozenset[str]:
    return frozenset(re.sub(r"\.(clinician|patient)$", "", key) for key in load("en").texts)


def test_the_codes_of_problems_are_those_with_a_sentence() -> None:
    sentences = {key.removeprefix("problems.") for key in read_catalogue(CATALOGUE) if key.startswith("problems.")}
    assert sentences == set(PROBLEM_CODES)


def test_every_code_is_that_of_a_problem_that_can_be_raised() -> None:
    assert codes_used() == set(PROBLEM_CODES)


def test_a_new_code_is_found_wherever_it_is_raised() -> None:
    source = 'Problem("brand_new", x)\nself._refuse("other_new", node)\nform.refuse("one" if a else "two", place)'
    assert set(codes_in(ast.parse(source))) == {"brand_new", "other_new", "one", "two"}


def test_every_hint_belongs_to_a_problem() -> None:
    texts = read_catalogue(CATALOGUE)
    hints = {key.removeprefix("hints.") for key in texts if key.startswith("hints.")} - {"otherwise"}
    assert all(f"problems.{code}" in texts for code in hints)


def test_every_text_of_the_catalogue_is_used() -> None:
    written, built = constants(), patterns_in_code()
    unused = []
    for key in read_catalogue(CATALOGUE):
        bare = re.sub(r"\.(clinician|patient)$", "", key)
        is_used = any(each in written or built.fullmatch(each) for each in (key, bare, counted_stem(bare)))
        if not is_used and not key.startswith(("problems.", "hints.")):
            unused.append(key)
    assert unused == []


def test_every_key_that_the_code_names_is_in_the_catalogue() -> None:
    texts = load("en").texts
    # A stem counts as well: code names the rest of such a key by itself.
    known = {key[:end] for key in texts for end in (*(dot.start() for dot in re.finditer(r"\.", key)), len(key))}
    first = {key.split(".")[0] for key in read_catalogue(CATALOGUE)}
    named = {
        constant
        for constant in constants()
        if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", constant) and constant.split(".")[0] in first
    }
    assert named
    assert named - known == set()


def test_every_voiced_text_speaks_to_both() -> None:
    keys = set(read_catalogue(CATALOGUE))
    for key in keys:
        stem, _, last = key.rpartition(".")
        if last in ("clinician", "patient") and not key.startswith("command."):
            assert {f"{stem}.clinician", f"{stem}.patient"} <= keys


def test_sentences_about_problems_use_only_what_a_problem_carries() -> None:
    for key, text in read_catalogue(CATALOGUE).items():
        if key.startswith(("problems.", "hints.")):
            names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
            assert names <= PLACEHOLDERS, key


def test_no_sentence_judges_a_patient_or_a_reader() -> None:
    for key, text in read_catalogue(CATALOGUE).items():
        assert not [word for word in NEVER if word in text.lower()], key


def test_no_sentence_uses_signs_that_markdown_eats() -> None:
    for key, text in read_catalogue(CATALOGUE).items():
        assert not set(text) & set("<>~`*|$"), key


def test_patient_sentences_are_short() -> None:
    for key, text in read_catalogue(CATALOGUE).items():
        if key.endswith(".patient"):
            for sentence in re.split(r"(?<=[.:?;]) ", text):
                assert len(sentence.split()) <= 22, sentence


def test_a_problem_becomes_one_plain_sentence() -> None:
    problem = Problem("choice_unknown", "ascites", found="sevre", allowed=("none", "severe"), hint="severe")
    assert problem_sentence(problem) == ("ascites cannot be sevre. Allowed are: none, severe. Did you mean severe?")


def test_a_hint_that_is_no_guess_has_words_of_its_own() -> None:
    problem = Problem("number_off_grid", "largest_tumor_cm", found="3.25", allowed=("steps of 0.1",), hint="3.2 / 3.3")
    assert load("en").problem_sentence(problem, "Size").startswith("Size is more exact")
    assert load("en").problem_sentence(problem).endswith("The nearest are 3.2 / 3.3.")


def test_a_problem_that_found_nothing_says_so() -> None:
    assert "found nothing" in problem_sentence(Problem("yes_no_expected", "pacemaker"))


def test_a_text_may_speak_with_two_voices_or_with_one() -> None:
    english = load("en")
    assert english.say("statuses.discuss", "patient") != english.say("statuses.discuss", "clinician")
    assert english.say("values.unknown", "patient") == english.text("values.unknown")


def test_a_number_of_things_is_none_one_or_many() -> None:
    english = load("en")
    counted = [english.counted("with_checks", count, "clinician", {"status": "Discuss"}) for count in (0, 1, 2)]
    assert counted == [
        "Discuss; nothing left to check",
        "Discuss; 1 thing to check first",
        "Discuss; 2 things to check first",
    ]
    assert english.counted("report.next.bears_on", 1, "patient", {"fact": "Age"}) == "Age: helps with 1 treatment"


def test_where_none_has_no_text_of_its_own_it_counts_as_many() -> None:
    assert load("en").counted("command.problems", 0, "clinician") == "0 problems."


def test_texts_about_a_number_of_things_stand_below_one_key() -> None:
    assert not [key for key in bare_keys() if key.endswith("_many")]
    stems = {key.rpartition(".")[0] for key in bare_keys() if key.endswith(".one")}
    assert stems
    assert {f"{stem}.many" for stem in stems} <= bare_keys()


def test_a_missing_text_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"no text 'report\.nowhere'"):
        load("en").text("report.nowhere")


def test_a_missing_value_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"'may_change'.*'until'"):
        load("en").text("may_change")


def test_a_language_without_a_catalogue_is_named() -> None:
    with pytest.raises(CatalogueError, match="'eo'; there are: en"):
        load("eo")


def test_the_catalogue_is_read_once_and_cannot_be_changed() -> None:
    assert load("en") is load("en")
    assert not hasattr(load("en").texts, "update")


def test_a_broken_catalogue_says_where(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"xx\.yaml:2:1: a: key_twice"):
        read_catalogue(path)
    path.write_text("a: [1]\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"xx\.yaml:1:4: the catalogue holds no lists"):
        read_catalogue(path)


def test_a_catalogue_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="file_missing"):
        read_catalogue(tmp_path / "xx.yaml")


def test_screens_have_their_own_part_of_the_catalogue() -> None:
    assert isinstance(catalogue.load("en"), Catalogue)
    assert any(key.startswith("screens.") for key in load("en").texts)
