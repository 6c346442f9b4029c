// The queue: filters with their counts, and the reports that fit, the most suspicious first.

import { shared } from "./app.js";
import { ask } from "./ask.js";
import { h, put, say } from "./element.js";
import { t } from "./words.js";

const VERDICTS = ["unreadable", "needs_review", "publisher_inconsistent", "sample"];
const CHOICES = ["state", "reason", "finding", "form", "year", "region"];

/** Values whose names are words of the page. */
const NAMED = ["state", "reason"];

const filter = { verdict: "", state: "", reason: "", finding: "", form: "", year: "", region: "", text: "" };
let shown = [];
let count = 0;

/** Enter was pressed in the search, and what it finds is not there yet. */
let isEntered = false;

const aside = document.getElementById("queue");

/** Lists the queue anew. */
export async function fillQueue() {
  const answer = await ask("queue", filter);
  [shown, count] = [answer.reports, answer.count];
  draw(answer.facets);
}

/** Marks the report that is shown. */
export function markCurrent() {
  for (const link of aside.querySelectorAll("a[data-number]")) {
    const is = shared.view === "report" && Number(link.dataset.number) === shared.report?.number;
    if (is) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    if (is) link.scrollIntoView({ block: "nearest" });
  }
}

/** The report after one in the list as filtered, or the one before. */
export function beside(number, step) {
  const at = shown.findIndex((report) => report.number === number);
  return at < 0 ? undefined : shown[at + step]?.number;
}

async function change(name, value) {
  filter[name] = value;
  await fillQueue();
  say(`${count}`);
}

const first = () => aside.querySelector("a[data-number]");

/** Enter in the search leads to the first report that it finds. */
function enter(event) {
  if (event.key !== "Enter") return;
  isEntered = event.target.value !== filter.text;
  if (!isEntered) first()?.focus();
}

/** Draws the list anew; the focus stays where it is, also when that is in the list. */
function draw(facets) {
  const focused = aside.contains(document.activeElement) ? document.activeElement.id : "";
  const had = aside.querySelector("details")?.open;
  const search = h("input", { id: "search", type: "search", placeholder: t("search"), "aria-label": t("search"), value: filter.text,
    onkeydown: enter, onchange: (event) => change("text", event.target.value) });
  const chips = VERDICTS.map((verdict) => h("button", { type: "button", id: `verdict-${verdict}`, class: `chip ${verdict}`,
    "aria-pressed": String(filter.verdict === verdict), onclick: () => change("verdict", filter.verdict === verdict ? "" : verdict) },
    t(verdict), " ", h("b", {}, facets.verdict?.[verdict] ?? 0)));
  const wider = CHOICES.some((name) => filter[name] !== "");
  put(aside,
    search,
    h("div", { class: "chips", role: "group", "aria-label": t("verdict") }, chips),
    h("details", { open: had ?? wider }, h("summary", {}, t("filters")), CHOICES.map((name) => choice(name, facets[name] ?? {}))),
    h("ol", { class: "reports" }, shown.map(entry)),
    shown.length === 0 && h("p", { class: "empty" }, t("nothing")),
    shown.length < count && h("button", { type: "button", id: "more", class: "more", onclick: more }, t("more", { n: Math.min(200, count - shown.length) })));
  const to = (focused === "search" && isEntered && first()) || document.getElementById(focused);
  isEntered = false;
  to?.focus();
  markCurrent();
}

function choice(name, values) {
  const options = Object.entries(values).map(([value, n]) =>
    h("option", { value, selected: filter[name] === value }, `${NAMED.includes(name) ? t(value) : value} (${n})`));
  return h("label", {}, h("span", {}, t(name)),
    h("select", { id: `filter-${name}`, onchange: (event) => change(name, event.target.value) },
      h("option", { value: "" }, t("any")), options));
}

function entry(report) {
  const detail = report.verdict === "unreadable" ? t(report.reason) : t("doubts", { n: report.doubts });
  return h("li", {}, h("a", { id: `report-${report.number}`, href: `#/report/${report.number}`, class: report.done ? "done" : null, data: { number: report.number } },
    h("span", { class: "agency" }, report.agency ?? report.source), " ", h("span", { class: "year" }, report.year ?? ""),
    h("span", { class: "about" }, h("i", { class: `dot ${report.verdict}` }), t(report.verdict === "clean" ? "sample" : report.verdict),
      report.verdict === "clean" ? "" : ` · ${detail}`, report.done && h("span", { class: "tick" }, ` ✓ ${t("done")}`))));
}

async function more() {
  const answer = await ask("queue", { ...filter, from: shown.length });
  shown = shown.concat(answer.reports);
  draw(answer.facets);
}

