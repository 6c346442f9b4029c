// The keyboard: one key a decision. Single keys can be switched off, for those who talk to their machine.

import { shared } from "./app.js";
import { accept, correct, next, nextReport, notReport, previous, previousReport, publisher, undo } from "./decide.js";
import { h, put } from "./element.js";
import { move } from "./report.js";
import { t } from "./words.js";

const OFF = "gongkai.keys";

/** Keys of the report's view. */
const KEYS = {
  n: next, p: previous, a: accept, c: correct, Enter: correct, b: publisher, x: notReport, u: undo,
  "]": nextReport, J: nextReport, "[": previousReport, K: previousReport,
  ArrowLeft: () => move(0, -1), ArrowRight: () => move(0, 1), ArrowUp: () => move(-1, 0), ArrowDown: () => move(1, 0),
};

/** What the help says, in its order. */
const HELP = [[["n", "p"], "keyNext"], [["a"], "keyAccept"], [["c", "Enter"], "keyCorrect"], [["b"], "keyPublisher"], [["x"], "keyNot"], [["u"], "keyUndo"],
  [["]", "[", "J", "K"], "keyReport"], [["/"], "keySearch"], [["←", "→", "↑", "↓"], "keyArrows"], [["?"], "keyHelp"]];

const areOff = () => localStorage.getItem(OFF) === "off";

/** Listens to keys. */
export function bindKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const help = document.getElementById("help");
    const target = event.target instanceof Element ? event.target : null;
    if (help.open || target?.matches("input, select, textarea")) return;
    const isArrow = event.key.startsWith("Arrow");
    if (event.key === "?") showHelp();
    else if (areOff() && !isArrow) return;
    else if (event.key === "/") document.getElementById("search").focus();
    else if (shared.view === "report" && KEYS[event.key]) {
      // Enter presses a button that has the focus; a cell of the tables is no such button.
      if (event.key === "Enter" && target?.matches("button:not([data-cell]), a, summary")) return;
      if (KEYS[event.key]() === false && isArrow) return;
    } else return;
    event.preventDefault();
  });
}

/** Shows what the keys do. */
export function showHelp() {
  const help = document.getElementById("help");
  const rows = HELP.map(([keys, word]) => h("tr", {}, h("th", { scope: "row" }, keys.map((key) => [h("kbd", {}, key), " "])), h("td", {}, t(word))));
  put(help, h("h2", { id: "help-title" }, t("help")), h("table", {}, h("tbody", {}, rows)),
    h("label", { class: "switch" }, h("input", { type: "checkbox", checked: !areOff(), onchange: (event) => localStorage.setItem(OFF, event.target.checked ? "on" : "off") }), ` ${t("singleKeys")}`),
    h("form", { method: "dialog" }, h("button", { class: "main" }, t("close"), " ", h("kbd", {}, "Esc"))));
  help.setAttribute("aria-labelledby", "help-title");
  help.showModal();
}
