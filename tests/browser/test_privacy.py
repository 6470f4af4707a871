"""Nothing about a patient leaves the tab: no address, no log, no other host."""

from __future__ import annotations

from tests.browser.server import Server
from tests.browser.visit import Visit


def test_facts_stay_out_of_addresses_logs_and_other_hosts(visit: Visit, server: Server) -> None:
    visit.choose("diagnosis", "hcc")
    visit.type("platelets_10e9_l", "137")
    visit.type("creatinine_mg_dl", "nonsense-4711")
    visit.send()
    visit.wait_for_focus("error-summary")
    visit.type("creatinine_mg_dl", "13.7")
    visit.send()
    visit.wait_for_focus("results")
    visit.page.get_by_role("link", name="Rules").click()
    visit.page.locator("article.rule").first.wait_for()
    visit.settle()

    assert visit.hosts == {visit.host}
    asked = [url for url in visit.urls if "?" in url]
    told = ("hcc", "137", "4711", "13.7", "platelets", "creatinine")
    assert [url for url in asked if any(word in url.split("?", 1)[1] for word in told)] == []
    assert visit.page.url.endswith("/rules")
    log = server.log.read_text()
    assert [word for word in told if word in log.replace(server.address, "")] == []
    cookies = str(visit.page.context.cookies())
    stored = str(visit.page.evaluate("[{...localStorage}, {...sessionStorage}].map(JSON.stringify)"))
    assert [word for word in told if word in cookies + stored] == []


def test_the_page_brings_no_complaints_to_the_console(visit: Visit) -> None:
    visit.send()
    visit.wait_for_focus("results")

    assert visit.complaints == []


def test_disclaimers_versions_and_limits_stand_above_and_below_on_both_pages(visit: Visit) -> None:
    for path in ("", "rules"):
        visit.open(path)
        shown = visit.text()
        assert "It does not choose treatment, and it is not medical advice." in shown
        assert "No start, stop or delay of any care because of this page." in shown
        assert f"Rules {visit.knowledge.version} ({visit.knowledge.hash})" in shown
        assert f"sources checked {visit.knowledge.checked}" in shown
        assert "not reviewed by a clinician" in shown
        assert "Nothing you enter is kept." in shown
