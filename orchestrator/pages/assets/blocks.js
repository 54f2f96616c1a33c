// Blocks of the page, opened when they are asked for: base64, gzip, JSON.

const KEPT = 30; // blocks kept open
const open = new Map(); // by name: the value
const texts = new Map(); // by element: its lines

function bytes(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const signs = atob(text);
  const found = new Uint8Array(signs.length);
  for (let at = 0; at < signs.length; at++) found[at] = signs.charCodeAt(at);
  return found;
}

async function unpacked(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// The lines of an element, each a block; nothing where it is not in the page.
function linesOf(name) {
  if (!texts.has(name)) kept(texts, name, document.getElementById(name)?.textContent.split("\n") || []);
  return texts.get(name);
}

// The value of a block: the n-th line of an element. Null where it is not in the page.
async function blockOf(name, n = 0) {
  const key = `${name}/${n}`;
  if (open.has(key)) return open.get(key);
  const line = linesOf(name)[n];
  return line ? kept(open, key, await unpacked(bytes(line))) : null;
}

function kept(values, name, value) {
  values.set(name, value);
  if (values.size > KEPT) values.delete(values.keys().next().value);
  return value;
}

const served = document.documentElement.dataset.served === "yes";
let together = 1; // dialogues in an element

// All that is shown of a dialogue, with the lines of the passages of its run.
async function dataOf(key) {
  const [at, n] = key.split("-").map(Number);
  const data = await blockOf(`d${at}-${Math.floor(n / together)}`, n % together);
  return data && { ...data, lines: await blockOf(`p${at}`) };
}

// What models were asked for a dialogue: from the page, or else from its server.
async function askedOf(key) {
  const [at, n] = key.split("-").map(Number);
  const here = await blockOf(`a${at}-${Math.floor(n / together)}`, n % together);
  if (here || !served) return here;
  if (open.has(key)) return open.get(key);
  const reply = await fetch(`a${key}`, { cache: "no-store" });
  return reply.ok ? kept(open, key, await unpacked(new Uint8Array(await reply.arrayBuffer()))) : null;
}
