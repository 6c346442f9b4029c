// Elements, made of a tag, properties and children. Text is always text: nothing here reads HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {Element} element
 * @param {Record<string, any>} properties `on…` are listeners, `style` a map, `data` a map; the rest are attributes.
 * @param {any[]} children nodes and texts; what is null or false is left out
 */
function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, to] of Object.entries(value)) element.style.setProperty(key, to);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** @returns {HTMLElement} */
export const h = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);

/** @returns {SVGElement} */
export const s = (tag, properties, ...children) => fill(document.createElementNS(SVG, tag), properties, children);

/** Puts children in the place of what an element holds. */
export function put(element, ...children) {
  element.replaceChildren();
  return fill(element, {}, children);
}

/** Says something to who can't see the page. */
export function say(text) {
  document.getElementById("said").textContent = text;
}

/** Brings an element into the middle of what scrolls around it, and moves nothing else. */
export function reveal(element) {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  const document = element.ownerDocument;
  let around = element.closest("#tables, #source, #card");
  if (!around || around.scrollHeight <= around.clientHeight) {
    if (document === window.document) return;
    around = document.scrollingElement;
  }
  const own = element.getBoundingClientRect();
  const room = around === document.scrollingElement ? { top: 0, left: 0, height: around.clientHeight, width: around.clientWidth } : around.getBoundingClientRect();
  const top = own.top + own.height / 2 - room.top - room.height / 2;
  const isAside = own.left < room.left || own.right > room.left + room.width;
  around.scrollBy({ top, left: isAside ? own.left + own.width / 2 - room.left - room.width / 2 : 0, behavior });
}
