// A person's path over the review page: with keys alone, with the mouse alone, and what is left of it afterwards.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { AXE, browser, convert, large, open, serve, small } from "./stage.mjs";

after(() => browser.close());

const decisions = (dataset) => readFileSync(join(dataset, "decisions.ndjson"), "utf8").trim().split("\n").map((line) => JSON.parse(line));

/** Waits until so many decisions are kept. */
async function kept(dataset, count) {
  for (let n = 0; n < 100; n += 1) {
    try {
      if (decisions(dataset).length >= count) return decisions(dataset);
    } catch {
      // There is no file yet.
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return decisions(dataset);
}

/** Opens the report of a source. */
async function find(page, source) {
  await page.fill("#search", source);
  await page.press("#search", "Enter");
  await page.waitForFunction(() => document.querySelectorAll("#queue a[data-number]").length === 1 && document.activeElement.matches("#queue a"));
  await page.keyboard.press("Enter");
  await page.waitForFunction((name) => document.querySelector(".path")?.textContent === name, source);
}

const chosen = (page) => page.$$eval("#tables button.chosen", (all) => all.map((button) => button.dataset.cell));
const place = (page) => page.$eval("#card .place", (element) => element.textContent);

test("a person's path with keys alone", async () => {
  const { dataset } = small();
  const { address } = await serve(dataset);
  const page = await open(address);
  await find(page, "glued-ambiguous.txt");
  const first = await chosen(page);
  await page.keyboard.press("n");
  const second = await chosen(page);
  assert.notDeepEqual(first, second, "n goes to the next doubt");
  await page.keyboard.press("p");
  assert.deepEqual(await chosen(page), first);
  await page.keyboard.press("n");
  await page.keyboard.press("c");
  await page.waitForSelector("#now");
  await page.keyboard.type("１７");
  await page.keyboard.press("Enter");
  let all = await kept(dataset, 1);
  assert.deepEqual([all[0].decision, all[0].cell, all[0].now, all[0].by], ["correct", second[0], 17, "王"]);
  await page.waitForSelector(`td.corrected button[data-cell="${second[0]}"]`);
  await page.keyboard.press("u");
  all = await kept(dataset, 2);
  assert.equal(all[1].undoes, all[0].id);
  await page.waitForSelector(`td.doubtful button[data-cell="${second[0]}"]`);
  const asked = await chosen(page);
  await page.keyboard.press("a");
  all = await kept(dataset, 3);
  assert.deepEqual([all[2].decision, all[2].cell], ["accept", asked[0]]);
  await page.waitForFunction((id) => !document.querySelector(`#tables button[data-cell="${id}"].chosen`), asked[0]);
  await page.fill("#search", "");
  await page.press("#search", "Enter");
  // A next report is there once the whole queue is.
  await page.waitForFunction(() => document.querySelectorAll("#queue a[data-number]").length > 1 && document.activeElement.matches("#queue a"));
  const before = page.url();
  await page.keyboard.press("]");
  await page.waitForFunction((url) => location.href !== url, before);
  await page.keyboard.press("?");
  assert.ok(await page.isVisible("#help"));
  await page.keyboard.press("Escape");
  assert.ok(!(await page.isVisible("#help")));
  assert.deepEqual(page.faults, []);
});

test("a person's path with the mouse alone, a killed server, and a second conversion", async () => {
  const { input, dataset } = small();
  let server = await serve(dataset);
  let page = await open(server.address);
  await page.click("#verdict-needs_review");
  await page.click('#queue a[data-number]:has-text("需核对")');
  await find(page, "glued-ambiguous.txt");
  const first = await chosen(page);
  await page.click("#next");
  const second = await chosen(page);
  assert.notDeepEqual(first, second);
  await page.click("#correct");
  await page.fill("#now", "23.5");
  await page.fill("#why", "原件如此");
  await page.click("#keep");
  let all = await kept(dataset, 1);
  assert.deepEqual([all[0].now, all[0].why], [23.5, "原件如此"]);
  await page.waitForSelector(`td.corrected button[data-cell="${second[0]}"]`);
  await page.click("#undo");
  await kept(dataset, 2);
  await page.waitForSelector(`td.doubtful button[data-cell="${second[0]}"]`);
  await page.click(`#tables button[data-cell="${first[0]}"]`);
  assert.deepEqual(await chosen(page), first);
  await page.click("#correct");
  await page.fill("#now", "8");
  await page.click("#keep");
  all = await kept(dataset, 3);
  await server.kill();
  server = await serve(dataset);
  page = await open(server.address);
  await find(page, "glued-ambiguous.txt");
  assert.equal(await page.textContent(`td.corrected button[data-cell="${first[0]}"] .number`), "8");
  await server.kill();
  convert(input, dataset);
  const record = readFileSync(join(dataset, "reports.ndjson"), "utf8").trim().split("\n").map((line) => JSON.parse(line)).find((one) => one.document.source === "glued-ambiguous.txt");
  assert.equal(record.cells[first[0]].status, "corrected");
  server = await serve(dataset);
  page = await open(server.address);
  await find(page, "glued-ambiguous.txt");
  assert.equal(await page.textContent(`td.corrected button[data-cell="${first[0]}"] .number`), "8");
  await page.click("#next-report");
  assert.deepEqual(page.faults, []);
});

test("pointing at a cell lights it up on the other side", async () => {
  const { dataset } = small();
  const { address } = await serve(dataset);
  const page = await open(address);
  await find(page, "writer-slip-appeals.pdf");
  await page.waitForSelector(".sheet[data-drawn]");
  const total = "appeals.reconsideration.total";
  await page.hover(`#tables button[data-cell="${total}"]`);
  assert.equal(await page.$$eval(".box.lit", (all) => all.length), 1);
  await page.click(`#tables button[data-cell="${total}"]`);
  await page.waitForTimeout(700);
  const box = await page.locator(".box.chosen").boundingBox();
  assert.ok(box.y > 0 && box.y < 900, `the place of the cell is in sight: ${JSON.stringify(box)}`);
  await page.hover('.box[data-cells="requests.received.total"]', { force: true });
  assert.ok(await page.$('#tables button[data-cell="requests.received.total"].lit'));
  await find(page, "slip-outcome-total.html");
  const frame = page.frameLocator(".source iframe");
  await frame.locator(".value").first().waitFor();
  await page.hover('#tables button[data-cell="requests.received.total"]');
  const raw = await page.locator('#tables button[data-cell="requests.received.total"] .number').textContent();
  assert.equal((await frame.locator(".value.lit").textContent()).trim(), raw);
  assert.deepEqual(page.faults, []);
});

test("axe finds nothing on any view, in either light, language and size", async () => {
  const { dataset } = small();
  const { address } = await serve(dataset, "--sample", "2");
  const source = readFileSync(AXE, "utf8");
  for (const [colorScheme, locale, width] of [["light", "zh-CN", 1440], ["dark", "en-GB", 1440], ["light", "en-GB", 640], ["dark", "zh-CN", 640]]) {
    const page = await open(address, { colorScheme, locale, viewport: { width, height: 900 }, bypassCSP: true, reducedMotion: "reduce" });
    const audit = async (what) => {
      await page.evaluate(source);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
      const told = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
      assert.deepEqual(told, [], `${what}, ${colorScheme}, ${locale}, ${width}`);
    };
    for (const name of ["glued-ambiguous.txt", "writer-slip-appeals.pdf", "row-missing.html", "bad-news-page.html"]) {
      await find(page, name);
      await audit(name);
    }
    await page.keyboard.press("c");
    await page.click("#keys");
    await audit("help");
    await page.keyboard.press("Escape");
    for (const view of ["sample", "whole"]) {
      await page.click(`#views a[href="#/${view}"]`);
      await page.waitForSelector(".sheet-of-words h1");
      await audit(view);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 1, `the page is ${overflow} px too wide at ${width}`);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
});

test("Chinese and English, light and dark", async () => {
  const { dataset } = small();
  const { address } = await serve(dataset);
  const page = await open(address, { locale: "en-GB", colorScheme: "light" });
  await page.waitForSelector('#views a:has-text("Queue")');
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.click("#language");
  await page.waitForSelector('#views a:has-text("待核对")');
  assert.equal(await page.getAttribute("html", "lang"), "zh-CN");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.click("#theme");
  assert.notEqual(await ground(), light);
  await page.reload();
  await page.waitForSelector('#views a:has-text("待核对")');
  assert.notEqual(await ground(), light, "both are remembered");
});

test("5,000 reports show the first doubt in under two seconds", async () => {
  const { dataset } = await large(5000);
  const begun = performance.now();
  const { address } = await serve(dataset);
  const served = performance.now();
  const page = await open(address);
  await page.waitForSelector("#card h2");
  const shown = performance.now();
  console.log(`# served after ${Math.round(served - begun)} ms, first doubt after ${Math.round(shown - begun)} ms`);
  assert.ok(shown - begun < 2000, `${Math.round(shown - begun)} ms`);
  assert.deepEqual(page.faults, []);
});
