// Where the reader is, as the part of the address after "#": it can be kept, sent on and gone back to.

const place = new URLSearchParams();

function readPlace() {
  for (const name of [...place.keys()]) place.delete(name);
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) place.set(name, value);
}

// The address of a place: the present one with these parts changed; null takes one out.
function address(parts, bare) {
  const next = new URLSearchParams(bare ? "" : place);
  for (const [name, value] of Object.entries(parts)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return `#${next}`;
}

// Change the place without a step in the history, and without drawing the page anew.
function settle(parts) {
  history.replaceState(history.state, "", address(parts));
  readPlace();
}
