// Three readers: an analyst with a question, a researcher after numbers, a
// student on a cheap phone; and one with a keyboard only.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, site, start } from "./site.mjs";

start(18789);

test("the analyst asks in words, reads a sentence, and takes the chart and the citation", async () => {
  const { context, page } = await open("/");
  await page.fill("#ask", "Is Pakistan drifting to Rusia?");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dyads/PAK-RUS");
  assert.match(await page.locator(".answer").innerText(), /voted|stood|moved/);
  assert.match(await page.locator(".surety").innerText(), /probability 0\.\d\d|probability 1\.00/);
  assert.match(await page.locator("#cite").innerText(), /Edition [0-9a-f]+\..*\/dyads\/PAK-RUS\. Accessed \d+ \w+ \d{4}/);
  for (const [name, type] of [["SVG", "image/svg+xml"], ["PNG", "image/png"]]) {
    const href = await page.locator("#fig-index .take a", { hasText: name }).getAttribute("href");
    const r = await fetch(site.base + href);
    assert.ok(r.headers.get("content-type").startsWith(type), `${href} is ${r.headers.get("content-type")}`);
  }
  await page.locator("#next a").first().click();
  await page.waitForURL("**/zerosum/**");
  assert.ok((await page.locator(".answer").innerText()).length > 20);
  await context.close();
});

test("suggestions come while typing, and the arrow keys choose one", async () => {
  const { context, page } = await open("/");
  await page.locator("#ask").focus();
  await page.keyboard.type("pakistan and ru");
  await page.locator(".options li", { hasText: "Russia" }).waitFor();
  assert.equal(await page.locator("#ask").getAttribute("aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dyads/PAK-*");
  await context.close();
});

test("the analyst sees values under the pointer and brushes years", async () => {
  const { context, page } = await open("/dyads/USA-IRQ");
  const svg = page.locator("#fig-index svg");
  await svg.scrollIntoViewIfNeeded();
  const box = await svg.boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.4);
  assert.match(await page.locator("#fig-index .tip").innerText(), /^\d{4}: -?\d\.\d\d/);
  await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.4, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL(/from=\d{4}&to=\d{4}/);
  await page.locator('input[name=channels][value=votes]').uncheck();
  assert.ok(!(await page.locator("#votes").isVisible()));
  await context.close();
});

test("the researcher filters realignments, and takes a table whose rows are those of the page", async () => {
  const { context, page } = await open("/realignments", { javaScriptEnabled: false });
  await page.fill("input[name=state]", "Egypt");
  await page.selectOption("select[name=sort]", "probability");
  await page.locator("main form button").click();
  await page.waitForURL("**state=Egypt**");
  const rows = await page.locator("table.list tbody tr").count();
  const csv = await page.locator("footer a", { hasText: "CSV" }).getAttribute("href");
  const lines = (await (await fetch(site.base + csv)).text()).trim().split("\n");
  assert.equal(lines.length - 1, rows);
  assert.match(lines[0], /^ccode_a,ccode_b/);
  await page.goto(site.base + "/dyads/PAK-RUS");
  await page.locator("#fig-index ~ details summary").first().click();
  await page.locator("#index details a", { hasText: "2015" }).first().click();
  await page.waitForURL("**/2015/index");
  assert.match(await page.locator("main").innerText(), /SHA-256/);
  await context.close();
});

test("the student on a phone without script finds a state, a year, and what words mean", async () => {
  const { context, page } = await open("/", { width: 320, height: 640, javaScriptEnabled: false });
  await page.locator("nav[aria-label=Main] a", { hasText: "States" }).click();
  await page.locator("main a", { hasText: /^Pakistan$/ }).click();
  assert.match(await page.locator("h1").innerText(), /Pakistan/);
  await page.locator("a", { hasText: "The world seen from here" }).click();
  await page.locator("main input[name=year]").fill("1971");
  await page.locator("main .filters button").click();
  await page.waitForURL("**/world/1971**with=PAK**");
  assert.match(await page.locator("h1").innerText(), /1971/);
  assert.ok(await page.locator("table.world").isVisible());
  await context.close();
});

test("the map plays through the years and says which", async () => {
  const { context, page } = await open("/world/1980?with=USA");
  const before = await page.locator("#map svg").evaluate((e) => [...e.querySelectorAll("[data-k]")].map((p) => p.getAttribute("class")).join());
  await page.locator("[data-play]").click();
  await page.locator("[data-year]", { hasText: "1983" }).waitFor();
  await page.locator("[data-play]").click();
  const after = await page.locator("#map svg").evaluate((e) => [...e.querySelectorAll("[data-k]")].map((p) => p.getAttribute("class")).join());
  assert.notEqual(before, after);
  assert.match(page.url(), /\/world\/198\d\?with=USA/);
  await context.close();
});

test("the keyboard alone leads from the box to an answer and its table", async () => {
  const { context, page } = await open("/", { javaScriptEnabled: false });
  for (let i = 0; i < 30 && (await page.evaluate(() => document.activeElement?.id)) !== "ask"; i++) await page.keyboard.press("Tab");
  await page.keyboard.type("Pakistan and Russia");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dyads/PAK-RUS");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  await page.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("details table").first().isVisible());
  await context.close();
});

test("who misspells, or names what is no state, is told what to do", async () => {
  const { context, page } = await open("/ask?q=Irax", { javaScriptEnabled: false });
  for (const name of [/^Iran$/, /^Iraq$/]) assert.equal(await page.locator("main a", { hasText: name }).count(), 1);
  assert.equal(await page.locator("#again").inputValue(), "Irax");
  await context.close();
});
