"""A patient of whom little is known: what to find out next, what no longer, and what would change an answer."""

from __future__ import annotations

from frame import wording
from screener.knowledge.knowledge import Knowledge
from screener.wording.flips import flip_texts
from tests.browser.visit import Visit, flatten

TYPED = {"tumor_count": "1", "largest_tumor_cm": "6.5"}
CHOSEN = {"diagnosis": "hcc", "extrahepatic_disease": "none", "child_pugh_class": "C"}
MELANOMA = {
    "diagnosis": "uveal_melanoma_mets",
    "extrahepatic_disease": "none",
    "portal_vein_invasion": "none",
    "child_pugh_class": "A",
    "operability": "inoperable",
}
SETTLED = "Can no longer change any option"
CHANGED = "#answers-changed"


def test_each_of_the_most_useful_questions_focuses_its_field(visit: Visit) -> None:
    visit.send()
    visit.wait_for_focus("results")
    links = visit.page.locator(".next ol a")
    assert links.count() == 5

    for link in links.all():
        fact = str(link.get_attribute("data-goes-to")).removeprefix("field-")
        link.click()
        visit.page.wait_for_function(f"document.querySelector('.st-key-field-{fact}').contains(document.activeElement)")
        assert visit.input(fact).is_visible()
    assert "#" not in visit.page.url


def test_a_question_in_a_folded_part_opens_it_and_needs_only_the_keyboard(visit: Visit) -> None:
    visit.enter({"tumor_count": "1", "largest_tumor_cm": "2.4"}, {**MELANOMA, "ecog": "0"})
    visit.send()
    visit.wait_for_focus("results")
    facts = visit.page.locator(".next ol a").evaluate_all(
        "(links) => links.map((link) => link.dataset.goesTo.slice(6))"
    )
    folded = [fact for fact in facts if not visit.input(fact).is_visible()]
    assert folded, "none of these questions stands in a folded part; take another patient"

    reached = ""
    while reached != f"field-{folded[0]}":
        visit.page.keyboard.press("Tab")
        reached = str(visit.page.evaluate("document.activeElement.dataset.goesTo || ''"))
    assert visit.focus_ring() >= 2
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_function(
        f"document.querySelector('.st-key-field-{folded[0]}').contains(document.activeElement)"
    )
    assert visit.input(folded[0]).is_visible()


def test_a_field_that_can_change_nothing_says_so_to_eyes_and_ears(visit: Visit) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    visit.wait_for_focus("results")
    settled = visit.screened({**TYPED, **CHOSEN}).no_longer_matters or ()
    assert settled

    for fact in settled:
        assert visit.field(fact).locator(".settled").inner_text() == SETTLED or not visit.input(fact).is_visible()
    fact = next(fact for fact in settled if visit.input(fact).is_visible())
    described = f"""(() => {{
        const field = document.querySelector(".st-key-field-{fact}");
        const holder = field.querySelector('[role="radiogroup"], input[type="text"]');
        return holder.getAttribute("aria-describedby") || "";
    }})()"""
    visit.page.wait_for_function(f"{described} === 'settled-field-{fact}'")

    visit.type("largest_tumor_cm", "2")
    assert visit.page.locator(CHANGED).is_visible()
    assert not visit.field(fact).locator(".settled").is_visible(), "it was said of the earlier answers"
    visit.page.wait_for_function(f"{described} === ''")
    visit.send()
    assert not visit.page.locator(CHANGED).is_visible()


def test_what_would_change_a_status_comes_when_asked_and_whole(visit: Visit, knowledge: Knowledge) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    visit.wait_for_focus("results")
    assert visit.page.locator("#flips-found").count() == 0
    visit.work_out_flips()

    examination = visit.examined({**TYPED, **CHOSEN})
    told = [
        sentence
        for flips in examination.flips().values()
        for sentence in flip_texts(flips, examination.screening, wording(knowledge))
    ]
    shown = flatten(visit.page.locator("#flips-found").inner_text())
    assert [sentence for sentence in told if flatten(sentence) not in shown] == []
    assert visit.page.locator("#flips-found li").count() == len(told)
    assert visit.complaints == []


def test_criteria_for_older_answers_leave_the_notice_that_they_are_older(visit: Visit) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    visit.wait_for_focus("results")
    visit.type("largest_tumor_cm", "2")
    visit.work_out_flips()
    assert visit.page.locator(CHANGED).is_visible()
    assert visit.typed("largest_tumor_cm") == "2"

    visit.send()
    visit.wait_for_focus("results")
    assert visit.page.locator("#flips-found").count() == 0
    assert not visit.page.locator(CHANGED).is_visible()


def test_patients_words_tell_no_criteria(visit: Visit) -> None:
    visit.send()
    visit.wait_for_focus("results")
    visit.page.get_by_test_id("stRadioOption").filter(has_text="For patients").click()
    visit.settle()
    assert visit.page.get_by_text("What would change a status").count() == 0
    assert visit.page.locator(".next ol a").count() == 5


def test_what_is_next_and_what_is_not_stands_whole_on_the_screen(visit: Visit, knowledge: Knowledge) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    visit.wait_for_focus("results")
    shown, said = visit.text(), wording(knowledge)
    result = visit.screened({**TYPED, **CHOSEN})
    names = [said.fact(fact) for fact in result.no_longer_matters or ()]
    assert names
    panel = flatten(visit.page.locator(".next").evaluate("(panel) => panel.textContent"))
    assert [name for name in names if name not in panel] == []
    closed = [option for option in result.options.values() if option.status == "not_flagged"]
    assert shown.count("No open fact can change this.") == len(closed) > 0


def test_other_units_and_old_values_are_still_asked_about(visit: Visit) -> None:
    visit.enter({"largest_tumor_cm": "22", "bilirubin_mg_dl": "1.5", "age-of-liver": "10 weeks"}, {"diagnosis": "hcc"})
    visit.send()
    visit.wait_for_focus("results")
    assert "Write the unit to settle it." in visit.field("largest_tumor_cm").inner_text()
    assert "10 weeks old" in visit.page.locator("dl.facts").inner_text()
    assert "Outdated values count as given here." in visit.text()
