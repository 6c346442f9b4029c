// The source as published: pages with a box at every cell, or a frame in which the cells are marked.

import { ask, frameAddress, picture } from "./ask.js";
import { h, put, reveal, s } from "./element.js";
import { t } from "./words.js";

/** Pages that are fetched at a time. */
const AT_A_TIME = 2;

/** Builds the source's side of a report. `point` is told which cells are pointed at, `choose` which is clicked. */
export async function drawSource(side, report, point, choose) {
  put(side, h("p", { class: "loading" }, t("loading")));
  let source;
  try {
    source = await ask(`report/${report.number}/source`);
  } catch (error) {
    put(side, h("p", { class: "why" }, error.message));
    return none;
  }
  return source.kind === "pages" ? pages(side, report, source, point, choose) : framed(side, report, source, point, choose);
}

/** Nothing to light up. */
const none = { light() {}, show() {} };

/** The cells of each place: several may be read from one. */
function placed(report, key) {
  const places = new Map();
  for (const [id, cell] of Object.entries(report.view.cells)) {
    const name = key(cell);
    if (name) places.set(name, [...(places.get(name) ?? []), id]);
  }
  return places;
}

function pages(side, report, source, point, choose) {
  const note = h("p", { class: "note", hidden: true }, t("lacks"));
  const boxes = new Map();
  const sheets = source.sizes.map(({ width, height }, index) => {
    const page = index + 1;
    const layer = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "boxes", "aria-hidden": "true" });
    const here = placed(report, (cell) => cell.at?.page === page && cell.at.box ? cell.at.box.join(" ") : null);
    for (const [place, ids] of here) {
      const [x0, y0, x1, y1] = place.split(" ").map(Number);
      const kinds = ids.map((id) => kind(report.view.cells[id])).join(" ");
      const box = s("rect", { x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2, rx: 1.5, class: `box ${kinds}`, data: { cells: ids.join(" ") },
        onmouseenter: () => point(ids), onmouseleave: () => point([]), onclick: () => choose(ids[0]) });
      layer.append(box);
      for (const id of ids) boxes.set(id, box);
    }
    const label = t("page", { n: page });
    return h("figure", { class: "sheet", data: { page }, style: { "aspect-ratio": `${width} / ${height}` } },
      h("img", { alt: label, draggable: "false" }), layer, h("figcaption", {}, label));
  });
  put(side, note, sheets);
  const waiting = [];
  let running = 0;
  const fetchNext = async () => {
    while (running < AT_A_TIME && waiting.length > 0) {
      const sheet = waiting.shift();
      running += 1;
      const { width } = source.sizes[Number(sheet.dataset.page) - 1];
      const scale = (sheet.clientWidth / width) * devicePixelRatio;
      picture(report.number, sheet.dataset.page, scale).then(({ address, lacks }) => {
        const image = sheet.querySelector("img");
        image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
        image.src = address;
        sheet.dataset.drawn = "yes";
        if (lacks) note.hidden = false;
      }, (error) => put(sheet, h("figcaption", { class: "why" }, error.message))).finally(() => {
        running -= 1;
        fetchNext();
      });
    }
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      waiting.push(target);
    }
    fetchNext();
  }, { root: side, rootMargin: "50%" });
  sheets.forEach((sheet) => seen.observe(sheet));
  return lights((id) => [boxes.get(id)].filter(Boolean));
}

/** What a cell is drawn as. */
export const kind = (cell) => [cell.status, cell.fails && "fails", cell.decided && "seen"].filter(Boolean).join(" ");

async function framed(side, report, source, point, choose) {
  const frame = h("iframe", { title: t("frame"), sandbox: "allow-same-origin", src: frameAddress(report.number) });
  put(side, !source.published && h("p", { class: "note" }, t("decoded")), frame);
  await new Promise((done) => frame.addEventListener("load", done, { once: true }));
  const inside = frame.contentDocument;
  if (!inside) return none;
  const places = placed(report, (cell) => cell.mark);
  const marks = new Map();
  for (const element of inside.querySelectorAll("[data-at]")) {
    const ids = element.dataset.at.split(" ").flatMap((name) => places.get(name) ?? []);
    if (ids.length === 0) continue;
    element.classList.add("value", ...ids.flatMap((id) => kind(report.view.cells[id]).split(" ")));
    for (const id of ids) marks.set(id, [...(marks.get(id) ?? []), element]);
    element.addEventListener("mouseenter", () => point(ids));
    element.addEventListener("mouseleave", () => point([]));
    element.addEventListener("click", () => choose(ids[0]));
  }
  // Keys typed in the frame are keys of the page.
  inside.addEventListener("keydown", (event) => {
    const again = new KeyboardEvent("keydown", { key: event.key, bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey, altKey: event.altKey });
    if (!document.dispatchEvent(again)) event.preventDefault();
  });
  return lights((id) => marks.get(id) ?? []);
}

/** Lights up the places of cells, and shows the first. */
function lights(places) {
  let lit = [];
  let chosen = [];
  const turn = (elements, name, to) => elements.forEach((element) => element.classList.toggle(name, to));
  return {
    /** Cells that are pointed at. */
    light(ids) {
      turn(lit, "lit", false);
      lit = ids.flatMap(places);
      turn(lit, "lit", true);
    },
    /** Cells that are asked about. */
    show(ids) {
      turn(chosen, "chosen", false);
      chosen = ids.flatMap(places);
      turn(chosen, "chosen", true);
      if (chosen.length > 0) reveal(chosen[0]);
    },
  };
}
