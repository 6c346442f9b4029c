// One report: the source on the left, the tables as read on the right, and over them what is to be decided.

import { shared } from "./app.js";
import { ask } from "./ask.js";
import { drawCard } from "./decide.js";
import { h, put, reveal, say } from "./element.js";
import { drawSource, kind } from "./source.js";
import { t } from "./words.js";

/** What is shown: the report, what is asked about, and both sides of it. */
export const current = {
  /** @type {any} */ report: null,
  /** The place among the stops. */ stop: 0,
  /** @type {string|null} a cell that was chosen by hand */ chosen: null,
  /** @type {any} */ source: null,
};

/** Shows a report. The same one again keeps its place, and its source as drawn. */
export async function showReport(main, number) {
  const report = await ask(`report/${number}`);
  const isSame = current.report?.number === number && main.querySelector(".report") !== null && main.dataset.language === document.documentElement.lang;
  current.report = shared.report = report;
  if (isSame) {
    drawReadings();
    return;
  }
  [current.stop, current.chosen, current.source] = [0, null, null];
  main.dataset.language = document.documentElement.lang;
  put(main, h("article", { class: "report", "aria-labelledby": "title" },
    h("header", { class: "head", id: "head" }),
    h("section", { class: "source", id: "source", tabindex: "0", "aria-label": t("source") }),
    h("section", { class: "readings", "aria-label": t("tables") },
      h("div", { id: "card", class: "card" }),
      h("div", { id: "tables", class: "tables", tabindex: "0", role: "group", "aria-label": t("tables") }))));
  drawReadings();
  const source = await drawSource(document.getElementById("source"), report, point, choose);
  if (current.report.number === number) {
    current.source = source;
    current.source.show(cells());
  }
}

function drawReadings() {
  current.stop = Math.max(0, Math.min(current.stop, current.report.view.stops.length - 1));
  drawHead();
  drawTables();
  askAbout();
}

/** The cells that are asked about. */
export function cells() {
  if (current.chosen) return [current.chosen];
  return current.report.view.stops[current.stop]?.cells ?? [];
}

/** What is asked about: a cell that was chosen, or where the review stands. */
export function question() {
  if (current.chosen) return { kind: "cells", cells: [current.chosen] };
  return current.report.view.stops[current.stop] ?? null;
}

/** Turns to what is asked about, on all sides. */
function askAbout() {
  const asked = cells();
  drawCard();
  for (const button of document.querySelectorAll("#tables button.chosen")) {
    button.classList.remove("chosen");
    button.setAttribute("tabindex", "-1");
  }
  asked.forEach((id) => button(id)?.classList.add("chosen"));
  const first = button(asked[0]) ?? document.querySelector("#tables button[data-cell]");
  first?.setAttribute("tabindex", "0");
  if (asked.length > 0) reveal(button(asked[0]) ?? document.getElementById("card"));
  current.source?.show(asked);
  const { stops } = current.report.view;
  say(stops.length === 0 ? t("settled") : `${t("doubt", { n: current.stop + 1, all: stops.length })}: ${asked.slice(0, 3).map(spell).join("; ")}`);
}

const button = (id) => id && document.querySelector(`#tables button[data-cell="${CSS.escape(id)}"]`);

/** Goes to another doubt of the report; false where there is none in that direction. */
export function step(by) {
  const { stops } = current.report.view;
  if (current.chosen) {
    current.chosen = null;
    if (stops.length > 0) return askAbout(), true;
  }
  const to = current.stop + by;
  if (to < 0 || to >= stops.length) return false;
  current.stop = to;
  askAbout();
  return true;
}

/** Asks about one cell. */
export function choose(id) {
  const { stops } = current.report.view;
  const at = stops.findIndex((stop) => stop.kind === "cells" && stop.cells.length === 1 && stop.cells[0] === id);
  if (at >= 0) [current.stop, current.chosen] = [at, null];
  else current.chosen = id;
  askAbout();
}

/** Lights up cells that are pointed at, on both sides. */
function point(ids) {
  for (const lit of document.querySelectorAll("#tables button.lit")) lit.classList.remove("lit");
  ids.forEach((id) => button(id)?.classList.add("lit"));
  current.source?.light(ids);
}

/** A cell's labels: its table, row and column. */
export function spell(id) {
  for (const table of current.report.view.tables) {
    for (const row of table.rows) {
      const at = row.cells.indexOf(id);
      if (at >= 0) return [row.group, row.label, table.columns[at]].filter(Boolean).join(" · ");
    }
  }
  return id;
}

