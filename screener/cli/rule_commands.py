"""The commands about rules: list, show, check, and their manual."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

import screener
from screener.cli import terminal
from screener.cli.options import Language, LanguageOption, RulesOption, command_group, help_text
from screener.cli.problem_list import problem_list
from screener.cli.waiting import checks_shown, pages_shown
from screener.problems import KnowledgeError, Problem, ScreenerError, nearest
from screener.report.text import render_text
from screener.screening.knowledge_base import folder_of, load_unproved
from screener.screening.proved import mark
from screener.wording import catalogue
from screener.wording.wording import Wording

MANUAL = Path("docs/rules")

rules_app = command_group("rules")
# What a single command needs is imported in it: the others then start sooner.


@rules_app.command("list", help=help_text("list"))
def list_rules(lang: LanguageOption = Language.ENGLISH, rules: RulesOption = None) -> None:
    """List every rule."""
    from screener.manual.rule_pages import rule_list

    terminal.show(rule_list(_for_clinicians(lang, rules)))


@rules_app.command("show", help=help_text("show"))
def show_rule(
    rule: Annotated[str, typer.Argument(help=help_text("rule"))],
    boundaries: Annotated[bool, typer.Option("--boundaries", help=help_text("boundaries"))] = False,
    lang: LanguageOption = Language.ENGLISH,
    rules: RulesOption = None,
) -> None:
    """Show one rule."""
    kb = screener.load_knowledge(rules)
    wording = Wording(catalogue.load(lang), kb.knowledge, "clinician")
    by_id = wording.knowledge.rule_by_id
    if rule not in by_id:
        problem = Problem("rule_unknown", rule, hint=nearest(rule, tuple(by_id)))
        terminal.show_aside(catalogue.load(lang).problem_sentence(problem))
        raise typer.Exit(ScreenerError.exit_code)
    from screener.manual.rule_pages import rule_page
    from screener.proof.boundaries import boundary_patients

    terminal.show(rule_page(by_id[rule], wording, boundary_patients(kb, rule) if boundaries else None))


@rules_app.command(help=help_text("check"))
def check(
    is_marked: Annotated[bool, typer.Option("--mark", help=help_text("mark"))] = False,
    lang: LanguageOption = Language.ENGLISH,
    rules: RulesOption = None,
) -> None:
    """Check the whole rule base and count it; every problem at once if there are some."""
    folder, today = folder_of(rules), date.today()
    kb = load_unproved(folder)
    from screener.manual.check_page import check_page
    from screener.proof.checks import Checked, problems_found
    from screener.proof.reviews import reviews_due

    words = catalogue.load(lang)
    with checks_shown(words) as tell:
        problems = problems_found(Checked(kb, folder, today), tell)
    if problems:
        terminal.show_aside(problem_list(problems, words) + words.text("command.failed.check"))
        raise typer.Exit(KnowledgeError.exit_code)
    wording = Wording(words, kb.knowledge, "clinician")
    terminal.show(render_text(check_page(wording, reviews_due(kb.knowledge, today).warnings)))
    if is_marked and (refusals := mark(folder, kb.knowledge)):
        terminal.show_aside(problem_list(refusals, words).rstrip())
        raise typer.Exit(ScreenerError.exit_code)


@rules_app.command("doc", help=help_text("doc"))
def write_rules(
    out: Annotated[Path, typer.Option("--out", help=help_text("out"))] = MANUAL,
    is_check: Annotated[bool, typer.Option("--check", help=help_text("check_pages"))] = False,
    lang: LanguageOption = Language.ENGLISH,
    rules: RulesOption = None,
) -> None:
    """Write the manual of the rules, or check the one that is there."""
    kb = screener.load_knowledge(rules)
    wording = Wording(catalogue.load(lang), kb.knowledge, "clinician")
    from screener.loading.evidence_document import read_evidence_file
    from screener.manual.manual import manual_pages, stale_pages, write_manual

    refusals: list[Problem] = []
    evidence = read_evidence_file(folder_of(rules), refusals)
    if refusals:
        raise KnowledgeError(refusals)
    with pages_shown(wording.words) as tell:
        pages = manual_pages(kb, wording, screener.__version__, evidence, tell)
    problems = stale_pages(pages, out) if is_check else write_manual(pages, out)
    if problems:
        terminal.show_aside(problem_list(problems, catalogue.load(lang)).rstrip())
        raise typer.Exit(ScreenerError.exit_code)
    values = {"count": str(len(pages)), "folder": str(out)}
    terminal.show(wording.say("manual.current" if is_check else "manual.written", values) + "\n")


def _for_clinicians(lang: Language, rules: Path | None) -> Wording:
    return Wording(catalogue.load(lang), screener.load_knowledge(rules).knowledge, "clinician")
