"""By source and combinations on the screen."""

from __future__ import annotations

import re

import pytest

from results import draw_results
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import screen
from tests.bases import sound_rules
from tests.unit.cards import card, read

PARTING: dict[str, object] = {
    "diagnosis": "hcc",
    "age_years": 60,
    "tumor_count": 2,
    "largest_tumor_cm": 2,
    "heat_possible": False,
    "pacemaker": True,
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def test_what_each_body_says_is_folded_into_the_card(kb: KnowledgeBase) -> None:
    shown = card(screen(PARTING, kb).options["beads"], sound_rules.wording(kb))
    part = re.search(r"<details><summary>By source</summary>(.*?)</details>", shown)
    assert part is not None
    assert read(part[1]) == (
        "Trials: for it (beads.population) [TRIAL] BCLC: a reason not to (beads.small_stop) [BODY] "
        "Not settled yet: a safety choice of these rules Where sources part "
        "A source says not to (BCLC; beads.small_stop): Small beads disturb pacemakers. (only: Small) [BODY] "
        "Speaking for it: trials (beads.population) What decides: Pacemaker: yes"
    )


def test_an_option_over_which_nobody_parts_has_no_such_part(kb: KnowledgeBase) -> None:
    shown = card(screen(PARTING, kb).options["needle"], sound_rules.wording(kb))
    assert "By source" in shown
    assert "Where sources part" not in shown


def test_options_that_a_source_combines_stand_once_above_the_cards(kb: KnowledgeBase) -> None:
    shown = read(draw_results(screen(PARTING, kb), (), sound_rules.wording(kb)))
    said = "Options that sources combine Often combined. [PAGE] Beads together with Needle"
    assert shown.count("Options that sources combine") == 1
    assert shown.index(said) < shown.index("Why it may be worth discussing")


def test_without_a_combination_nothing_is_said_of_it(kb: KnowledgeBase) -> None:
    shown = draw_results(screen({"diagnosis": "hcc"}, kb), (), sound_rules.wording(kb))
    assert "sources combine" not in shown
