// What the tests stand on: datasets, the program as a person starts it, and a browser.

import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

// The packages lie in target/, where scripts/test-browser installs them.
const require = createRequire(join(process.env.GONGKAI_PACKAGES, "node_modules/"));
const { chromium } = require("playwright-core");
export const AXE = require.resolve("axe-core/axe.min.js");

export const PROGRAM = process.env.GONGKAI_PROGRAM;
export const CORPUS = join(import.meta.dirname, "../../corpus/documents");

process.setMaxListeners(0);

/** Documents of every verdict and kind. */
export const DOCUMENTS = ["glued-ambiguous.txt", "slip-outcome-total.html", "modern-city.html", "bad-news-page.html", "writer-slip-appeals.pdf",
  "browser-plain.pdf", "word-county.docx", "pipes.txt", "row-missing.html", "drawn-page-missing.pdf"];

/** A folder that is removed with the process. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "gongkai-review-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

export function convert(input, dataset) {
  execFileSync(PROGRAM, ["convert", input, "-o", dataset, "-q"], { stdio: "inherit" });
}

/** A small dataset with its sources. */
export function small() {
  const home = folder();
  const [input, dataset] = [join(home, "in"), join(home, "ds")];
  mkdirSync(input);
  for (const name of DOCUMENTS) copyFileSync(join(CORPUS, name), join(input, name));
  convert(input, dataset);
  return { home, input, dataset };
}

/** A dataset of many reports: those of the small one over and over, each of a document of its own. */
export async function large(count) {
  const { input, dataset } = small();
  const records = readFileSync(join(dataset, "reports.ndjson"), "utf8").trim().split("\n").filter((line) => /"source":"[^"]*\.(html|txt)"/.test(line));
  const to = createWriteStream(join(dataset, "reports.ndjson"));
  for (let n = 0; n < count; n += 1) {
    const line = records[n % records.length];
    const source = /"source":"([^"]*)"/.exec(line)[1];
    const bytes = Buffer.concat([readFileSync(join(input, source)), Buffer.from(source.endsWith("html") ? `<!-- ${n} -->` : "\n".repeat(n + 1))]);
    const name = `${n}-${source}`;
    writeFileSync(join(input, name), bytes);
    const id = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    const record = line.replace(/"id":"sha256:[0-9a-f]+"/, `"id":"${id}"`).replace(`"source":"${source}"`, `"source":"${name}"`);
    if (!to.write(`${record}\n`)) await once(to, "drain");
  }
  to.end();
  await once(to, "finish");
  return { input, dataset };
}

/** Starts the program; its address, and a way to end it. */
export async function serve(dataset, ...args) {
  const child = spawn(PROGRAM, ["review", dataset, "--by", "王", ...args], { stdio: ["ignore", "pipe", "ignore"] });
  process.on("exit", () => child.kill("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) {
    return { address: line, kill: () => { child.kill("SIGKILL"); return once(child, "exit"); } };
  }
  throw new Error("the program printed no address");
}

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** A browser that lives as long as the tests. */
export const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: FLAGS });

/** A page that fails its test when it errs, or asks anybody but the program. */
export async function open(address, options = {}) {
  const { locale = "zh-CN", ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale, ...rest });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("400 (Bad Request)") && !message.text().includes("favicon") && faults.push(`${message.text()} ${message.location().url}`));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol === "http:" && host !== new URL(address).host) faults.push(`asked ${request.url()}`);
  });
  page.faults = faults;
  page.setDefaultTimeout(20_000);
  await page.goto(address);
  await page.waitForSelector("#card, .sheet-of-words, main .empty");
  return page;
}
