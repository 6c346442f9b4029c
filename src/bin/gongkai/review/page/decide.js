// The card over the tables: what is asked, what is known about it, and the decisions that can be made.

import { goReport, refresh } from "./app.js";
import { ask } from "./ask.js";
import { h, put, say } from "./element.js";
import { beside, fillQueue } from "./queue.js";
import { cells, choose, current, question, showReport, spell, step } from "./report.js";
import { t } from "./words.js";

/** Findings that count cells or tell of a sum, which the card shows itself. */
const COUNTED = ["identity-fails", "cells-doubtful", "cells-missing"];

/** What was decided here, the last at the end: each can be taken back. */
const actions = [];

const card = () => document.getElementById("card");

/** Draws the card anew. */
export function drawCard() {
  const asked = question();
  const { stops } = current.report.view;
  const place = asked && !current.chosen && h("span", { class: "place" }, t("doubt", { n: current.stop + 1, all: stops.length }));
  put(card(), asked ? about(asked, place) : h("p", { class: "settled" }, `✓ ${t("settled")}`), whole(), buttons(asked));
}

/** The decision about the report as a whole. */
function whole() {
  const decided = current.report.view.whole;
  return decided && h("p", { class: "decided" }, `✓ ${t(decided.decision === "not_a_report" ? "notReport" : "acceptWhole")} · ${t("decided", decided)}`);
}

function about(asked, place) {
  const { view } = current.report;
  if (asked.kind === "check") return checkAsked(view.checks[asked.check], asked.cells, place);
  if (asked.kind === "finding") return [h("h2", {}, t("findingError"), place), h("p", {}, view.findings[asked.finding].message), hint(view.findings[asked.finding].hint)];
  if (asked.kind === "report") {
    const word = view.verdict_read === "clean" ? "wholeClean" : "wholeUnreadable";
    return [h("h2", {}, t(word), place), view.verdict_read !== "clean" && view.findings.map(({ message }) => h("p", {}, message))];
  }
  if (asked.cells.length > 1) {
    return [h("h2", {}, t("cellsMissing", { n: asked.cells.length }), place), h("p", { class: "chips" }, asked.cells.slice(0, 12).map(chip), asked.cells.length > 12 && " …")];
  }
  return cellAsked(asked.cells[0], place);
}

const chip = (id) => h("button", { type: "button", class: "chip", onclick: () => choose(id) }, spell(id));

const hint = (text) => text && h("p", { class: "hint" }, h("b", {}, t("hint")), ` ${text}`);

function cellAsked(id, place) {
  const { view } = current.report;
  const cell = view.cells[id];
  const title = { doubtful: "cellsDoubtful", missing: "cellMissing" }[cell.status] ?? "cell";
  const fact = (word, value) => value !== null && value !== undefined && value !== "" && [h("dt", {}, t(word)), h("dd", {}, value)];
  const sums = view.checks.filter((check) => check.result === "fail" && check.cells.includes(id));
  // Findings name the cells that they are about, a second reading's too.
  const found = view.findings.filter((finding) => finding.message.includes(id) && !COUNTED.includes(finding.code));
  const candidates = cell.candidates.map((value) => h("button", { type: "button", class: "chip", onclick: () => edit(id, value) }, value));
  return [h("h2", {}, t(title), place), h("p", { class: "label" }, spell(id), " ", h("code", {}, id)),
    h("dl", {}, fact("value", cell.value === null ? t(cell.status) : h("b", { class: "big" }, cell.value)), fact("raw", cell.raw && h("span", { class: "raw" }, cell.raw)),
      fact("was", cell.was && `${cell.was.value ?? "—"} (${t(cell.was.status)})`), fact("note", cell.note), fact("unit", cell.unit),
      fact("candidates", candidates.length > 0 && candidates), fact("seen", cell.decided && `${t(cell.decided.decision)} · ${t("decided", cell.decided)}${cell.decided.why ? ` · ${cell.decided.why}` : ""}`)),
    sums.map(equation), found.map((finding) => h("p", { class: "hint" }, finding.message))];
}

function equation(check) {
  const off = check.expected !== undefined && check.actual !== undefined ? h("span", { class: "off" }, t("difference", { n: difference(check) })) : null;
  return h("p", { class: "sum" }, h("code", {}, check.id), " ", h("span", { class: "equation" }, check.equation), " ", off);
}

/** The difference of two decimals, exactly: they are taken as whole numbers of their last place. */
function difference({ expected, actual }) {
  const [a, b] = [String(actual), String(expected)];
  const places = Math.max(...[a, b].map((text) => (text.split(".")[1] ?? "").length));
  const scaled = (text) => {
    const [whole, part = ""] = text.split(".");
    return BigInt(whole + part.padEnd(places, "0"));
  };
  const off = scaled(a) - scaled(b);
  const digits = String(off < 0n ? -off : off).padStart(places + 1, "0");
  const number = places > 0 ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return `${off < 0n ? "−" : "+"}${number}`;
}

function checkAsked(check, ids, place) {
  return [h("h2", {}, t("checkFails"), place), h("p", { class: "label" }, t(check.id), ids.length > 0 && h("b", {}, ` · ${subject(ids)}`)), equation(check), hint(check.hint),
    h("details", {}, h("summary", {}, t("cellsOf", { n: ids.length })), h("p", { class: "chips" }, ids.map(chip)))];
}

