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
  ["fault", "Fault of", (one) => Object.keys(one.row.faults || {})],
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
  return Object.values(row.faults || {}).reduce((sum, n) => sum + n, 0);
}

function reachOf(row) {
  return row.facts ? (row.reached || 0) / row.facts : null;
}

const said = new Map(); // by key: what was said, in small letters
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

// What the filters leave, before any search.
function filtered(all) {
  let found = all;
  for (const [name, , of] of FACETS) {
    const wanted = place.get(name);
    if (wanted) found = found.filter((one) => [of(one)].flat().includes(wanted));
  }
  const mark = MARKS[place.get("with")];
  if (mark) found = found.filter(mark[1]);
  const order = ORDERS_OF_LIST[place.get("sort")];
  if (order) found = [...found].sort((a, b) => (order[1](a) < order[1](b) ? -1 : order[1](a) > order[1](b) ? 1 : 0));
  return found;
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
      Array.from({ length: Math.ceil(run.dialogues.length / index.chunk) }, (_, n) => ({ at, n })));
  }
  while (chunks.length) {
    const { at, n } = chunks[0];
    const node = document.getElementById(`s${at}-${n}`);
    const texts = node ? await unpacked(bytes(node.textContent)) : [];
    if (!chunks.length || chunks[0].at !== at || chunks[0].n !== n) continue; // read by another search meanwhile
    chunks.shift();
    texts.forEach((text, i) => said.set(`${at}-${n * index.chunk + i}`, text.toLowerCase()));
    if (!each(said.size)) return;
    await pause();
  }
}

// Let the browser do what waits.
function pause() {
  return new Promise((done) => { setTimeout(done, 0); });
}
