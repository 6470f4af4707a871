"""What a nurse does at the form, from the first letter to the next patient."""

from __future__ import annotations

from screener.knowledge.knowledge import Knowledge
from tests.browser.visit import Visit

TYPED = {"tumor_count": "1", "largest_tumor_cm": "2.4"}
CHOSEN = {
    "diagnosis": "hcc",
    "extrahepatic_disease": "none",
    "portal_vein_invasion": "none",
    "child_pugh_class": "A",
    "operability": "inoperable",
    "active_infection": "no",
}


def test_a_typed_patient_gets_nine_results_in_their_fixed_order(visit: Visit, knowledge: Knowledge) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    visit.wait_for_focus("results")

    assert visit.options() == [option.name.clinician for option in knowledge.options]
    assert len(visit.options()) == 9
    result = visit.screened({**TYPED, **CHOSEN})
    assert visit.statuses() == [option.status for option in result.options.values()]
    assert "2.4 cm" in visit.page.locator("dl.facts").inner_text()
    assert visit.complaints == []


def test_nobody_needs_to_know_anything(visit: Visit) -> None:
    visit.send()
    visit.wait_for_focus("results")

    assert len(visit.options()) == 9
    assert visit.chosen("diagnosis") == "Unknown"


def test_a_range_and_a_set_are_answers(visit: Visit) -> None:
    visit.choose("diagnosis", "hcc")
    visit.type("largest_tumor_cm", "3-5")
    visit.choose_text("portal_vein_invasion", "Yes, not said which")
    visit.send()

    shown = visit.page.locator("dl.facts").inner_text()
    assert "3 to 5 cm" in shown
    assert len(visit.options()) == 9


def test_a_bad_answer_is_named_and_linked_and_nothing_typed_is_lost(visit: Visit) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.type("largest_tumor_cm", "2.45")
    visit.type("age_years", "seventy")
    visit.type("lung_shunt_percent", "300")
    visit.send()
    visit.wait_for_focus("error-summary")

    summary = visit.page.locator("#error-summary")
    assert summary.get_by_role("link").count() == 3
    assert visit.page.locator("article.option").count() == 0
    assert [visit.typed(fact) for fact in ("largest_tumor_cm", "age_years", "lung_shunt_percent")] == [
        "2.45",
        "seventy",
        "300",
    ]
    for fact in ("largest_tumor_cm", "age_years", "lung_shunt_percent"):
        link = summary.locator(f'[data-goes-to="field-{fact}"]')
        assert visit.field(fact).locator(".problem").inner_text() == link.inner_text()
        link.click()
        visit.page.wait_for_function(f"document.querySelector('.st-key-field-{fact}').contains(document.activeElement)")
        visit.page.wait_for_function(
            "document.activeElement.getAttribute('aria-describedby') === "
            f"'problem-field-{fact}' && document.activeElement.ariaInvalid === 'true'"
        )
    assert "#" not in visit.page.url


def test_a_corrected_answer_brings_the_result_and_the_errors_go(visit: Visit) -> None:
    visit.type("age_years", "seventy")
    visit.send()
    visit.wait_for_focus("error-summary")
    visit.type("age_years", "70")
    visit.send()
    visit.wait_for_focus("results")

    assert visit.page.locator("#error-summary").count() == 0
    assert visit.page.locator(".problem").count() == 0
    visit.page.wait_for_function("!document.querySelector('[aria-invalid=true]')")
    assert len(visit.options()) == 9


def test_an_example_fills_the_form_and_shows_its_result(visit: Visit) -> None:
    visit.load_example("One small tumor that cannot be operated on")
    visit.wait_for_focus("results")

    assert len(visit.options()) == 9
    assert visit.chosen("diagnosis") != "Unknown"


def test_the_wording_changes_and_the_facts_stay(visit: Visit, knowledge: Knowledge) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    before = visit.statuses()
    visit.page.get_by_test_id("stRadioOption").filter(has_text="For patients").click()
    visit.settle()

    assert visit.options() == [option.name.patient for option in knowledge.options]
    assert visit.statuses() == before
    assert visit.typed("largest_tumor_cm") == "2.4"
    visit.page.get_by_test_id("stRadioOption").filter(has_text="For clinicians").click()
    visit.settle()
    assert visit.options() == [option.name.clinician for option in knowledge.options]


def test_a_changed_answer_marks_the_result_as_old(visit: Visit) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    assert not visit.page.locator("#answers-changed").is_visible()
    visit.type("largest_tumor_cm", "4")
    assert visit.page.locator("#answers-changed").is_visible()
    visit.send()
    assert not visit.page.locator("#answers-changed").is_visible()


def test_the_next_patient_finds_nothing_of_the_last(visit: Visit) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    visit.type("age_years", "71")
    visit.page.get_by_role("button", name="Clear for next patient").first.click()
    visit.wait_for_focus("page-title")

    assert visit.page.locator("article.option").count() == 0
    texts = visit.page.locator('.st-key-chart input[type="text"]')
    assert {texts.nth(number).input_value() for number in range(texts.count())} == {""}
    radios = visit.page.locator('.st-key-chart [data-testid="stRadioGroup"] > [data-selected="true"]')
    assert {text.strip() for text in radios.all_text_contents()} == {"Unknown"}
    visit.send()
    assert "2.4" not in visit.page.locator('[data-testid="stMain"] section').inner_text()


