// The whole in counts: what came out by form, year, province and type; what fails most; agencies by years.

import { ask } from "./ask.js";
import { h, put } from "./element.js";
import { t } from "./words.js";

/** Verdicts, the good first, with the sign that stands for each where there is little room. */
const VERDICTS = [["clean", "●"], ["publisher_inconsistent", "≠"], ["needs_review", "?"], ["unreadable", "✕"]];

/** Types as people call them. */
const TYPES = {
  "application/pdf": "PDF", "text/html": "HTML", "text/plain": "TXT", "application/msword": "DOC, WPS", "text/rtf": "RTF",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX", "application/vnd.oasis.opendocument.text": "ODT",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX", "application/vnd.ms-excel": "XLS, ET",
  "application/vnd.oasis.opendocument.spreadsheet": "ODS", "message/rfc822": "MHTML, EML", "application/json": "JSON", "text/javascript": "JS",
};

/** Shows it. */
export async function showWhole(main) {
  const [{ counts, labels, decisions, gone, unread }, matrix] = await Promise.all([ask("whole"), ask("matrix")]);
  const bars = [["byForm", "forms"], ["byYear", "years"], ["byRegion", "regions"], ["byType", "types"]];
  const most = [["mostFindings", "findings"], ["mostIdentities", "identities"], ["mostRows", "rows"], ["mostProducers", "producers"]];
  const agencies = h("div", { class: "matrix", tabindex: "0", role: "group", "aria-label": t("matrix") });
  const search = h("input", { type: "search", placeholder: t("agency"), "aria-label": t("agency"), onchange: async (event) => drawMatrix(agencies, await ask("matrix", { text: event.target.value })) });
  put(main, h("article", { class: "sheet-of-words wide" }, h("h1", {}, t("wholeTitle", { n: counts.documents })),
    h("ul", { class: "legend" }, VERDICTS.map(([verdict, sign]) => h("li", {}, h("i", { class: `dot ${verdict}` }, sign), ` ${t(verdict)} `, h("b", {}, counts.verdicts[verdict] ?? 0)))),
    h("div", { class: "columns" }, bars.map(([word, name]) => chart(word, counts[name])), most.map(([word, name]) => ranking(word, counts[name], labels))),
    h("section", {}, h("h2", {}, t("matrix")), search, agencies),
    h("p", {}, t("decisions", { n: decisions }), unread > 0 && `; ${t("unread", { n: unread })}`),
    gone.length > 0 && h("section", {}, h("h2", {}, t("goneTitle")), h("ul", {}, gone.map((one) => h("li", {}, h("code", {}, one.document), ` ${one.cell ?? ""} ${one.now ?? ""} ${one.by} ${one.at}`))))));
  drawMatrix(agencies, matrix);
}

/** Bars of verdicts, one for each value; their lengths are to the longest. */
function chart(word, groups) {
  const sum = (of) => Object.values(of).reduce((all, n) => all + n, 0);
  const rows = Object.entries(groups).sort(([a], [b]) => a.localeCompare(b));
  const longest = Math.max(...rows.map(([, of]) => sum(of)), 1);
  return h("section", {}, h("h2", {}, t(word)), h("table", { class: "chart" }, h("tbody", {}, rows.map(([name, of]) => {
    const parts = VERDICTS.filter(([verdict]) => of[verdict] > 0);
    const told = parts.map(([verdict]) => `${t(verdict)} ${of[verdict]}`).join(", ");
    return h("tr", {}, h("th", { scope: "row" }, TYPES[name] ?? name), h("td", { class: "bar" }, h("span", { class: "bars", role: "img", "aria-label": told },
      parts.map(([verdict]) => h("i", { class: verdict, title: `${t(verdict)} ${of[verdict]}`, style: { width: `${(of[verdict] / longest) * 100}%` } })))),
    h("td", { class: "count" }, sum(of)));
  }))));
}

function ranking(word, counts, labels) {
  if (counts.length === 0) return null;
  const longest = counts[0][1];
  return h("section", {}, h("h2", {}, t(word)), h("table", { class: "chart" }, h("tbody", {}, counts.map(([name, n]) =>
    h("tr", {}, h("th", { scope: "row" }, labels[name] && `${labels[name]} `, h("code", {}, name)), h("td", { class: "bar" }, h("span", { class: "bars", "aria-hidden": "true" }, h("i", { class: "plain", style: { width: `${(n / longest) * 100}%` } }))), h("td", { class: "count" }, n))))));
}

function drawMatrix(to, { years, rows }) {
  const first = (reports) => {
    const at = reports.indexOf(reports.find((of) => of.length > 0));
    const last = reports.findLastIndex((of) => of.length > 0);
    return [at, last];
  };
  put(to, h("table", { class: "plain" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("agency")), years.map((year) => h("th", { scope: "col" }, year)))),
    h("tbody", {}, rows.map(([agency, reports]) => {
      const [begins, ends] = first(reports);
      return h("tr", {}, h("th", { scope: "row" }, agency), reports.map((of, at) => {
        if (of.length === 0) return h("td", { class: at > begins && at < ends ? "gap" : null }, at > begins && at < ends ? t("gap") : "");
        return h("td", {}, of.map(([number, verdict]) => h("a", { href: `#/report/${number}`, class: `dot ${verdict}`, "aria-label": t(verdict) }, VERDICTS.find(([name]) => name === verdict)[1])));
      }));
    }))));
}
