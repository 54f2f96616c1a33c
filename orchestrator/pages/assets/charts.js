// Charts of what the filters leave: each says in words what it shows, and is a table too.

const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

function mean(values) {
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}

function numbers(rows, of) {
  return rows.map(of).filter((value) => value !== null && value !== undefined && Number.isFinite(value));
}

// How many of each value.
function tally(values) {
  const found = new Map();
  for (const value of values) found.set(value, (found.get(value) || 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

// At most ``most`` bins of the same width, on round numbers.
function bins(values, most, width) {
  const [low, high] = ends(values);
  let step = width || (values.every(Number.isInteger) ? 1 : 0.1);
  for (let n = 0; !width && (high - low) / step >= most; n++) step *= n % 3 === 1 ? 2.5 : 2; // 1, 2, 5, 10, …
  const first = Math.floor(low / step) * step;
  const found = Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, n) => ({ from: first + n * step, to: first + (n + 1) * step, n: 0 }));
  for (const value of values) found[Math.min(found.length - 1, Math.floor((value - first) / step))].n += 1;
  return found;
}

function histogram(title, values, unit, width) {
  if (!values.length) return null;
  const [low, high] = ends(values);
  const found = bins(values, 16, width);
  const most = Math.max(...found.map((bin) => bin.n));
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const words = `${title}: ${many(values.length, "dialogue")}, median ${NUMBER.format(middle)}, from ${NUMBER.format(low)} to ${NUMBER.format(high)}${unit}.`;
  const size = 320 / found.length;
  const bars = found.map((bin, n) => svg("rect", { class: "bar", x: n * size + 1, width: Math.max(1, size - 2),
    y: 100 - (96 * bin.n) / most, height: (96 * bin.n) / most }));
  const labels = [found[0].from, found.at(-1).to];
  return figure(title, words, svg("svg", { viewBox: "0 0 320 118", role: "img", "aria-label": words }, bars,
    svg("line", { x1: 0, x2: 320, y1: 100.5, y2: 100.5, class: "axis" }),
    svg("text", { x: 0, y: 115 }, NUMBER.format(labels[0])), svg("text", { x: 320, y: 115, "text-anchor": "end" }, NUMBER.format(labels[1]))),
  ["from", "below", "dialogues"], found.map((bin) => [NUMBER.format(bin.from), NUMBER.format(bin.to), count(bin.n)]));
}

function ends(values) {
  return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
}

function figure(title, words, picture, head, rows) {
  return el("figure", {}, el("figcaption", {}, el("b", {}, title), el("span", { class: "quiet" }, words.slice(title.length + 2))), picture,
    el("details", {}, el("summary", {}, "As a table"), table(head, rows)));
}

function table(head, rows) {
  return el("table", {}, el("thead", {}, el("tr", {}, head.map((cell) => el("th", { scope: "col" }, cell)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, n) => el(n ? "td" : "th", n ? {} : { scope: "row" }, cell))))));
}

// A row a value, with a bar; each leads to the dialogues that have it.
function ranking(title, facet, values) {
  const found = tally(values).filter(([value]) => value);
  if (!found.length) return null;
  const most = found[0][1];
  const rows = found.slice(0, 20).map(([value, n]) => el("tr", {}, el("th", { scope: "row" },
    el("a", { href: address({ view: null, [facet]: value }), dir: "auto" }, value)),
  el("td", { class: "bar-cell" }, svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "bar", x: 0, y: 0, width: (100 * n) / most, height: 10 }))), el("td", { class: "number" }, count(n))));
  return el("figure", {}, el("figcaption", {}, el("b", {}, title), found.length > 20 && ` the first 20 of ${count(found.length)}`),
    el("table", { class: "ranking" }, el("thead", { class: "unseen" }, el("tr", {}, ["value", "share", "number"].map((name) => el("th", { scope: "col" }, name)))), el("tbody", {}, rows)));
}