def test_answers_survive_a_look_at_the_rules(visit: Visit) -> None:
    visit.enter(TYPED, CHOSEN)
    visit.send()
    visit.page.get_by_role("link", name="Rules").click()
    visit.page.locator("article.rule").first.wait_for()
    visit.page.get_by_role("link", name="Screen a patient").click()
    visit.page.locator("article.option").first.wait_for()
    visit.settle()

    assert visit.typed("largest_tumor_cm") == "2.4"
    assert len(visit.options()) == 9


def test_rules_are_found_by_words_and_by_filters(visit: Visit, knowledge: Knowledge) -> None:
    visit.open("rules")
    assert visit.page.locator("article.rule").count() == len(knowledge.rules)
    search = visit.page.get_by_role("textbox")
    search.fill("nanoknife pacemaker")
    search.press("Enter")
    visit.settle()
    found = visit.page.locator("article.rule").all_text_contents()
    assert 0 < len(found) < len(knowledge.rules)

    search.fill("no rule says abracadabra")
    search.press("Enter")
    visit.settle()
    assert visit.page.locator("article.rule").count() == 0
    assert visit.page.get_by_test_id("stException").count() == 0
    assert "No rule fits" in visit.text()


def test_the_whole_journey_needs_only_the_keyboard(visit: Visit) -> None:
    keyboard = visit.page.keyboard
    visit.page.locator("h1").focus()
    reached: list[str] = []
    while "largest_tumor_cm" not in reached:
        keyboard.press("Tab")
        fact = visit.focused_fact()
        assert fact not in reached, "every field is one stop"
        if fact:
            reached.append(fact)
            assert visit.focus_ring() >= 2, fact
        if fact == "diagnosis":
            keyboard.press("ArrowDown")
            keyboard.press("ArrowUp")
            keyboard.press("ArrowDown")
    keyboard.type("2.4")
    keyboard.press("Control+Enter")
    visit.settle()
    visit.wait_for_focus("results")
    assert visit.chosen("diagnosis") == visit.knowledge.value_label("diagnosis", "hcc").clinician
    assert visit.typed("largest_tumor_cm") == "2.4"

    visit.input("ecog").focus()
    keyboard.press("ArrowLeft")
    keyboard.press("Control+Enter")
    visit.settle()
    visit.wait_for_focus("results")
    assert visit.chosen("ecog") == "4"

    keyboard.press("Control+Alt+n")
    visit.wait_for_focus("page-title")
    assert visit.typed("largest_tumor_cm") == ""


def test_values_picked_besides_an_answer_are_possible_too(visit: Visit) -> None:
    visit.choose("diagnosis", "hcc")
    visit.choose("child_pugh_class", "A")
    visit.send()
    visit.wait_for_focus("results")
    changed = visit.page.locator("#answers-changed")
    assert not changed.is_visible()

    visit.pick_also("Child-Pugh class: B")
    changed.wait_for(state="visible")
    visit.send()
    visit.wait_for_focus("results")
    assert "A or B" in visit.page.locator("dl.facts").inner_text()
    assert not changed.is_visible()
    assert visit.complaints == []


def test_an_example_with_several_values_shows_them_and_keeps_its_answer(visit: Visit) -> None:
    visit.load_example("Knows only some things")
    assert visit.chosen("child_pugh_class") == "A"
    assert "Child-Pugh class: B" in visit.page.locator(".st-key-section-also").inner_text()
    before = visit.statuses()
    visit.send()
    assert visit.statuses() == before


def test_a_size_in_the_wrong_unit_is_asked_about_and_settled_by_its_unit(visit: Visit) -> None:
    visit.type("largest_tumor_cm", "22")
    visit.send()
    visit.wait_for_focus("results")
    asks = visit.field("largest_tumor_cm").locator(".asks")
    assert asks.inner_text() == "Largest viable tumor, 22: is it 22 mm (2.2 cm)? Write the unit to settle it."

    visit.type("largest_tumor_cm", "22 mm")
    visit.send()
    asks.wait_for(state="detached")
    assert "22 mm, read as 2.2 cm" in visit.page.locator("dl.facts").inner_text()


def test_outdated_values_are_marked_and_may_count_as_unknown(visit: Visit) -> None:
    visit.enter({"bilirubin_mg_dl": "9", "age-of-liver": "10 weeks"}, {"diagnosis": "hcc"})
    visit.send()
    visit.wait_for_focus("results")
    assert "10 weeks old; outdated: fresh for 60 days" in visit.text()

    visit.page.get_by_text("Treat outdated values as unknown").click()
    visit.send()
    visit.wait_for_focus("results")
    assert "so it counts as unknown here" in visit.text()


def test_an_age_that_cannot_be_read_is_linked_to_its_field(visit: Visit) -> None:
    visit.enter({"bilirubin_mg_dl": "9", "age-of-liver": "a while"}, {})
    visit.send()
    visit.wait_for_focus("error-summary")
    visit.page.locator('#error-summary [data-goes-to="field-age-of-liver"]').click()
    visit.page.wait_for_function(
        "document.querySelector('.st-key-field-age-of-liver').contains(document.activeElement)"
    )
