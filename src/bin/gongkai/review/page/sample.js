// What the sample says of the unmarked reports: rates with their intervals, and how many more to look at.

import { goReport } from "./app.js";
import { ask } from "./ask.js";
import { h, put } from "./element.js";
import { isChinese, t } from "./words.js";

/** Shows it. */
export async function showSample(main) {
  const sample = await ask("sample");
  const title = h("h1", {}, t("sampleTitle"));
  if (sample.drawn === 0) return put(main, h("article", { class: "sheet-of-words" }, title, h("p", {}, t("sampleNone"))));
  const rate = (word, { wrong, seen, share, low, high }) => h("div", { class: "rate" }, h("h2", {}, t(word)),
    h("p", { class: "huge" }, seen === 0 ? "—" : percent(share)), h("p", {}, t("ofSeen", { wrong: number(wrong), seen: number(seen) })),
    h("p", { class: "interval" }, t("interval", { low: percent(low), high: percent(high) })));
  const rows = sample.more.map(({ bound, cells, reports }) => h("tr", {}, h("th", { scope: "row" }, `≤ ${percent(bound)}`),
    h("td", {}, cells === 0 ? `✓ ${t("reached")}` : cells === null ? "—" : number(cells)), h("td", {}, cells === 0 ? "" : reports === null ? "—" : number(reports))));
  put(main, h("article", { class: "sheet-of-words" }, title,
    h("p", {}, t("sampleDrawn", { clean: number(sample.clean), drawn: number(sample.drawn), looked: number(sample.looked) })),
    sample.first !== null && h("p", {}, h("button", { type: "button", class: "main", onclick: () => goReport(sample.first) }, t("sampleStart"))),
    h("div", { class: "rates" }, rate("cellRate", sample.cells), rate("reportRate", sample.reports)),
    h("table", { class: "plain" }, h("thead", {}, h("tr", {}, ["bound", "moreCells", "moreReports"].map((word) => h("th", { scope: "col" }, t(word))))), h("tbody", {}, rows)),
    sample.errors.length > 0 && h("section", {}, h("h2", {}, t("sampleErrors")), h("ul", {}, sample.errors.map((error) =>
      h("li", {}, h("a", { href: `#/report/${error.number}` }, error.cell ?? t("notReport")))))),
    h("p", { class: "hint" }, t("sampleUnit"))));
}

const number = (n) => n.toLocaleString(isChinese() ? "zh-CN" : "en");

/** A share in per cent, with two digits that count. */
const percent = (share) => `${share === 0 ? "0" : share === 1 ? "100" : (share * 100).toPrecision(share >= 0.1 ? 3 : 2)} %`;
