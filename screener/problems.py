"""What can be wrong with a rule base, a patient file or a screening, as data.

A `Problem` says what is wrong (a code), where (a place in a file, or a fact), what was found, what is
allowed and what to write instead. Sentences are made from it in `screener.wording.catalogue`.

    ScreenerError
    ├── KnowledgeError      the rule base does not load            exit code 3
    ├── PatientError        the patient's facts cannot be read     exit code 2
    ├── DisagreementError   engine, referee and diagrams differ    exit code 4
    └── BudgetError         the analysis would take too long       exit code 6
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, get_args

# What can be wrong, by where it is found; the catalogue has a sentence for each.
ConditionCode = Literal[
    "condition_too_long",
    "condition_not_allowed",
    "condition_syntax",
    "condition_folded",
    "operator_foreign",
    "number_with_unit",
    "decimal_comma",
    "constant_quoted",
    "comparison_missing",
    "comparison_without_fact",
    "comparison_of_two_facts",
    "comparison_decided",
    "claim_compared",
    "list_expected",
    "constant_expected",
    "constant_off_grid",
    "constant_out_of_range",
    "choice_ordered",
    "fact_unknown",
    "value_unknown",
]
FileCode = Literal[
    "file_missing",
    "file_is_folder",
    "file_unreadable",
    "file_too_large",
    "file_not_utf8",
    "file_empty",
    "file_unexpected",
    "folder_missing",
    "control_character",
    "yaml_syntax",
    "yaml_directive",
    "yaml_documents",
    "yaml_too_deep",
    "yaml_alias",
    "yaml_anchor",
    "yaml_tag",
    "yaml_key_not_text",
    "key_twice",
    "number_not_finite",
    "version_malformed",
]
RuleFileCode = Literal[
    "key_unknown",
    "key_missing",
    "key_misplaced",
    "text_missing",
    "value_missing",
    "type_wrong",
    "list_too_short",
    "date_malformed",
    "name_malformed",
    "name_ambiguous",
    "duplicate",
    "range_malformed",
    "steps_differ",
    "definition_count",
    "derived_cycle",
    "case_last_with_when",
    "band_other_fact",
    "bands_out_of_order",
    "formula_input_not_positive",
    "number_fact_expected",
    "group_unused",
    "target_count",
    "option_without_product",
    "source_unknown",
    "source_uncited",
    "locator_malformed",
    "locator_missing",
    "fact_unread",
    "fact_planned_but_read",
    "work_up_unexplained",
    "indication_acute",
    "stop_unverified",
    "between_not_cited",
    "premise_says_nothing",
    "premise_range",
    "premise_of_sum",
    "tension_rule_unknown",
    "tension_indication_unknown",
    "project_source_misplaced",
]
RuleBaseCode = Literal[
    "diagnosis_without_indication",
    "option_without_discuss",
    "excuse_not_needed",
    "caution_for_everybody",
    "rule_never_met",
    "rule_always_met",
    "rule_repeated",
    "rule_never_met_with",
    "rule_always_met_with",
    "rule_repeated_with",
    "premise_impossible",
    "premise_idle",
    "premise_closes",
    "tension_unexplained",
    "tension_unneeded",
    "sentence_long",
    "word_judges",
    "row_unknown",
    "row_lost",
    "row_left_out_but_encoded",
    "row_left_out_in_part",
    "case_not_made_up",
    "case_status",
    "case_not_decided",
    "case_undecided",
    "status_never",
    "label_status_missing",
    "kind_without_words",
    "review_due",
    "review_overdue",
]
EngineCode = Literal[
    "rule_too_wide",
    "name_collision",
    "empty_group",
    "engine_failed",
    "engine_contradiction",
    "disagreement",
    "budget_exceeded",
]
QuestionCode = Literal[
    "option_unknown",
    "rule_unknown",
    "page_stale",
    "page_left_over",
    "folder_not_writable",
]
PatientCode = Literal[
    "facts_expected",
    "patient_fact_unknown",
    "choice_unknown",
    "choice_expected",
    "list_empty",
    "list_for_number",
    "number_expected",
    "number_off_grid",
    "number_out_of_range",
    "approximate_refused",
    "range_reversed",
    "age_expected",
    "age_malformed",
    "taken_in_future",
    "yes_no_expected",
    "impossible_combination",
    "contradiction",
]
ProblemCode = Literal[ConditionCode, FileCode, RuleFileCode, RuleBaseCode, EngineCode, QuestionCode, PatientCode]
PROBLEM_CODES: tuple[ProblemCode, ...] = get_args(ProblemCode)


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a text: file name, line and column (both from 1), and that line's text."""

    file: str
    line: int
    column: int
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        code: the kind of problem, a key of the catalogue's `problems`.
        subject: the fact, rule or key it is about.
        place: where it stands in a file, if it stands in one.
        found: what was found, as text.
        allowed: what would be right, as texts.
        hint: the nearest right answer, or empty.
        related: other facts or rules that take part.
    """

    code: ProblemCode
    subject: str = ""
    place: Place | None = None
    found: str = ""
    allowed: tuple[str, ...] = ()
    hint: str = ""
    related: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        parts: list[str] = [self.code]
        if self.found:
            parts.append(f"found {self.found}")
        if self.allowed:
            parts.append(f"allowed {', '.join(self.allowed)}")
        if self.related:
            parts.append(f"together with {', '.join(self.related)}")
        if self.hint:
            parts.append(f"hint {self.hint}")
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.subject or '-'}: {'; '.join(parts)}"


class ScreenerError(Exception):
    """Base of every error a caller may meet; carries all problems at once."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order in which they were found."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class KnowledgeError(ScreenerError):
    """The rule base does not load."""

    exit_code = 3


class PatientError(ScreenerError):
    """The facts given for a patient cannot be read, or contradict each other."""

    exit_code = 2


class DisagreementError(ScreenerError):
    """Engine, referee and diagrams do not say the same; no result is given."""

    exit_code = 4


class BudgetError(ScreenerError):
    """The analysis over completions exceeded its budget of steps; no partial list is given."""

    exit_code = 6


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by where they stand, each once; those without a place come first."""

    def where(problem: Problem) -> tuple[str, int, int]:
        place = problem.place or Place("", 0, 0)
        return place.file, place.line, place.column

    return tuple(sorted(dict.fromkeys(problems), key=where))


def nearest(word: str, known: Sequence[str]) -> str:
    """Return the known word closest to the one written, or an empty text."""
    matches = get_close_matches(word, known, n=1, cutoff=0.6)
    return matches[0] if matches else ""
