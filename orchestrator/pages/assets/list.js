// The list of dialogues: filters, search, and as many rows as are in view, however many there are.

const ROW = 64; // pixels of a row, as in page.css
const AROUND = 8; // rows drawn beyond those in view

function listView(index, all) {
  const search = el("input", { type: "search", id: "q", value: place.get("q"), autocomplete: "off", spellcheck: "false",
    "aria-describedby": "covers" });
  const number = el("p", { class: "quiet", role: "status" });
  const rows = el("div", { class: "rows", role: "list", "aria-label": "Dialogues" });
  const nodes = new Map();
  let found = [];
  let turn = 0;

  function draw() {
    if (!rows.isConnected) return;
    const top = rows.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / ROW) - AROUND);
    const last = Math.min(found.length, Math.ceil((innerHeight - top) / ROW) + AROUND);
    for (const [at, node] of nodes) {
      if ((at < first || at >= last) && !node.contains(document.activeElement)) { node.remove(); nodes.delete(at); }
    }
    for (let at = first; at < last; at++) {
      if (nodes.has(at)) continue;
      const node = listRow(found[at], at, found.length, index.runs.length > 1);
      node.style.transform = `translateY(${at * ROW}px)`;
      nodes.set(at, node);
      const next = [...nodes.keys()].filter((n) => n > at).sort((a, b) => a - b)[0];
      rows.insertBefore(node, next === undefined ? null : nodes.get(next));
    }
  }

  function list(some, told) {
    found = some;
    nodes.clear();
    rows.replaceChildren();
    rows.style.height = `${some.length * ROW}px`;
    rows.hidden = !some.length;
    number.textContent = told;
    draw();
  }

  async function update() {
    const mine = ++turn;
    const some = filtered(all);
    const words = wanted();
    const matched = () => (words.length ? some.filter((one) => holds(one, words)) : some);
    const heading = (n) => (n === all.length ? many(n, "dialogue") : `${count(n)} of ${many(all.length, "dialogue")}`);
    let hits = matched();
    list(hits, heading(hits.length));
    const unread = words.length > 0 && said.size < all.length;
    rows.setAttribute("aria-busy", String(unread));
    if (!unread) return;
    let next = performance.now() + 200;
    await readSaid(index, (read) => {
      if (mine === turn && performance.now() > next) {
        next = performance.now() + 200;
        number.textContent = `Reading what was said: ${count(read)} of ${count(all.length)} …`;
      }
      return mine === turn;
    });
    if (mine !== turn) return;
    hits = matched();
    rows.setAttribute("aria-busy", "false");
    list(hits, heading(hits.length));
  }

  let later = 0;
  search.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(() => { settle({ q: search.value }); update(); }, 120);
  });
  rows.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = [...nodes].find(([, node]) => node.contains(document.activeElement));
    if (!step || !at) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(found.length - 1, at[0] + step));
    const top = rows.getBoundingClientRect().top + to * ROW;
    if (top < 60 || top + ROW > innerHeight - 10) scrollBy(0, step * ROW);
    draw();
    nodes.get(to)?.querySelector("a").focus();
  });
  whenScrolled = draw;
  const controls = facetControls(all, update);
  const filters = el("details", { class: "filters", open: matchMedia("(min-width: 48rem)").matches },
    el("summary", {}, "Filter and sort"), el("div", { class: "facets" }, controls));
  requestAnimationFrame(update);
  return [
    el("h1", { class: "unseen" }, "Dialogues"),
    runHeads(index),
    el("div", { class: "finding" },
      el("div", { class: "search" }, el("label", { for: "q" }, "Search"), search),
      el("p", { class: "quiet", id: "covers" }, "Covers ids and everything that was said; all words must be there."),
      filters),
    number, rows,
  ];
}

let whenScrolled = () => {};
addEventListener("scroll", () => whenScrolled(), { passive: true });
addEventListener("resize", () => whenScrolled());

function listRow(one, at, of, several) {
  const row = one.row;
  const marks = [
    row.status !== "finished" && el("span", { class: `mark ${row.status}` }, row.status),
    faultsOf(row) > 0 && el("span", { class: "mark fault" }, many(faultsOf(row), "fault")),
    row.forks && el("span", { class: "mark" }, many(row.forks, "fork")),
    row.edited && el("span", { class: "mark" }, "edited"),
    row.lost && el("span", { class: "mark fault" }, "reasons lost"),
    one.differs && el("span", { class: "mark" }, "differs"),
  ];
  const reach = reachOf(row);
  const about = [several && one.name, many(row.turns || 0, "turn"), reach !== null && `${Math.round(reach * 100)} % of facts`,
    row.persona, row.setting, row.stop && row.stop !== "complete" && `ended: ${row.stop}`].filter(Boolean).join(" · ");
  return el("div", { role: "listitem", class: "row", "aria-posinset": at + 1, "aria-setsize": of },
    el("a", { href: address({ dialogue: one.key }) },
      el("span", { class: "top" }, el("b", { dir: "auto" }, row.id), marks.filter(Boolean).map((mark) => [" ", mark])),
      el("span", { class: "under", dir: "auto" }, about),
      el("span", { class: "begins", dir: "auto" }, row.begins || "")));
}

// A choice for every side by which dialogues differ.
function facetControls(all, update) {
  const made = [];
  for (const [name, label] of FACETS) {
    const found = valuesOf(name, all);
    if (found.length > 1 || place.get(name)) made.push(choice(name, label, found.map((value) => [value, value]), update));
  }
  const marks = Object.entries(MARKS).filter(([, [, of]]) => all.some(of)).map(([name, [label]]) => [name, label]);
  if (marks.length) made.push(choice("with", "Only", marks, update));
  made.push(choice("sort", "Sort by", Object.entries(ORDERS_OF_LIST).map(([name, [label]]) => [name, label]), update, "as kept"));
  return made;
}

function choice(name, label, values, update, none) {
  const select = el("select", { id: `by-${name}` }, el("option", { value: "" }, none || "all"),
    values.map(([value, words]) => el("option", { value, selected: place.get(name) === value }, words)));
  select.addEventListener("change", () => { settle({ [name]: select.value }); update(); });
  return el("div", { class: "choice" }, el("label", { for: `by-${name}` }, label), select);
}

// How the runs were made, folded away.
function runHeads(index) {
  return index.runs.map((run) => [
    run.remarks.map((remark) => el("p", { class: "remark", dir: "auto" }, remark)),
    run.rows.length > 0 && el("details", { class: "run" },
      el("summary", { dir: "auto" }, `How ${run.name} was made`), named(run.rows, "about")),
  ]);
}
