// The page: its views by the address's fragment, its settings, and what the views share.

import { ask } from "./ask.js";
import { h, put, say } from "./element.js";
import { bindKeys, showHelp } from "./keys.js";
import { fillQueue, markCurrent } from "./queue.js";
import { showReport } from "./report.js";
import { showSample } from "./sample.js";
import { showWhole } from "./whole.js";
import { isChinese, label, t, turn } from "./words.js";

/** How often it is asked whether somebody else has decided something, in milliseconds. */
const PULSE = 5000;

/** What the views share. */
export const shared = {
  /** @type {any} what the server says of the dataset */
  state: null,
  /** @type {any} the report that is shown */
  report: null,
  /** @type {string} the view that is shown */
  view: "",
};

const main = document.getElementById("main");

/** Goes to a view. */
export function go(address) {
  if (location.hash === address) route();
  else location.hash = address;
}

/** Goes to a report by its number. */
export const goReport = (number) => go(`#/report/${number}`);

async function route() {
  const [, view = "", number] = location.hash.split("/");
  shared.view = view;
  document.body.dataset.view = view || "report";
  drawViews();
  try {
    if (view === "sample") await showSample(main);
    else if (view === "whole") await showWhole(main);
    else if (view === "report") await showReport(main, Number(number));
    else await openFirst();
  } catch (error) {
    put(main, h("p", { class: "failed", role: "alert" }, t("failed", { why: error.message })));
  }
  markCurrent();
}

/** The first report that is left to look at. */
async function openFirst() {
  const { reports } = await ask("queue", { state: "open" });
  if (reports.length > 0) return location.replace(`#/report/${reports[0].number}`);
  put(main, h("p", { class: "empty" }, t("noReports")));
}

function drawViews() {
  const report = shared.report ? `#/report/${shared.report.number}` : "#/";
  const views = [["queue", report, ["", "report"]], ["sample", "#/sample", ["sample"]], ["whole", "#/whole", ["whole"]]];
  put(document.getElementById("views"), views.map(([word, address, own]) =>
    h("a", { href: address, "aria-current": own.includes(shared.view) ? "page" : null }, t(word))));
}

/** Asks how far the review is, and tells it. */
export async function refresh() {
  shared.state = await ask("state");
  drawProgress();
}

function drawProgress() {
  const { waiting, queue } = shared.state;
  const text = t("progress", { waiting, queue });
  put(document.getElementById("progress"), h("progress", { value: queue - waiting, max: Math.max(queue, 1), "aria-label": text }), h("span", {}, text));
}

const THEMES = ["light", "dark"];

function darkNow() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function switchTheme() {
  const theme = THEMES[darkNow() ? 0 : 1];
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("gongkai.theme", theme);
}

function drawSettings() {
  put(document.getElementById("settings"),
    h("span", { class: "who" }, shared.state.by),
    h("button", { type: "button", id: "language", lang: isChinese() ? "en" : "zh", onclick: changeLanguage }, t("language")),
    h("button", { type: "button", id: "theme", onclick: switchTheme }, t("theme")),
    h("button", { type: "button", id: "keys", onclick: showHelp }, t("help"), " ", h("kbd", {}, "?")));
}

async function changeLanguage() {
  turn();
  drawSettings();
  drawProgress();
  await fillQueue();
  await route();
  document.getElementById("language").focus();
  say(t("language"));
}

/** Sees what others have decided meanwhile. */
async function pulse() {
  const before = shared.state.decisions;
  try {
    await refresh();
  } catch {
    return;
  }
  const isTyping = document.activeElement?.matches("input, select, textarea");
  if (shared.state.decisions !== before && !isTyping) {
    await fillQueue();
    if (shared.view === "report" || shared.view === "sample") await route();
  }
}

async function begin() {
  const theme = localStorage.getItem("gongkai.theme");
  if (THEMES.includes(theme)) document.documentElement.dataset.theme = theme;
  label();
  await refresh();
  drawSettings();
  bindKeys();
  addEventListener("hashchange", route);
  await Promise.all([route(), fillQueue()]);
  setInterval(pulse, PULSE);
}

begin().catch((error) => put(main, h("p", { class: "failed", role: "alert" }, t("failed", { why: error.message }))));
