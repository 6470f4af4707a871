"""A visit to the screens as a person makes it: type, choose, send, read."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

import screener
from screener.knowledge.knowledge import Knowledge
from screener.screening.examination import Examination
from tests.browser.runs import Runs
from tests.patience import PATIENCE_MILLISECONDS, PATIENCE_SECONDS

SKELETON = '[data-testid="stSkeleton"]'
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]'


def flatten(text: str) -> str:
    """Return a text with every run of white space as one blank."""
    return re.sub(r"\s+", " ", text).strip()


class Visit:
    """One browser tab on the screens."""

    def __init__(self, page: Page, address: str, knowledge: Knowledge) -> None:
        """Watch what the page asks for and complains about from its first moment."""
        self.page = page
        self.knowledge = knowledge
        self._address = address
        self.hosts: set[str] = set()
        self.urls: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        self._runs = Runs(page)
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type == "error" else None,
        )

    def _note(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob"):
            self.hosts.add(parts.netloc)
            self.urls.append(url)

    @property
    def host(self) -> str:
        """The only host the page may talk to."""
        return urlsplit(self._address).netloc

    def open(self, path: str = "") -> None:
        """Go to a page and wait until it stands still."""
        self.page.goto(f"{self._address}/{path}")
        self.page.locator(".footer").wait_for()
        # Streamlit draws gray boxes until the code of a field has come; nobody can type into those.
        self.page.wait_for_function(f"document.querySelectorAll({SKELETON!r}).length === 0")
        self.settle()

    def settle(self) -> None:
        """Wait until the app has nothing more to do, and the page shows it."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        self._draw()
        while not self._runs.is_over:
            assert time.monotonic() < deadline, "the app never came to an end"
            self._draw()
        self.page.locator(SETTLED).wait_for()
        self._draw()

    def _draw(self) -> None:
        """Let the page do what it has begun, and draw it."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))")

    def field(self, fact: str) -> Locator:
        """Return the field of a fact."""
        return self.page.locator(f".st-key-field-{fact}")

    def input(self, fact: str) -> Locator:
        """Return the text input of a fact, or the radio that Tab reaches."""
        return self.field(fact).locator('input[type="text"], input[tabindex="0"]')

    def unfold(self, fact: str) -> None:
        """Open the folded part in which a field stands."""
        fold = self.page.locator("details:not([open])", has=self.field(fact))
        if fold.count():
            fold.locator("summary").first.click()

    def type(self, fact: str, text: str) -> None:
        """Type an answer."""
        self.unfold(fact)
        self.input(fact).fill(text)

    def choose(self, fact: str, value: str) -> None:
        """Choose an answer by its value; `yes` and `no` by their words."""
        text = {"yes": "Yes", "no": "No", "unknown": "Unknown"}.get(value)
        self.choose_text(fact, text or self.knowledge.value_label(fact, value).clinician)

    def choose_text(self, fact: str, text: str) -> None:
        """Choose an answer by what stands beside it."""
        self.unfold(fact)
        options = self.field(fact).get_by_test_id("stRadioOption")
        options.filter(has_text=re.compile(f"^{re.escape(text)}$")).click()

    def pick_also(self, text: str) -> None:
        """Pick a value that is possible besides the answer of its field."""
        self.page.locator(".st-key-section-also").get_by_role("combobox").press_sequentially(text)
        self.page.get_by_role("option", name=text, exact=True).wait_for()
        self.page.keyboard.press("Enter")

    def enter(self, typed: Mapping[str, str], chosen: Mapping[str, str]) -> None:
        """Type and choose the answers of a patient."""
        for fact, text in typed.items():
            self.type(fact, text)
        for fact, value in chosen.items():
            self.choose(fact, value)

    def chosen(self, fact: str) -> str:
        """Return what stands beside the chosen answer."""
        return flatten(self.field(fact).locator('[data-testid="stRadioGroup"] > [data-selected="true"]').inner_text())

    def typed(self, fact: str) -> str:
        """Return what stands in a typed field."""
        return self.input(fact).input_value()

    def send(self) -> None:
        """Send the form from the keyboard."""
        self.page.keyboard.press("Control+Enter")
        self.settle()

    def load_example(self, name: str) -> None:
        """Fill the form with the example patient whose name begins like this."""
        picker = self.page.locator(".st-key-tools").get_by_role("combobox")
        picker.click()
        self.page.get_by_role("option", name=name).first.click()
        self.page.get_by_role("button", name="Fill in and show").click()
        self.page.locator("article.option").first.wait_for()
        self.settle()

    def work_out_flips(self) -> None:
        """Open the part about what would change a status, and ask for it."""
        self.page.get_by_text("What would change a status", exact=True).click()
        self.page.get_by_role("button", name="Work these out").click()
        self.wait_for_focus("flips-found")
        self.settle()

    def options(self) -> list[str]:
        """Return the names of the options, as they stand one below the other."""
        return [flatten(text) for text in self.page.locator("article.option h3").all_inner_texts()]

    def statuses(self) -> list[str]:
        """Return the status of every card, as its class names it."""
        cards = self.page.locator("article.option")
        return [str(cards.nth(number).get_attribute("class")).split()[1] for number in range(cards.count())]

    def text(self) -> str:
        """Return every text of the page, folded or not."""
        return flatten(
            self.page.locator('[data-testid="stMain"]').evaluate(
                """(main) => {
                    const copy = main.cloneNode(true);
                    copy.querySelectorAll("script, style").forEach((node) => node.remove());
                    return copy.textContent;
                }"""
            )
        )

    def focused_id(self) -> str:
        """Return the id of what has the focus."""
        return str(self.page.evaluate("document.activeElement.id"))

    def wait_for_focus(self, element_id: str) -> None:
        """Wait until an element has the focus."""
        self.page.wait_for_function(f"document.activeElement.id === {element_id!r}")

    def focused_fact(self) -> str:
        """Return the fact whose field has the focus, or nothing."""
        return str(
            self.page.evaluate(
                """() => {
                    const field = document.activeElement.closest('[class*="st-key-field-"]');
                    return field ? field.className.match(/st-key-field-(\\w+)/)[1] : "";
                }"""
            )
        )

    def focus_ring(self) -> float:
        """Return how many pixels wide the ring around the focus is."""
        return float(
            self.page.evaluate(
                """() => {
                    let widest = 0;
                    let node = document.activeElement;
                    for (let level = 0; level < 4; level += 1, node = node.parentElement) {
                        const style = getComputedStyle(node);
                        const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
                        widest = Math.max(widest, width);
                    }
                    return widest;
                }"""
            )
        )

    def screened(self, facts: Mapping[str, object]) -> screener.Screening:
        """Return what the program says about the same facts without a screen."""
        return screener.screen(facts, screener.load_knowledge())

    def examined(self, facts: Mapping[str, object]) -> Examination:
        """Return the program's answer about the same facts, ready for further questions."""
        return screener.examine(facts, screener.load_knowledge())
