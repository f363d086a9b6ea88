// Compares what pages look like with pictures that a person has looked at. The
// comparison is coarse, a grid of mean brightness: it sees a lost style sheet,
// a broken layout or an empty chart, not the next edition's numbers. After a
// wanted change, look at the pages and run with ENTENTE_REFERENCES=write.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { open, site, slug, start } from "./site.mjs";

start(18790);
const dir = new URL("references/", import.meta.url);
const columns = 24, rows = 30;

// grid is the mean brightness of the fields of a picture, worked out by the
// browser.
async function grid(page, png) {
  return page.evaluate(async ([data, columns, rows]) => {
    const img = new Image();
    img.src = "data:image/png;base64," + data;
    await img.decode();
    const canvas = document.createElement("canvas");
    canvas.width = columns * 8;
    canvas.height = rows * 8;
    const c = canvas.getContext("2d");
    c.drawImage(img, 0, 0, canvas.width, canvas.height);
    const d = c.getImageData(0, 0, canvas.width, canvas.height).data, out = new Array(columns * rows).fill(0);
    for (let y = 0; y < canvas.height; y++) for (let x = 0; x < canvas.width; x++) {
      const i = 4 * (y * canvas.width + x);
      out[(y >> 3) * columns + (x >> 3)] += (0.3 * d[i] + 0.6 * d[i + 1] + 0.1 * d[i + 2]) / 64;
    }
    return out;
  }, [png.toString("base64"), columns, rows]);
}

for (const [path, colorScheme, width] of [["/", "light", 1000], ["/dyads/PAK-RUS", "light", 360], ["/dyads/USA-IRQ", "dark", 1000], ["/world/1985?with=USA", "light", 1000], ["/ask?q=Irax", "dark", 360]]) {
  test(`${path} looks as it did (${colorScheme}, ${width})`, async () => {
    const { context, page } = await open(path, { width, height: 900, colorScheme });
    const shot = await page.screenshot();
    const file = new URL(`${slug(path)}-${colorScheme}-${width}.png`, dir);
    if (process.env.ENTENTE_REFERENCES === "write") {
      mkdirSync(dir, { recursive: true });
      writeFileSync(file, shot);
    }
    assert.ok(existsSync(file), "no reference: look at the page and run with ENTENTE_REFERENCES=write");
    const [now, then] = [await grid(page, shot), await grid(page, readFileSync(file))];
    const apart = now.map((v, i) => Math.abs(v - then[i]));
    const mean = apart.reduce((a, b) => a + b) / apart.length;
    const far = apart.filter((d) => d > 40).length / apart.length;
    assert.ok(mean < 8 && far < 0.06, `mean difference ${mean.toFixed(1)} of 255, ${(100 * far).toFixed(1)} % of the fields differ plainly`);
    await context.close();
  });
}
