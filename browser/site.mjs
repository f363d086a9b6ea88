// Starts the server and the browser for a file of tests.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const site = { base: "", browser: null, shots: process.env.ENTENTE_SHOTS };

export function start(port) {
  let server;
  site.base = `http://127.0.0.1:${port}`;
  before(async () => {
    server = spawn(process.env.ENTENTE_BIN ?? "../bin/entente", ["serve", "--addr", `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise((ready, failed) => {
      server.stdout.once("data", ready);
      server.once("exit", (code) => failed(new Error(`server ended with ${code}`)));
    });
    site.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1", "--font-render-hinting=none"],
    });
    if (site.shots) mkdirSync(site.shots, { recursive: true });
  });
  after(async () => {
    await site.browser?.close();
    server?.kill("SIGTERM");
  });
}

// Every type of page, with the states that no page may lack: empty, ambiguous,
// not there.
export const pages = ["/", "/dyads/PAK-RUS", "/dyads/USA-IRQ", "/dyads/PAK-RUS/2015/votes", "/dyads/PAK-RUS/index", "/dyads/DDR-GFR", "/states/", "/states/PAK", "/states/KIR",
  "/world/1930", "/world/1985", "/world/2019?with=IND&borders=held", "/realignments", "/realignments?state=EGY&sort=size", "/realignments?state=Tuvalu&until=1900", "/compare",
  "/compare?q=PAK-RUS,IND-RUS,PAK-USA", "/compare?q=IND,CHN&by=capability", "/poles", "/blocs/1975", "/zerosum/PAK/RUS/USA", "/data", "/data/un-votes", "/docs/", "/docs/methods/voting-similarity", "/docs/sources", "/api",
  "/nowhere", "/ask?q=Germany+in+Atlantis", "/world/3000"];

// open opens a page and watches it: requests to other hosts, what the policy
// refused, how far the layout shifted.
export async function open(path, { width = 1280, height = 900, colorScheme = "light", javaScriptEnabled = true, bypassCSP = false } = {}) {
  const context = await site.browser.newContext({ viewport: { width, height }, colorScheme, javaScriptEnabled, bypassCSP });
  const page = await context.newPage();
  const foreign = [], faults = [];
  page.on("request", (r) => { if (!r.url().startsWith(site.base)) foreign.push(r.url()); });
  page.on("pageerror", (e) => faults.push(e.message));
  page.on("console", (m) => { if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) faults.push(m.text()); });
  if (javaScriptEnabled) {
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value; }).observe({ type: "layout-shift", buffered: true });
    });
  }
  const response = await page.goto(site.base + path, { waitUntil: "load", timeout: 120_000 });
  return { context, page, response, foreign, faults };
}

export const slug = (path) => path.replace(/[^\w]+/g, "_");
