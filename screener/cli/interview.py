"""Asking for facts in a terminal: the most useful next, unknown always possible, until nothing can change any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from screener.knowledge.domains import ChoiceDomain, NumberDomain
from screener.knowledge.facts import PATIENT, WORK_UP, Fact
from screener.patient.numbers import UnitDoubt
from screener.patient.patient import Patient
from screener.problems import PatientError
from screener.result.next_steps import NextQuestion
from screener.result.screening import Screening
from screener.screening.examination import Examination
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import examine
from screener.wording.next_steps import names_text
from screener.wording.wording import Wording


@dataclass
class Interview:
    """One dialog.

    Attributes:
        kb: the rules.
        wording: the words.
        read: shows a prompt and returns the line typed; raises EOFError when there are no more.
        tell: shows a text.
        answers: what was answered so far, by fact; an unknown fact is left out.
    """

    kb: KnowledgeBase
    wording: Wording
    read: Callable[[str], str]
    tell: Callable[[str], None]
    answers: dict[str, object] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _is_stopped: bool = False
    _section: str = ""

    def run(self) -> Screening:
        """Ask until nothing can change any more or the other side stops, and return what the rules say."""
        self.tell(self.wording.say("ask.intro"))
        self._ask(fact.id for fact in self.kb.knowledge.facts if fact.acute and self._may_know(fact))
        is_work_up = False
        while True:
            examination = self._agreed()
            question = self._next(examination)
            if question is None or self._is_stopped:
                self._tell_what_is_left(examination)
                return examination.screening
            if question.known_at == WORK_UP and not is_work_up:
                self.tell("\n" + self.wording.say("ask.work_up"))
                is_work_up = True
            self._ask([question.fact])

    def _may_know(self, fact: Fact) -> bool:
        return self.wording.voice == "clinician" or PATIENT in fact.who

    def _next(self, examination: Examination) -> NextQuestion | None:
        return next(iter(examination.next_questions(self.wording.voice, self._asked)), None)

    def _tell_what_is_left(self, examination: Examination) -> None:
        """Say that nothing can change any more, or what still could although it was not answered here."""
        if self._is_stopped or not examination.screening.scope.inside:
            return
        left = [question.fact for question in examination.next_questions()]
        said = self.wording.say("ask.left", {"facts": names_text(left, self.wording)})
        self.tell("\n" + (said if left else self.wording.say("report.next.nothing")))

    def _agreed(self) -> Examination:
        """Return the answer; facts that do not go together are asked for once more."""
        while True:
            try:
                return examine(self.answers, self.kb)
            except PatientError as error:
                for problem in error.problems:
                    self.tell(self.wording.problem(problem))
                named = [name for problem in error.problems for name in (problem.subject, *problem.related)]
            again = [name for name in dict.fromkeys(named) if name in self.answers]
            for name in again:
                del self.answers[name]
            self.tell(self.wording.say("ask.again"))
            self._ask(again)

    def _ask(self, names: Iterable[str]) -> None:
        for name in names:
            self._asked.add(name)
            while not self._is_stopped and not self._is_answered(name):
                pass

    def _is_answered(self, name: str) -> bool:
        """Ask for one fact; return whether the answer could be used."""
        self._tell_question(name)
        typed = self._typed_line(self._prompt(name))
        if typed.lower() in self._typed("stop"):
            self._is_stopped = True
            return True
        if not typed or typed.lower() in self._typed("unknown"):
            return True
        answer = self._answer(name, typed)
        try:
            read = Patient.read({name: answer}, self.kb.knowledge).answers.get(name)
        except PatientError as error:
            for problem in error.problems:
                self.tell(self.wording.problem(problem))
            return False
        doubt = read.unit_doubt if read else None
        self.answers[name] = self._in_unit(name, doubt) if doubt else answer
        self._tell_question_raised(name, answer)
        return True

    def _in_unit(self, name: str, doubt: UnitDoubt) -> str:
        """Ask for the unit of a number that smells of another one, and return the number with the answer."""
        units = (self.kb.knowledge.number(name).unit, doubt.unit)
        choices = [f"{doubt.as_written} {unit}" for unit in units]
        self.tell("\n" + self.wording.say("ask.unit", {"own": choices[0], "other": choices[1]}))
        for number, choice in enumerate(choices, 1):
            self.tell(self.wording.say("ask.choice", {"number": str(number), "label": choice}))
        typed = self._typed_line(self.wording.say("ask.prompt_choice", {"last": str(len(choices))}))
        self._is_stopped = typed.lower() in self._typed("stop")
        by_typed = {str(number): choice for number, choice in enumerate(choices, 1)}
        by_typed |= dict(zip(units, choices, strict=True))
        # Without an answer the number stays as typed, and the result asks again.
        return by_typed.get(typed, doubt.as_written)

    def _typed_line(self, prompt: str) -> str:
        """Return the line typed; where there are no more, the word for stopping."""
        try:
            return self.read(prompt).strip()
        except EOFError:
            return self._typed("stop")[0]

    def _tell_question(self, name: str) -> None:
        fact = self.kb.knowledge.fact_by_id.get(name)
        if fact is None:
            self.tell("\n" + self.wording.say("ask.stated", {"fact": self.wording.fact(name)}))
        else:
            if fact.section != self._section:
                titles = {section.id: section.title for section in self.kb.knowledge.sections}
                self.tell("\n" + self.wording.say("ask.section", {"title": self.wording.to(titles[fact.section])}))
                self._section = fact.section
            self.tell("\n" + self.wording.to(fact.question))
        for number, value in enumerate(self._listed(name), 1):
            values = {"number": str(number), "label": self.wording.choice(name, value)}
            self.tell(self.wording.say("ask.choice", values))

    def _prompt(self, name: str) -> str:
        domain = self.kb.knowledge.domains[name]
        if isinstance(domain, NumberDomain):
            return self.wording.say("ask.prompt_number", {"range": domain.allowed()[0]})
        if domain.is_yes_no:
            return self.wording.say("ask.prompt_yes_no")
        if domain.ordered:
            return self.wording.say("ask.prompt_number", {"range": ", ".join(domain.values)})
        return self.wording.say("ask.prompt_choice", {"last": str(len(self._listed(name)))})

    def _listed(self, name: str) -> tuple[str, ...]:
        """Return the values that are offered by number; none for numbers and for yes/no."""
        domain = self.kb.knowledge.domains[name]
        if not isinstance(domain, ChoiceDomain) or domain.is_yes_no or domain.ordered:
            return ()
        fact = self.kb.knowledge.fact_by_id.get(name)
        return tuple(choice.value for choice in fact.choices) if fact else domain.values

    def _answer(self, name: str, typed: str) -> object:
        domain = self.kb.knowledge.domains[name]
        if isinstance(domain, ChoiceDomain) and domain.is_yes_no:
            if typed.lower() in self._typed("yes"):
                return True
            return False if typed.lower() in self._typed("no") else typed
        listed = self._listed(name)
        if not listed:
            return typed
        by_number = {str(number): value for number, value in enumerate(listed, 1)}
        chosen = [by_number.get(part.strip(), part.strip()) for part in typed.split(",")]
        return chosen if len(chosen) > 1 else chosen[0]

    def _tell_question_raised(self, name: str, answer: object) -> None:
        raised = self.wording.raised(name, str(answer))
        if raised:
            self.tell(self.wording.say("ask.question_raised", {"text": raised}))

    def _typed(self, meaning: str) -> list[str]:
        return self.wording.say(f"ask.typed.{meaning}").split()
