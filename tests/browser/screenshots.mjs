// Pictures of the review page for the documentation: node screenshots.mjs FOLDER

import { join } from "node:path";
import { browser, open, serve, small } from "./stage.mjs";

const to = process.argv[2];
const { dataset } = small();
const { address } = await serve(dataset, "--sample", "2");

async function find(page, source) {
  await page.fill("#search", source);
  await page.press("#search", "Enter");
  await page.waitForFunction(() => document.querySelectorAll("#queue a[data-number]").length === 1);
  await page.click("#queue a[data-number]");
  await page.waitForFunction((name) => document.querySelector(".path")?.textContent === name, source);
  await page.fill("#search", "");
  await page.press("#search", "Enter");
  await page.evaluate(() => document.activeElement.blur());
  await page.waitForTimeout(1500);
}

const shot = (page, name) => page.screenshot({ path: join(to, `review-${name}.png`) });
const look = (colorScheme, locale) => open(address, { colorScheme, locale, viewport: { width: 1360, height: 820 }, reducedMotion: "reduce" });

const light = await look("light", "zh-CN");
await find(light, "writer-slip-appeals.pdf");
await light.hover('#tables button[data-cell="appeals.reconsideration.total"]');
await shot(light, "light");
await light.click('#views a[href="#/whole"]');
await light.waitForSelector(".sheet-of-words h1");
await shot(light, "whole");
await light.click('#views a[href="#/sample"]');
await light.waitForSelector(".rates");
await shot(light, "sample");

const dark = await look("dark", "en-GB");
await find(dark, "slip-outcome-total.html");
await shot(dark, "dark");
await find(dark, "glued-ambiguous.txt");
await shot(dark, "text");

await browser.close();
process.exit(0);
