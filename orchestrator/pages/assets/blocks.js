// Blocks of the page, opened when they are asked for: base64, gzip, JSON.

const KEPT = 40; // blocks kept open
const open = new Map();

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

// The value of a block, null where it is not in the page.
async function blockOf(name) {
  if (open.has(name)) return open.get(name);
  const node = document.getElementById(name);
  if (!node) return null;
  const value = await unpacked(bytes(node.textContent));
  keep(name, value);
  return value;
}

function keep(name, value) {
  open.set(name, value);
  if (open.size > KEPT) open.delete(open.keys().next().value);
}

const served = document.documentElement.dataset.served === "yes";

// What models were asked for a dialogue: from the page, or else from its server.
async function askedOf(key) {
  const name = `a${key}`;
  const here = await blockOf(name);
  if (here || !served) return here;
  const reply = await fetch(name, { cache: "no-store" });
  if (!reply.ok) return null;
  const value = await unpacked(new Uint8Array(await reply.arrayBuffer()));
  keep(name, value);
  return value;
}
