// Opens every type of page in Chromium, in light and dark, on a phone and on a
// wide screen, without script, and asks what a reader needs: no accessibility
// fault, no sideways scrolling, no request to another host, a small page, and
// the journey from the box to an answer by keyboard.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const port = 18787;
const base = `http://127.0.0.1:${port}`;
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const shots = process.env.ENTENTE_SHOTS; // a folder for screenshots, if wanted
let server, browser;

before(async () => {
  server = spawn(process.env.ENTENTE_BIN ?? "../bin/entente", ["serve", "--addr", `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((ready, failed) => {
    server.stdout.once("data", ready);
    server.once("exit", (code) => failed(new Error(`server ended with ${code}`)));
  });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  if (shots) mkdirSync(shots, { recursive: true });
});

after(async () => {
  await browser?.close();
  server?.kill("SIGTERM");
});

const pages = ["/", "/dyads/PAK-RUS", "/dyads/PAK-RUS/2015/votes", "/states/", "/states/PAK", "/world/1975", "/world/2019?with=IND", "/data", "/nowhere", "/ask?q=Germany+in+Atlantis"];

async function open(path, { width = 1280, colorScheme = "light", javaScriptEnabled = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled, bypassCSP: javaScriptEnabled });
  const page = await context.newPage();
  const foreign = [];
  let bytes = 0;
  page.on("request", (r) => { if (!r.url().startsWith(base)) foreign.push(r.url()); });
  page.on("response", async (r) => { bytes += Number(r.headers()["content-length"] ?? 0) || (await r.body().catch(() => "")).length; });
  const response = await page.goto(base + path, { waitUntil: "networkidle" });
  return { context, page, response, foreign, bytes: () => bytes };
}

for (const path of pages) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${path} has no accessibility fault (${colorScheme})`, async () => {
      const { context, page, foreign } = await open(path, { colorScheme });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).slice(0, 3).join(" | ")}`), []);
      assert.deepEqual(foreign, [], "asks another host");
      if (shots) await page.screenshot({ path: `${shots}/${path.replace(/[^\w]+/g, "_")}-${colorScheme}.png`, fullPage: false });
      await context.close();
    });
  }
  for (const width of [320, 768, 2560]) {
    test(`${path} fits ${width} pixels without script`, async () => {
      const { context, page } = await open(path, { width, javaScriptEnabled: false });
      const [wide, view] = [await page.locator("html").evaluate((e) => e.scrollWidth).catch(() => null), width];
      const box = wide ?? (await page.locator("body").boundingBox()).width;
      assert.ok(box <= view, `the page is ${box} pixels wide`);
      if (shots) await page.screenshot({ path: `${shots}/${path.replace(/[^\w]+/g, "_")}-${width}.png`, fullPage: width === 320 });
      await context.close();
    });
  }
}

for (const path of ["/", "/dyads/PAK-RUS"]) {
  test(`${path} is at most 100 KB over the wire`, async () => {
    let total = 0;
    for (const p of [path, "/style.css"]) {
      const r = await fetch(base + p, { headers: { "accept-encoding": "gzip" } });
      await r.arrayBuffer();
      const raw = await new Promise((done, failed) => {
        import("node:http").then(({ get }) => get(base + p, { headers: { "accept-encoding": "gzip" } }, (m) => {
          let n = 0;
          m.on("data", (c) => { n += c.length; });
          m.on("end", () => done(n));
        }).on("error", failed));
      });
      total += raw;
    }
    assert.ok(total <= 100_000, `${total} bytes`);
  });
}

test("the keyboard leads from the box to an answer", async () => {
  const { context, page } = await open("/", { javaScriptEnabled: false });
  await page.locator("#ask").focus();
  await page.keyboard.type("Pakistan and Russia");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dyads/PAK-RUS");
  assert.match(await page.locator("h1").innerText(), /Pakistan and Russia/);
  assert.match(await page.locator(".answer").innerText(), /voted|stood/);
  await page.locator("summary").first().focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("details table").first().isVisible());
  await context.close();
});
