"""Cases: whether made-up patients show the statuses, and the rules that decide them, as somebody wrote them down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CLOSING
from screener.loading.case_document import CaseDraft, DecidesDraft, read_case_files
from screener.patient.files import facts_of_node
from screener.problems import PatientError, Problem, nearest
from screener.result.option import STATUSES, OptionResult
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen

_Answers = Mapping[str, OptionResult]


def case_problems(folder: Path, kb: KnowledgeBase) -> tuple[Problem, ...]:
    """Return what is wrong with the cases of a rule base: how they are written, and where an answer is another one."""
    problems: list[Problem] = []
    for case in read_case_files(folder, problems):
        problems += differences(case, kb)
    return tuple(problems)


def differences(case: CaseDraft, kb: KnowledgeBase) -> Iterator[Problem]:
    """Yield where the answer for one made-up patient is not the one written down."""
    try:
        answers = screen(facts_of_node(case.facts), kb).options
    except PatientError as error:
        yield from error.problems
        return
    yield from _unknown_options(case, answers)
    yield from _other_statuses(case, answers)
    yield from _other_reasons(case, answers)


def _unknown_options(case: CaseDraft, answers: _Answers) -> Iterator[Problem]:
    for word in (*(name for name, _ in case.expect), *(decides.option for decides in case.decides)):
        if word.text and word.text not in answers:
            known = tuple(answers)
            yield Problem("option_unknown", case.name.text, word.place, word.text, known, nearest(word.text, known))


def _other_statuses(case: CaseDraft, answers: _Answers) -> Iterator[Problem]:
    subject, expected = case.name.text, {name.text: status for name, status in case.expect}
    for name, answer in answers.items():
        word = expected.get(name)
        if word is None:
            yield Problem("key_missing", subject, case.reader.place("expect"), allowed=(name,))
        elif word.text not in STATUSES:
            yield Problem("value_unknown", subject, word.place, word.text, STATUSES, nearest(word.text, STATUSES))
        elif word.text != answer.status:
            yield Problem("case_status", subject, word.place, answer.status, (word.text,), related=(name,))


def _other_reasons(case: CaseDraft, answers: _Answers) -> Iterator[Problem]:
    """Yield rules that do not carry a status; in a worked case, also options of which no such rule is named."""
    for decides in case.decides:
        answer = answers.get(decides.option.text)
        if answer is not None and not _carries(decides, answer):
            found = f"{decides.rule.text}, {decides.source.text}"
            yield Problem("case_not_decided", case.name.text, decides.rule.place, found, related=(answer.id,))
    named = {decides.option.text for decides in case.decides}
    for answer in answers.values() if named else ():
        if answer.id not in named and answer.why_not != "not_covered":
            yield Problem("case_undecided", case.name.text, case.reader.place("decides"), answer.id)


def _carries(decides: DecidesDraft, answer: OptionResult) -> bool:
    """Return whether a rule has the part in an answer that its status needs, and rests on the source."""
    reason = next((reason for reason in answer.reasons if reason.rule == decides.rule.text), None)
    if reason is None or decides.source.text not in {source.key for source in reason.sources}:
        return False
    if answer.status == "cannot_tell":
        return answer.fits_so_far is not None and answer.fits_so_far.rule == decides.rule.text
    is_closing = reason.effect in CLOSING
    return reason.outcome is Outcome.MET and is_closing is (answer.status == "not_flagged")
