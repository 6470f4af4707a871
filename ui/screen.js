// Streamlit has no way to set the focus or to notice typing before a form is sent; this is all the
// script these screens need. It keeps nothing and calls nobody.
(() => {
  if (window.screenerListens) return;
  window.screenerListens = true;

  const unfold = (node) => {
    const fold = node.closest("details:not([open])");
    if (fold) fold.querySelector("summary").click();
  };

  // A field's own input, of a group of radios the one that Tab would reach.
  const reach = (name) => {
    const field = document.querySelector(`.st-key-${CSS.escape(name)}`);
    const inside = field && field.querySelector('input[type="text"], input[tabindex="0"]');
    return inside || document.getElementById(name);
  };

  const goTo = (name, tries = 60) => {
    const node = reach(name);
    if (!node) {
      if (tries) setTimeout(() => goTo(name, tries - 1), 50);
      return;
    }
    unfold(node);
    setTimeout(() => {
      node.focus({ preventScroll: true });
      const field = node.matches("input") ? node.closest('[class*="st-key-field-"]') : node;
      field.scrollIntoView({ block: node.matches("input") ? "center" : "start" });
    }, 50);
  };

  // What is picked as possible besides the fields' own answers; picking fires no input event.
  const picked = () =>
    [...document.querySelectorAll('.st-key-section-also [data-tag]')].map((tag) => tag.textContent).join();
  let pickedBefore = "";

  const showChanged = () => {
    const note = document.getElementById("answers-changed");
    if (!note || note.classList.contains("shown")) return;
    note.classList.add("shown");
    describeAll();
  };

  const noticePicking = () => setTimeout(() => picked() !== pickedBefore && showChanged(), 100);
  document.addEventListener("click", noticePicking);
  document.addEventListener("keyup", noticePicking);

  // After each run that answers the nurse: what stands there is new, and has the focus.
  window.screenerFocus = (name, isAnswered) => {
    const changed = document.getElementById("answers-changed");
    if (changed && isAnswered) {
      changed.classList.remove("shown");
      pickedBefore = picked();
    }
    goTo(name);
  };

  // A field with a problem says so to screen readers too, and no longer once it is put right; so does
  // one that can change nothing any more, as long as that belongs to the answers that stand there.
  const describe = (field) => {
    const input = field.querySelector('input[type="text"], input[tabindex="0"]');
    if (!input) return;
    const holder = input.closest('[role="radiogroup"]') || input;
    const isShown = (node) => getComputedStyle(node).visibility === "visible";
    const told = [...field.querySelectorAll(".problem[id], .settled[id]")].filter(isShown);
    const wasTold = /^(problem|settled)-/.test(holder.getAttribute("aria-describedby") || "");
    if (!told.length && !wasTold) return;
    if (told.length) holder.setAttribute("aria-describedby", told.map((node) => node.id).join(" "));
    else holder.removeAttribute("aria-describedby");
    if (told.some((node) => node.matches(".problem"))) holder.setAttribute("aria-invalid", "true");
    else holder.removeAttribute("aria-invalid");
  };

  const FIELD = '[class*="st-key-field-"]';

  const describeAll = () => document.querySelectorAll(FIELD).forEach(describe);

  // Streamlit may still be drawing, so the fields are looked at more than once.
  window.screenerDescribe = () => [0, 300, 1500].forEach((delay) => setTimeout(describeAll, delay));

  document.addEventListener("focusin", (event) => {
    const field = event.target.closest && event.target.closest(FIELD);
    if (field) describe(field);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-goes-to]");
    if (!link) return;
    event.preventDefault();
    goTo(link.dataset.goesTo);
  });

  // Radio buttons and pickers swallow every Enter, so the form's shortcut would not work from most of its fields.
  const swallowsEnter = (node) => node.type === "radio" || node.role === "combobox";
  window.addEventListener(
    "keydown",
    (event) => {
      const isShortcut = event.key === "Enter" && (event.ctrlKey || event.metaKey);
      if (!isShortcut || !swallowsEnter(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = document.querySelector(".st-key-submit button");
      if (button && event.target.closest(".st-key-chart")) button.click();
    },
    true,
  );

  document.addEventListener("input", (event) => {
    if (event.target.closest && event.target.closest(".st-key-chart")) showChanged();
  });
})();
