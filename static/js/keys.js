/* Keys of the desk: going through suggestions or pictures to compare without a mouse.

   A letter works only while no field is being typed into, and not at all once they are switched off
   (WCAG 2.1.4); what a key does, a button beside it does too. On a keyboard with Arabic or other
   letters the key in the same place counts. */

const STORED = "bayyina.keys";
/* While the item is still being read, there is neither. */
const keysBox = document.getElementById("keys");
const keysOn = keysBox?.querySelector("[data-keys-on]");

function remembered() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true; // Storage is switched off: the keys are what the page says at first.
  }
}

function remember(on) {
  try {
    localStorage.setItem(STORED, on ? "on" : "off");
  } catch {
    // The choice then lasts as long as the page.
  }
}

function isTyping(element) {
  return element.closest("input:not([type=radio], [type=checkbox], [type=range]), textarea, select, [contenteditable]");
}

function letterOf(event) {
  if (event.key === "?" || event.key === "؟") return "?";
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  if (/^[0-9]$/.test(event.key)) return event.key;
  return /^(Key[A-Z]|Digit[0-9])$/.test(event.code) ? event.code.slice(-1).toLowerCase() : "";
}

function cards() {
  return [...document.querySelectorAll("[data-card]")];
}

function move(by) {
  const all = cards();
  if (!all.length) return;
  const here = all.indexOf(document.activeElement.closest("[data-card]"));
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by;
  const card = all[Math.min(Math.max(next, 0), all.length - 1)];
  card.focus();
  card.scrollIntoView({ block: "nearest" });
}

/** Press what has this key wherever the focus is; buttons that are hidden have none. */
function pressOnPage(letter) {
  const found = document.querySelector(`[data-page-key="${letter}"]`);
  if (!found?.checkVisibility()) return false;
  found.focus();
  found.click();
  return true;
}

function press(letter) {
  if (letter === "u") {
    document.querySelector("[data-key=u]")?.click();
    return true;
  }
  const card = document.activeElement.closest("[data-card]");
  const button = card?.querySelector(`[data-key=${letter}]`);
  button?.click();
  return Boolean(button);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideTips();
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!keysOn?.checked || keysBox.open || isTyping(event.target)) return;
  const letter = letterOf(event);
  if (!letter) return;
  if (letter === "?") keysBox.showModal();
  else if (pressOnPage(letter)) return event.preventDefault();
  else if (letter === "j") move(1);
  else if (letter === "k") move(-1);
  else if (letter === "c") document.dispatchEvent(new Event("bayyina:claim"));
  else if (!"aeru".includes(letter) || !press(letter)) return;
  event.preventDefault();
});

/* Escape hides the note of a mark until the focus or pointer moves on (WCAG 1.4.13). */
function hideTips() {
  document.documentElement.dataset.tips = "off";
}
for (const name of ["focusin", "pointerout"]) {
  document.addEventListener(name, () => delete document.documentElement.dataset.tips);
}

function focusNext() {
  const next = document.querySelector("[data-focus]");
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function showOpener() {
  for (const opener of document.querySelectorAll("[data-opens-keys]")) opener.hidden = false;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens-keys]")) keysBox.showModal();
});
if (keysOn) {
  keysOn.checked = remembered();
  keysOn.addEventListener("change", () => remember(keysOn.checked));
}
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "suggestions" && !document.querySelector("#suggestions [data-focus]")) return;
  showOpener();
  focusNext();
});
showOpener();
/* Signs of keys are shown only where keys do something. */
document.documentElement.dataset.keys = "on";
/* Without htmx the address names the card that is next. */
if (/^#suggestion/.test(location.hash)) document.querySelector(location.hash)?.focus();
