// Which dialogues are listed: filters over the rows, and a search through ids and everything that was said.

const FACETS = [
  ["run", "Run", (one) => one.name],
  ["status", "State", (one) => one.row.status],
  ["stop", "Ended", (one) => one.row.stop],
  ["persona", "Persona", (one) => one.row.persona],
  ["setting", "Setting", (one) => one.row.setting],
  ["style", "Style", (one) => one.row.style],
  ["protocol", "Protocol", (one) => one.row.protocol],
  ["family", "Family", (one) => one.row.family],
  ["fault", "Fault of", (one) => (one.row.faults ? Object.keys(one.row.faults) : "")],
];
const MARKS = {
  faults: ["has faults", (one) => faultsOf(one.row) > 0],
  none: ["has no fault", (one) => faultsOf(one.row) === 0],
  changes: ["said again", (one) => one.row.changes > 0],
  forks: ["forked", (one) => one.row.forks > 0],
  edited: ["edited by hand", (one) => Boolean(one.row.edited)],
  asked: ["prompts kept", (one) => Boolean(one.row.asked)],
  lost: ["reasons lost", (one) => Boolean(one.row.lost)],
  differs: ["differs between runs", (one) => one.differs],
};
const ORDERS_OF_LIST = {
  turns: ["most turns", (one) => -(one.row.turns || 0)],
  short: ["fewest turns", (one) => one.row.turns || 0],
  faults: ["most faults", (one) => -faultsOf(one.row)],
  reach: ["least of the note reached", (one) => reachOf(one.row) ?? 2],
  id: ["id", (one) => one.row.id],
};

function faultsOf(row) {
  if (!row.faults) return 0;
  return Object.values(row.faults).reduce((sum, n) => sum + n, 0);
}

function reachOf(row) {
  return row.facts ? (row.reached || 0) / row.facts : null;
}

const said = new Map(); // by key: what was said, in small letters
const SLICE = 12; // milliseconds of reading after which the browser may do what waits
let chunks = null; // of what is still to be read

// The dialogues of all runs, one after the other.
function everyOne(index) {
  const all = index.runs.flatMap((run, at) =>
    run.dialogues.map((row, n) => ({ key: `${at}-${n}`, at, n, row, name: run.name, kind: run.kind })));
  const byId = new Map();
  for (const one of all) {
    if (one.kind !== "run") continue;
    if (!byId.has(one.row.id)) byId.set(one.row.id, []);
    byId.get(one.row.id).push(one);
  }
  const runs = index.runs.filter((run) => run.kind === "run").length;
  for (const same of byId.values()) {
    const differs = runs > 1 && (same.length < runs || same.some((one) => one.row.words !== same[0].row.words));
    for (const one of same) one.differs = differs;
  }
  return all;
}

let last = { of: "", found: [] };

// What the filters leave, before any search.
function filtered(all) {
  const of = [...FACETS.map(([name]) => name), "with", "sort"].map((name) => place.get(name) || "").join("\n");
  if (last.of === of && last.all === all) return last.found;
  let found = all;
  for (const [name, , side] of FACETS) {
    const value = place.get(name);
    if (value) found = found.filter((one) => { const its = side(one); return its === value || (Array.isArray(its) && its.includes(value)); });
  }
  const mark = MARKS[place.get("with")];
  if (mark) found = found.filter(mark[1]);
  const order = ORDERS_OF_LIST[place.get("sort")];
  if (order) {
    const keyed = found.map((one) => [order[1](one), one]);
    keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    found = keyed.map(([, one]) => one);
  }
  last = { of, all, found };
  return found;
}

const values = new Map(); // by facet: the values that there are

function valuesOf(name, all) {
  if (!values.has(name)) {
    const side = FACETS.find(([facet]) => facet === name)[2];
    const found = new Set();
    for (const one of all) {
      const its = side(one);
      if (Array.isArray(its)) its.forEach((value) => found.add(value));
      else if (its) found.add(its);
    }
    values.set(name, [...found].sort());
  }
  return values.get(name);
}

function wanted() {
  return (place.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean);
}

function holds(one, words) {
  const id = one.row.id.toLowerCase();
  const text = said.get(one.key) || "";
  return words.every((word) => id.includes(word) || text.includes(word));
}

// Read what was said, block by block; ``each`` is told how many dialogues have been read and says whether to go on.
async function readSaid(index, each) {
  if (chunks === null) {
    chunks = index.runs.flatMap((run, at) =>
      Array.from({ length: Math.ceil(run.dialogues.length / together) }, (_, n) => ({ at, n })));
  }
  let next = performance.now() + SLICE;
  while (chunks.length) {
    const { at, n } = chunks[0];
    const line = document.getElementById(`s${at}-${n}`)?.textContent;
    const read = line ? await unpacked(bytes(line)) : [];
    if (!chunks.length || chunks[0].at !== at || chunks[0].n !== n) continue; // read by another search meanwhile
    chunks.shift();
    read.forEach((text, i) => said.set(`${at}-${n * together + i}`, text.toLowerCase()));
    if (!each(said.size)) return;
    if (performance.now() > next) {
      await pause();
      next = performance.now() + SLICE;
    }
  }
}

// Let the browser do what waits.
function pause() {
  return new Promise((done) => { setTimeout(done, 0); });
}