/** What a sum is about: a column where its cells share one, else a row. */
function subject(ids) {
  const columns = new Set(ids.map((id) => id.split(".").at(-1)));
  const words = spell(ids[0]).split(" · ");
  return columns.size === 1 && ids.length > 1 ? words.at(-1) : words.slice(0, -1).join(" · ");
}

/** What accepting means for what is asked. */
function acceptWord(asked) {
  if (asked?.kind === "report") return current.report.view.verdict_read === "clean" ? "acceptWhole" : "acceptUnreadable";
  if (!asked || asked.kind === "finding") return "acceptWhole";
  return asked.kind === "cells" && asked.cells.every((id) => current.report.view.cells[id].status === "missing") ? "acceptMissing" : "accept";
}

function buttons(asked) {
  const one = asked && cells().length > 0;
  const button = (id, key, word, action, properties = {}) => h("button", { type: "button", id, onclick: action, ...properties }, t(word), " ", h("kbd", {}, key));
  const main = asked?.kind === "check" ? "publisher" : "accept";
  const is = (name) => ({ class: name === main ? "main" : null });
  return [h("div", { class: "buttons", role: "group", "aria-label": t("doubts", { n: current.report.view.stops.length }) },
    (asked || current.report.view.whole === null) && button("accept", "a", acceptWord(asked), accept, is("accept")),
    one && button("correct", "c", "correct", correct),
    one && button("publisher", "b", "publisher", publisher, is("publisher")),
    button("not", "x", "notReport", notReport)),
  h("div", { class: "buttons" },
    button("undo", "u", "undo", undo),
    button("next", "n", "next", next),
    button("next-report", "]", "nextReport", nextReport)),
  h("label", { class: "why" }, h("span", {}, t("why")), h("input", { id: "why", maxlength: "500", autocomplete: "off" })),
  h("p", { id: "wrong", class: "failed", role: "alert" })];
}

/** Makes a decision, and goes on to what is asked next. */
async function decide(body) {
  const { number } = current.report;
  const why = document.getElementById("why")?.value ?? "";
  try {
    const { action } = await ask(`report/${number}/decide`, {}, { ...body, why });
    actions.push({ number, action });
    current.chosen = null;
    await after(number, "kept");
  } catch (error) {
    document.getElementById("wrong").textContent = error.message;
  }
}

async function after(number, word) {
  await Promise.all([refresh(), fillQueue()]);
  await showReport(document.getElementById("main"), number);
  say(`${t(word)}. ${t(current.report.view.verdict)}`);
}

/** What is asked of cells that nobody has looked at yet: those that were decided keep their decision. */
const unseen = () => {
  const ids = cells();
  const left = ids.filter((id) => !current.report.view.cells[id].decided);
  return left.length > 0 ? left : ids;
};

export function accept() {
  // Nothing is asked, and all of it was accepted: there is nothing left to say.
  if (question() === null && current.report.view.whole !== null) return;
  decide({ decision: "accept", cells: unseen() });
}

export const notReport = () => decide({ decision: "not_a_report", cells: [] });

export function publisher() {
  if (cells().length > 0) return decide({ decision: "publisher", cells: unseen() });
}

/** Opens the field for a correction. */
export function correct() {
  const [id] = cells();
  if (id) edit(id, current.report.view.cells[id].value ?? "");
}

function edit(id, value) {
  document.getElementById("edit")?.remove();
  const input = h("input", { id: "now", value, inputmode: "decimal", autocomplete: "off", "aria-describedby": "wrong" });
  const close = () => {
    form.remove();
    document.getElementById("correct")?.focus();
  };
  const form = h("form", { id: "edit", onsubmit: (event) => {
    event.preventDefault();
    const now = digits(input.value);
    if (!/^(-?\d+(\.\d+)?)?$/.test(now)) {
      document.getElementById("wrong").textContent = t("noNumber");
      return;
    }
    decide({ decision: "correct", cells: [id], now });
  }, onkeydown: (event) => event.key === "Escape" && close() },
  h("label", {}, h("span", {}, `${spell(id)}: ${t("printed")}`), input), h("button", { type: "submit", class: "main", id: "keep" }, t("keep"), " ", h("kbd", {}, "Enter")),
  h("button", { type: "button", onclick: close }, t("cancel"), " ", h("kbd", {}, "Esc")));
  card().prepend(form);
  input.focus();
  input.select();
}

/** Digits as they are typed with a Chinese keyboard, and with separators, as plain ones. */
const digits = (text) => text.normalize("NFKC").replace(/[\s,]/g, "").replace("−", "-");

/** Takes back the last decision, wherever it was made. */
export async function undo() {
  const { number, action } = actions.pop() ?? { number: current.report.number, action: null };
  try {
    await ask(`report/${number}/undo`, {}, action);
  } catch (error) {
    document.getElementById("wrong").textContent = error.message;
    return;
  }
  if (number !== current.report.number) {
    await Promise.all([refresh(), fillQueue()]);
    goReport(number);
  } else await after(number, "undone");
}

export function next() {
  if (!step(1)) nextReport();
}

export function previous() {
  if (!step(-1)) previousReport();
}

export function nextReport() {
  const number = beside(current.report.number, 1) ?? current.report.next;
  if (number !== null && number !== undefined) goReport(number);
}

export function previousReport() {
  const number = beside(current.report.number, -1) ?? current.report.previous;
  if (number !== null && number !== undefined) goReport(number);
}

