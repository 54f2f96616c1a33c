// Two conversations beside each other: forks of one, the same note in two runs, or a made one and a human one.

const WIDE = 1500; // turns above which two are paired by their place alone

// Pairs of turns: by id where both have the same ones (steps of the same plan), by place where they share none.
function aligned(one, other) {
  const ids = new Set(one.map((turn) => turn.id));
  if (!other.some((turn) => ids.has(turn.id)) || Math.max(one.length, other.length) > WIDE) {
    return Array.from({ length: Math.max(one.length, other.length) }, (_, n) => [one[n] || null, other[n] || null]);
  }
  const best = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let a = one.length - 1; a >= 0; a--) {
    for (let b = other.length - 1; b >= 0; b--) {
      best[a][b] = one[a].id === other[b].id ? best[a + 1][b + 1] + 1 : Math.max(best[a + 1][b], best[a][b + 1]);
    }
  }
  const pairs = [];
  let a = 0;
  let b = 0;
  while (a < one.length || b < other.length) {
    if (a < one.length && b < other.length && one[a].id === other[b].id) pairs.push([one[a++], other[b++]]);
    else if (b >= other.length || (a < one.length && best[a + 1][b] >= best[a][b + 1])) pairs.push([one[a++], null]);
    else pairs.push([null, other[b++]]);
  }
  return pairs;
}

// What a dialogue can be put beside: its own branches, then the same note elsewhere.
function companions(one, data, all) {
  const branches = data.branches.slice(0, -1).map((branch, n) => ({ value: `fork-${n}`, label: `fork: ${branch.name}` }));
  const note = one.row.note || one.row.id;
  const others = all.filter((other) => other.key !== one.key && (other.row.id === one.row.id ||
    ((other.kind !== one.kind) && (other.row.note || other.row.id) === note)));
  return [...branches, ...others.map((other) => ({ value: other.key,
    label: `${other.kind === "human" ? "human" : "run"}: ${other.name}${other.row.id === one.row.id ? "" : ` / ${other.row.id}`}` }))];
}

async function companionOf(value, data, all) {
  if (value.startsWith("fork-")) {
    const branch = data.branches[Number(value.slice(5))];
    return branch ? { label: branch.name, branch, data, key: null } : null;
  }
  const other = all.find((one) => one.key === value);
  const found = other ? await dataOf(value) : null;
  return found ? { label: other.name, branch: found.branches.at(-1), data: found, key: other.kind === "run" ? value : null } : null;
}

// The rows of two conversations. ``box`` makes a turn of one side.
function pairRows(one, other, names, box) {
  const numbers = [new Map(one.map((turn, n) => [turn, n + 1])), new Map(other.map((turn, n) => [turn, n + 1]))];
  return aligned(one, other).map(([a, b]) => {
    if (a && b && a.text === b.text && a.speaker === b.speaker) {
      return el("div", { class: "pair same" }, box(a, numbers[0].get(a), 0, "in both"));
    }
    return el("div", { class: "pair" },
      a ? box(a, numbers[0].get(a), 0, names[0]) : el("div", { class: "gap" }, el("span", { class: "unseen" }, `nothing in ${names[0]}`)),
      b ? box(b, numbers[1].get(b), 1, names[1]) : el("div", { class: "gap" }, el("span", { class: "unseen" }, `nothing in ${names[1]}`)));
  });
}