function chartsView(index, all) {
  const some = filtered(all).filter((one) => one.kind === "run");
  const rows = some.map((one) => one.row);
  const narrowed = [...FACETS.map(([name]) => name), "with"].filter((name) => place.get(name));
  const parts = [
    histogram("Turns", numbers(rows, (row) => row.turns), " turns"),
    histogram("Words said", numbers(rows, (row) => row.length), " words"),
    histogram("Note reached", numbers(rows, (row) => (row.facts ? (100 * (row.reached || 0)) / row.facts : null)), " % of the facts", 5),
    histogram("Time to make", numbers(rows, (row) => row.seconds), " seconds"),
    ranking("Faults that stayed, dialogues with one", "fault", rows.flatMap((row) => Object.keys(row.faults || {}))),
    ranking("Ended", "stop", rows.map((row) => row.stop)),
    ...["persona", "setting", "protocol", "style", "family"].map((name) => ranking(name[0].toUpperCase() + name.slice(1), name, rows.map((row) => row[name])))
      .filter((part) => part && part.querySelectorAll("tbody tr").length > 1),
    ranking("State", "status", rows.map((row) => row.status)),
  ].filter(Boolean);
  return [el("h1", {}, "Charts"), el("p", { class: "quiet" }, many(rows.length, "dialogue"),
    narrowed.length ? [`, narrowed by ${narrowed.join(", ")}. `, el("a", { href: address({ view: "charts" }, true) }, "Show all")] : "."),
  parts.length ? el("div", { class: "charts" }, parts) : el("p", {}, "Nothing to draw.")];
}

// Two or more runs in numbers, a column a run.
function compareView(index, all) {
  const runs = index.runs.map((run, at) => ({ run, rows: all.filter((one) => one.at === at).map((one) => one.row) }));
  const show = (value, unit) => (value === null ? "not known" : `${NUMBER.format(value)}${unit || ""}`);
  const measures = [
    ["Dialogues", (rows) => count(rows.length)],
    ["Finished", (rows, run) => (run.kind === "human" ? "said by people" : count(rows.filter((row) => row.status === "finished").length))],
    ["Failed", (rows, run) => (run.kind === "human" ? "" : count(rows.filter((row) => row.status === "failed").length))],
    ["Turns, mean", (rows) => show(mean(numbers(rows, (row) => row.turns)))],
    ["Words, mean", (rows) => show(mean(numbers(rows, (row) => row.length)))],
    ["Note reached, mean", (rows) => show(mean(numbers(rows, (row) => { const part = reachOf(row); return part === null ? null : 100 * part; })), " %")],
    ["Faults that stayed, a dialogue", (rows) => show(mean(numbers(rows.filter((row) => row.facts), faultsOf)))],
    ["Said again, a dialogue", (rows) => show(mean(numbers(rows.filter((row) => row.facts), (row) => row.changes || 0)))],
    ["Seconds, mean", (rows) => show(mean(numbers(rows, (row) => row.seconds)))],
  ];
  const ids = new Map();
  for (const one of all) {
    if (one.kind !== "run") continue;
    if (!ids.has(one.row.id)) ids.set(one.row.id, []);
    ids.get(one.row.id).push(one);
  }
  const shared = [...ids.values()].filter((same) => same.length > 1);
  const same = shared.filter((some) => !some[0].differs).length;
  return [el("h1", {}, "Runs side by side"),
    el("div", { class: "wide-table", tabindex: 0, role: "region", "aria-label": "Measures of each run" }, table(["Measure", ...runs.map(({ run }) => run.name)],
      measures.map(([name, of]) => [name, ...runs.map(({ run, rows }) => of(rows, run))]))),
    shared.length > 0 && el("p", {}, `${many(shared.length, "dialogue")} in more than one run, ${count(same)} with the same words. `,
      el("a", { href: address({ with: "differs" }, true) }, "Those that differ")),
    el("ul", { class: "pairs" }, shared.filter((some) => some[0].differs).slice(0, 200).map((some) => el("li", {},
      el("a", { href: address({ dialogue: some[0].key, beside: some[1].key }, true), dir: "auto" }, some[0].row.id),
      ` ${some.map((one) => many(one.row.turns || 0, "turn")).join(" and ")}`)))];
}
