// Opens every type of page in Chromium, in light and dark, from a phone to a
// wall, with and without script: no accessibility fault, no sideways
// scrolling, no request to another host, nothing that the policy refuses.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { open, pages, site, slug, start } from "./site.mjs";

start(18787);
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

for (const path of pages) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${path} has no accessibility fault (${colorScheme})`, async () => {
      const { context, page, foreign } = await open(path, { colorScheme, bypassCSP: true });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(" | ")}`), []);
      assert.deepEqual(foreign, [], "asks another host");
      await context.close();
    });
  }
  test(`${path} keeps to its policy, still, and to its host`, async () => {
    const { context, page, foreign, faults } = await open(path);
    await page.waitForTimeout(150);
    assert.deepEqual(faults, []);
    assert.deepEqual(foreign, []);
    const shift = await page.evaluate(() => window.shift);
    assert.ok(shift < 0.01, `the layout shifted by ${shift}`);
    await context.close();
  });
  for (const width of [320, 768, 2560]) {
    test(`${path} fits ${width} pixels without script`, async () => {
      const { context, page } = await open(path, { width, javaScriptEnabled: false });
      const wide = await page.locator("html").evaluate((e) => e.scrollWidth);
      assert.ok(wide <= width, `the page is ${wide} pixels wide`);
      if (site.shots) await page.screenshot({ path: `${site.shots}/${slug(path)}-${width}.png`, fullPage: width < 2560 });
      await context.close();
    });
  }
  test(`${path} fits a window of 1280 pixels at 200 %`, async () => {
    // Zoom to 200 % is a window of half as many CSS pixels.
    const { context, page } = await open(path, { width: 640, height: 450 });
    const wide = await page.locator("html").evaluate((e) => e.scrollWidth);
    assert.ok(wide <= 640, `the page is ${wide} pixels wide`);
    await context.close();
  });
}