function drawHead() {
  const { agency, year, source, form, region, reason, view } = current.report;
  put(document.getElementById("head"),
    h("h1", { id: "title" }, agency ?? source, year && h("span", { class: "year" }, ` ${year}`)),
    h("p", { class: "facts" },
      h("span", { class: `verdict ${view.verdict}` }, t(view.verdict)),
      view.verdict_read !== view.verdict && h("s", { class: "before" }, t(view.verdict_read)),
      reason && h("span", {}, t(reason)), form && h("span", {}, form), region.length > 0 && h("span", {}, region.join(" ")),
      h("span", { class: "path" }, source)));
}

function drawTables() {
  const { view } = current.report;
  put(document.getElementById("tables"), view.tables.map(table), checks(view), list("findings", view.findings.map(finding)),
    list("sections", view.sections.map(([heading, text]) => h("details", {}, h("summary", {}, heading), h("p", { class: "text" }, text)))),
    stale(view.stale));
}

function table({ label, columns, rows }) {
  let among = null;
  const body = rows.map((row) => {
    const opens = row.group && row.group !== among;
    among = row.group;
    return [opens && h("tr", { class: "group" }, h("th", { scope: "rowgroup", colspan: columns.length + 1 }, row.group)),
      h("tr", {}, h("th", { scope: "row" }, row.label), row.cells.map((id) => id ? cell(id) : h("td", { class: "none" })))];
  });
  return h("table", {}, h("caption", {}, label),
    h("thead", {}, h("tr", {}, h("td"), columns.map((column) => h("th", { scope: "col" }, column)))),
    h("tbody", {}, body));
}

const SIGNS = { doubtful: "?", missing: "∅", corrected: "✎", blank: "—" };

function cell(id) {
  const cell = current.report.view.cells[id];
  const sign = cell.value === null ? "" : (SIGNS[cell.status] ?? (cell.fails ? "≠" : ""));
  const states = [cell.status !== "read" && t(cell.status), cell.fails && t("fails"), cell.decided && t("seen")].filter(Boolean);
  return h("td", { class: kind(cell) },
    h("button", { type: "button", tabindex: "-1", data: { cell: id }, onclick: () => choose(id),
      onmouseenter: () => point([id]), onmouseleave: () => point([]), onfocus: () => point([id]), onblur: () => point([]) },
      h("span", { class: "number" }, cell.value ?? SIGNS[cell.status] ?? "?"),
      sign && h("span", { class: "sign", "aria-hidden": "true" }, sign),
      cell.decided && h("span", { class: "sign", "aria-hidden": "true" }, "✓"),
      states.length > 0 && h("span", { class: "unseen" }, `, ${states.join(", ")}`)),
    cell.note && h("small", {}, cell.note));
}

function list(word, items) {
  return items.length > 0 && h("section", { class: "list" }, h("h2", {}, t(word)), h("ul", {}, items.map((item) => h("li", {}, item))));
}

function checks(view) {
  const failed = view.checks.filter((check) => check.result === "fail");
  return list("checks", failed.map((check) => [h("code", {}, check.id), ` ${check.subject} `, h("span", { class: "equation" }, check.equation),
    check.hint && h("em", {}, ` ${check.hint}`)]));
}

const finding = ({ code, message, hint, severity }) => [h("code", { class: severity }, code), ` ${message}`, hint && h("em", {}, ` ${hint}`)];

function stale(all) {
  return all.length > 0 && h("section", { class: "list stale" }, h("h2", {}, t("stale")), h("p", {}, t("staleWhy")),
    h("ul", {}, all.map((one) => h("li", {}, one.cell ? spell(one.cell) : t("whole"), ` ${t(one.decided.decision)} ${one.now ?? ""} `,
      h("small", {}, t("decided", one.decided))))));
}

/** Moves the focus within the tables, by rows and columns. */
export function move(down, right) {
  const here = document.activeElement?.closest?.("#tables td");
  if (!here) return false;
  let row = here.parentElement;
  let column = here.cellIndex + right;
  if (right === 0) {
    do row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    while (row && row.classList.contains("group"));
  }
  const target = row?.cells[column]?.querySelector("button[data-cell]");
  if (!target) return true;
  target.focus();
  return true;
}
