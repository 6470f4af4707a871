"""Everything that is checked of a rule base once it can be read, one function for each demand.

Loading finds what is wrong with a file or a name. What shows only over all patients, over all rules or on a certain day
is found here: by `screener rules check`, and by the tests of the built-in rules, which call the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from screener.diagrams.diagrams import TRUE
from screener.diagrams.premises import unsound_premises
from screener.diagrams.soundness import unsound
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.rules import INDICATIONS, Rule
from screener.problems import Problem, in_order
from screener.proof.cases import case_problems
from screener.proof.occurrence import occurrences
from screener.proof.population import population_of
from screener.proof.progress import Step, Tell, tell_nobody
from screener.proof.reach import rules_without_effect, unreached
from screener.proof.reviews import reviews_due
from screener.proof.rows import row_problems
from screener.proof.tensions import acceptance
from screener.proof.texts import text_problems
from screener.proof.witness import patient_line
from screener.result.option import STATUSES
from screener.screening.knowledge_base import KnowledgeBase, untrusted
from screener.wording import catalogue


@dataclass(frozen=True)
class Checked:
    """A rule base that is checked.

    Attributes:
        folder: where its files are; its cases stand there.
        today: the day on which reviews are counted.
    """

    kb: KnowledgeBase
    folder: Path
    today: date


Check = Callable[[Checked], Iterable[Problem]]


def rules_are_sound(checked: Checked) -> tuple[Problem, ...]:
    """Every option, diagnosis, caution and rule has patients on both sides, as far as diagrams of all patients tell."""
    return unsound(checked.kb.knowledge, checked.kb.compiled)


def premises_say_something_and_close_nothing(checked: Checked) -> tuple[Problem, ...]:
    """A premise can be true, some rule tells it from its opposite, and only an exception closes an option."""
    return unsound_premises(checked.kb.knowledge)


def the_engine_takes_every_rule(checked: Checked) -> tuple[Problem, ...]:
    """No rule is wider or deeper than the engine can be trusted with."""
    return untrusted(checked.kb)


def rules_part_patients_in_scope(checked: Checked) -> tuple[Problem, ...]:
    """Somebody in scope meets each rule, and somebody does not."""
    return unreached(checked.kb.knowledge)


def rules_add_something_for_each_diagnosis(checked: Checked) -> tuple[Problem, ...]:
    """No rule says, for one of its diagnoses, what another rule says of the same patients, or of nobody."""
    return rules_without_effect(checked.kb.knowledge)


def tensions_are_meant(checked: Checked) -> Iterator[Problem]:
    """Where an indication and a rule against it meet in one patient, somebody has said why, and no reason is idle."""
    knowledge = checked.kb.knowledge
    found = acceptance(knowledge)
    for tension in found.unexplained:
        place = knowledge.rule_by_id[tension.opposing].place
        patient = (patient_line(tension.patient),)
        yield Problem("tension_unexplained", tension.opposing, place, tension.indication, related=patient)
    for reason in found.unneeded:
        subject = f"{reason.rule}, {reason.indication}" if reason.indication else reason.rule
        yield Problem("tension_unneeded", subject, reason.place)


def reviews_are_in_time(checked: Checked) -> tuple[Problem, ...]:
    """Nobody has let the day of a rule's review pass by more than the days of grace."""
    return reviews_due(checked.kb.knowledge, checked.today).errors


def indicated_options_have_every_status(checked: Checked) -> Iterator[Problem]:
    """An option that a source offers with a diagnosis can get every status, but for a `discuss` that is excused."""
    knowledge = checked.kb.knowledge
    given = {(each.option, each.diagnosis, each.status) for each in occurrences(knowledge)}
    for option in knowledge.options:
        excused = {diagnosis for diagnosis, _ in option.no_discuss}
        indications = [rule for rule in knowledge.rules_by_option[option.id] if rule.effect in INDICATIONS]
        for diagnosis in knowledge.covered_diagnoses:
            if any(diagnosis in rule.diagnoses for rule in indications):
                for status in STATUSES:
                    is_excused = status == "discuss" and diagnosis in excused
                    if not is_excused and (option.id, diagnosis, status) not in given:
                        yield Problem("status_never", option.id, option.place, diagnosis, (status,))


def labels_are_told_for_all_or_none(checked: Checked) -> Iterator[Problem]:
    """If notes say what the label of one option covers, some note says it of every option to everybody."""
    knowledge, population = checked.kb.knowledge, population_of(checked.kb.knowledge)
    labels = [rule for rule in knowledge.rules if rule.is_label_status]
    for option in knowledge.options if labels else ():
        own = [rule for rule in labels if option.id in rule.options]
        told = population.diagrams.any_of(population.rule(rule.id) if isinstance(rule, Rule) else TRUE for rule in own)
        for diagnosis in knowledge.covered_diagnoses:
            patients = population.diagrams.both(population.having(DIAGNOSIS, diagnosis), population.everybody)
            if not population.diagrams.implies(patients, told):
                yield Problem("label_status_missing", option.id, option.place, diagnosis)


def kinds_of_sources_have_words(checked: Checked) -> Iterator[Problem]:
    """A source whose body is in small letters is of a kind that every catalogue has words for."""
    for language in catalogue.LANGUAGES:
        kinds = catalogue.load(language).names_below("bodies")
        for source in checked.kb.knowledge.sources:
            if source.body.islower() and source.body not in kinds:
                yield Problem("kind_without_words", source.key, source.place, source.body, kinds)


def patients_read_plain_words(checked: Checked) -> Iterator[Problem]:
    """What the rules say to patients stands in short sentences, without words that judge."""
    return text_problems(checked.folder)


def rows_of_evidence_are_kept(checked: Checked) -> Iterator[Problem]:
    """Every row of evidence stands in a rule or is left out with a reason, in part or as a whole."""
    return row_problems(checked.folder, checked.kb.knowledge)


def cases_show_what_is_written(checked: Checked) -> tuple[Problem, ...]:
    """Every made-up patient in the rule base's cases shows the statuses written there, and for the reasons."""
    return case_problems(checked.folder, checked.kb)


CHECKS: tuple[Check, ...] = (
    rules_are_sound,
    premises_say_something_and_close_nothing,
    the_engine_takes_every_rule,
    rules_part_patients_in_scope,
    rules_add_something_for_each_diagnosis,
    tensions_are_meant,
    reviews_are_in_time,
    indicated_options_have_every_status,
    labels_are_told_for_all_or_none,
    kinds_of_sources_have_words,
    patients_read_plain_words,
    rows_of_evidence_are_kept,
    cases_show_what_is_written,
)


def problems_found(checked: Checked, tell: Tell = tell_nobody) -> tuple[Problem, ...]:
    """Return everything that is wrong, by where it stands.

    Args:
        checked: the rule base.
        tell: is told of each check before it begins, by the name of its function.
    """
    found: list[Problem] = []
    for number, check in enumerate(CHECKS, 1):
        tell(Step(check.__name__, number, len(CHECKS)))
        found.extend(check(checked))
    return in_order(_without_what_follows(found))


def _without_what_follows(problems: list[Problem]) -> Iterator[Problem]:
    """Yield problems without those of one diagnosis whose rule has the same problem with all of them."""
    told = {(problem.code, problem.subject) for problem in problems}
    for problem in problems:
        if (problem.code.removesuffix("_with"), problem.subject) not in told or not problem.code.endswith("_with"):
            yield problem
