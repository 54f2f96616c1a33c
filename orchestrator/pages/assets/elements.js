// Elements made one way: whatever was said is text, and never HTML.

const SVG = "http://www.w3.org/2000/svg";
const ORDERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/g;

// A text without what a terminal obeys or what turns the direction of the lines around it. Signs stand for signs, one for
// one, so that places in the text stay what they were.
function shown(text) {
  return String(text).replace(ORDERS, (sign) => {
    const code = sign.charCodeAt(0);
    if (code === 13) return " ";
    return code < 32 ? String.fromCharCode(0x2400 + code) : code === 127 ? "\u2421" : "\ufffd";
  });
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : shown(child));
  }
  return node;
}

function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

// Names and values, those without a value left out.
function named(rows, className) {
  const pairs = rows.filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const parts = pairs.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", { dir: "auto" }, value)));
  return parts.length ? el("dl", { class: className || "" }, parts) : null;
}

const LONG = 3000; // characters of a text shown at first

// A text that may be very long: its beginning, and the rest when it is asked for.
function lengthy(text, attributes) {
  if (text.length <= LONG) return el("div", attributes, text);
  const box = el("div", attributes, text.slice(0, LONG), "… ");
  const more = button({ class: "plain" }, `Show all ${count(text.length)} characters`);
  more.addEventListener("click", (event) => {
    event.stopPropagation();
    box.replaceChildren(shown(text));
    box.tabIndex = -1;
    box.focus();
  });
  box.append(more);
  return box;
}

function count(number) {
  return number.toLocaleString("en");
}

function many(number, what) {
  return `${count(number)} ${what}${number === 1 ? "" : "s"}`;
}

// Told to who cannot see what changed.
function tell(words) {
  const news = document.getElementById("news");
  news.textContent = "";
  requestAnimationFrame(() => { news.textContent = shown(words); });
}

function smooth() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

// Bring a part of a pane into view: the pane is scrolled where it scrolls by itself, else the page.
function reveal(node, pane) {
  if (!node) return;
  const own = pane && pane.scrollHeight > pane.clientHeight + 1 && getComputedStyle(pane).overflowY !== "visible";
  if (!own) {
    node.scrollIntoView({ block: "center", behavior: smooth() });
    return;
  }
  const at = node.getBoundingClientRect();
  const box = pane.getBoundingClientRect();
  const bottom = Math.min(box.bottom, innerHeight); // the pane may reach below the window
  if (at.top < box.top + 40 || at.bottom > bottom - 40) {
    pane.scrollTo({ top: pane.scrollTop + at.top - box.top - (bottom - box.top) / 3, behavior: smooth() });
  }
}
