// What script adds to pages that are whole without it: suggestions under the
// box, values under the pointer, years by brushing, channels on and off, and
// the map playing through the years. Nothing moves when it starts.
"use strict";
document.documentElement.classList.add("js");

function el(tag, className, parent) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  if (parent) parent.append(e);
  return e;
}

// Suggestions: a listbox driven from the input (ARIA 1.2 combobox).
document.querySelectorAll("form.box").forEach((form, n) => {
  const input = form.querySelector("input");
  const list = el("ul", "options", form);
  let paths = [], at = -1, turn = 0, wait;
  list.id = "options-" + n;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (i) => {
    at = i;
    [...list.children].forEach((li, k) => li.setAttribute("aria-selected", String(k === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
    else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const mine = ++turn, q = input.value.trim();
      if (q.length < 2) return close();
      const found = await fetch("/suggest.json?q=" + encodeURIComponent(q)).then((r) => r.json()).catch(() => []);
      if (mine !== turn || document.activeElement !== input) return;
      paths = found.map((s) => s.path);
      list.replaceChildren(...found.map((s, i) => {
        const li = el("li");
        li.id = list.id + "-" + i;
        li.setAttribute("role", "option");
        li.setAttribute("aria-selected", "false");
        li.textContent = s.text;
        li.addEventListener("pointerdown", (e) => { e.preventDefault(); location.assign(paths[i]); });
        return li;
      }));
      at = -1;
      list.hidden = found.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }, 120);
  });
  input.addEventListener("keydown", (e) => {
    if (list.hidden) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      choose((at + (e.key === "ArrowDown" ? 1 : -1) + paths.length + (at < 0 && e.key === "ArrowUp" ? 1 : 0)) % paths.length);
    } else if (e.key === "Enter" && at >= 0) { e.preventDefault(); location.assign(paths[at]); }
    else if (e.key === "Escape") close();
  });
  input.addEventListener("blur", close);
});

// Time charts: the value of the year under the pointer, read from the table
// behind the chart; a drag over years asks for the page of those years.
document.querySelectorAll("svg.time[data-years]").forEach((svg) => {
  const figure = svg.closest("figure");
  const table = (svg.closest("section, main") || document).querySelector("table.behind");
  const [first, last] = svg.dataset.years.split(" ").map(Number);
  const [left, right] = svg.dataset.plot.split(" ").map(Number);
  const heads = table ? [...table.tHead.rows[0].cells].map((c) => c.textContent.trim()) : [];
  const rows = new Map();
  if (table) for (const tr of table.tBodies[0].rows) rows.set(tr.cells[0].textContent.trim(), tr);
  let tip, rule, brush, from = null;
  const yearAt = (e) => {
    const box = svg.getBoundingClientRect(), k = box.width / svg.viewBox.baseVal.width;
    const x = (e.clientX - box.left) / k;
    return Math.min(last, Math.max(first, Math.round(first + (x - left) / (right - left) * (last - first))));
  };
  const place = (year) => {
    const k = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return (left + (year - first) / (last - first) * (right - left)) * k;
  };
  const words = (year) => {
    const tr = rows.get(String(year));
    if (!tr) return String(year);
    const cells = [...tr.cells].slice(1);
    if (heads[1] === "Estimate") {
      const [value, interval, , note] = cells.length > 3 ? cells.map((c) => c.textContent.trim()) : [cells[0], cells[1], null, cells[2]].map((c) => c ? c.textContent.trim() : "");
      return year + ": " + value + (interval ? " (" + interval + ")" : "") + (note ? " " + note : "");
    }
    return year + ": " + cells.map((c, i) => (i + 1) + " " + c.textContent.trim().replace(/ \(.*/, "")).join(" · ");
  };
  const clear = () => { [tip, rule, brush].forEach((x) => x && x.remove()); tip = rule = brush = null; from = null; };
  svg.addEventListener("pointermove", (e) => {
    const year = yearAt(e);
    tip = tip || el("div", "tip", figure);
    rule = rule || el("div", "rule", figure);
    const half = tip.offsetWidth / 2, x = place(year);
    tip.textContent = words(year);
    tip.style.left = Math.min(Math.max(x, tip.offsetWidth / 2), Math.max(half, svg.clientWidth - tip.offsetWidth / 2)) + "px";
    tip.style.top = "1.2rem";
    rule.style.left = x + "px";
    rule.style.top = "0";
    rule.style.height = svg.clientHeight + "px";
    if (from !== null && year !== from) {
      brush = brush || el("div", "brush", figure);
      brush.style.left = Math.min(place(from), x) + "px";
      brush.style.width = Math.abs(place(from) - x) + "px";
      brush.style.top = "0";
      brush.style.height = svg.clientHeight + "px";
    }
  });
  if (document.querySelector("input[name=from]")) {
    svg.addEventListener("pointerdown", (e) => { if (e.pointerType === "mouse") { from = yearAt(e); e.preventDefault(); } });
    svg.addEventListener("pointerup", (e) => {
      const to = yearAt(e), start = from;
      clear();
      if (start === null || Math.abs(to - start) < 3) return;
      const u = new URL(location.href);
      u.searchParams.set("from", Math.min(start, to));
      u.searchParams.set("to", Math.max(start, to));
      location.assign(u);
    });
  }
  svg.addEventListener("pointerleave", clear);
});

// Channels on and off, at once.
document.querySelectorAll("form[data-channels]").forEach((form) => {
  form.addEventListener("change", (e) => {
    if (e.target.type !== "checkbox") return;
    const panel = document.querySelector('.multiple[data-panel="' + CSS.escape(e.target.value) + '"]');
    if (panel) panel.hidden = !e.target.checked;
  });
});

// The map through the years: only the classes of its shapes are asked for.
document.querySelectorAll("#map").forEach((section) => {
  const svg = section.querySelector("svg"), slide = section.querySelector("[data-slide]"), out = section.querySelector("[data-year]"), play = section.querySelector("[data-play]");
  const known = new Map();
  let timer = null, shown = Number(slide.value);
  const show = async (year) => {
    shown = year;
    slide.value = year;
    out.textContent = year;
    if (!known.has(year)) known.set(year, fetch("/world/" + year + "/map.json" + location.search).then((r) => r.json()).catch(() => null));
    const data = await known.get(year);
    if (!data || shown !== year) return;
    svg.querySelectorAll("[data-k]").forEach((p) => {
      p.setAttribute("class", data.classes[p.dataset.k] || "q none");
      p.querySelector("title")?.remove(); // it tells of the year of the page
    });
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
    const u = new URL(location.href);
    u.pathname = "/world/" + shown;
    history.replaceState(null, "", u);
  };
  slide.addEventListener("input", () => show(Number(slide.value)));
  slide.addEventListener("change", () => { const u = new URL(location.href); u.pathname = "/world/" + slide.value; location.assign(u); });
  play.addEventListener("click", () => {
    if (timer) return stop();
    play.textContent = "Stop";
    play.setAttribute("aria-pressed", "true");
    if (shown >= Number(slide.max)) shown = Number(slide.min) - 1;
    timer = setInterval(() => (shown >= Number(slide.max) ? stop() : show(shown + 1)), 700);
  });
});
