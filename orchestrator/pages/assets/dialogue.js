// One dialogue: its head, its agenda, the conversation and the note beside each other, and what stands beside it.

async function dialogueView(index, all, found) {
  const one = all.find((other) => other.key === place.get("dialogue"));
  const data = one ? await dataOf(one.key) : null;
  if (!data) return [el("h1", {}, "No such dialogue"), el("p", {}, el("a", { href: "#" }, "All dialogues"))];
  const branch = data.branches.at(-1);
  const facts = factsOf(data, branch);
  const other = place.get("beside") ? await companionOf(place.get("beside"), data, all) : null;
  const talk = el("section", { class: "talk pane", "aria-label": "Conversation", tabindex: 0 });
  const note = notePane(data, facts, chooseWords);
  let chosen = null;

  function chooseTurn(turn, box, side) {
    const again = chosen && chosen.box === box;
    if (chosen) closeTurn(chosen.box, chosen.turn);
    clearRests();
    chosen = null;
    if (again) { note.light([]); settle({ turn: null }); return; }
    const theirs = side === 1 ? other : { data, key: one.kind === "run" ? one.key : null };
    const known = side === 1 && other.data !== data ? factsOf(other.data, other.branch) : facts;
    openTurn(box, turn, whyOf(turn, theirs.data, known, theirs.key, showWords));
    chosen = { turn, box };
    note.about.replaceChildren();
    const lit = sameNote(side) ? note.light(turn.facts || []) : note.light([]);
    if (sideBySide()) reveal(lit[0], note.pane);
    settle({ turn: side === 1 ? null : turn.id });
    const words = lit.length ? `${many((turn.facts || []).length, "fact")} of the note under this turn.` : "No words of the note under this turn.";
    tell(words);
  }

  function sameNote(side) {
    return side !== 1 || other.data.note?.digest === data.note?.digest;
  }

  function sideBySide() {
    return note.pane.getBoundingClientRect().top < innerHeight;
  }

  function showWords(ids) {
    const lit = note.light(ids);
    reveal(lit[0], note.pane);
  }

  function clearRests() {
    for (const box of talk.querySelectorAll(".rests")) box.classList.remove("rests");
  }

  function chooseWords(some, span) {
    if (chosen) { closeTurn(chosen.box, chosen.turn); chosen = null; }
    clearRests();
    note.light(some.map((fact) => fact.id));
    const ids = [...new Set(some.flatMap((fact) => fact.turns))];
    const boxes = ids.map(boxOf).filter(Boolean);
    for (const box of boxes) box.classList.add("rests");
    note.about.replaceChildren(...some.map((fact) => factCard(fact, branch.turns, data, gotoTurn)));
    if (talk.getBoundingClientRect().right < note.pane.getBoundingClientRect().left + 1) reveal(boxes[0], talk);
    span.focus({ preventScroll: true });
    tell(boxes.length ? `${many(boxes.length, "turn")} rest on these words.` : "No turn rests on these words.");
  }

  function boxOf(id) {
    return talk.querySelector(`.turn[data-turn="${CSS.escape(id)}"]`);
  }

  function gotoTurn(id) {
    const box = boxOf(id);
    if (!box) return;
    if (!chosen || chosen.box !== box) chooseTurn(branch.turns.find((turn) => turn.id === id), box, 0);
    reveal(box, talk);
    box.querySelector(".who").focus({ preventScroll: true });
  }

  const make = (turn, number, side, label) => turnBox(turn, number, (picked, box) => chooseTurn(picked, box, side), label);
  
  if (other) {
    const names = [place.get("beside").startsWith("fork-") ? branch.name : one.name, other.label];
    talk.append(el("h2", {}, `${names[0]} beside ${names[1]}`));
    const told = [branch.turns.length, other.branch.turns.length].map((n, i) => `${names[i]}: ${many(n, "turn")}`);
    talk.append(el("p", { class: "quiet", dir: "auto" }, told.join(" · "), other.branch.why && ` · forked: ${other.branch.why}`),
      ...pairRows(branch.turns, other.branch.turns, names, make));
  } else {
    talk.append(el("h2", {}, "Conversation"), ...branch.turns.map((turn, n) => make(turn, n + 1, 0)));
    if (!branch.turns.length) talk.append(el("p", { class: "quiet" }, "Nothing was said."));
  }
  const gone = droppedPart(branch.dropped);
  if (gone) talk.append(gone);
  const turn = place.get("turn");
  if (turn && boxOf(turn)) requestAnimationFrame(() => gotoTurn(turn));
  return [
    dialogueHead(one, data, branch, found),
    besideChoice(one, data, all),
    data.remarks?.map((remark) => el("p", { class: "remark", dir: "auto" }, remark)),
    auditPart(data.audit),
    agendaPart(branch, gotoTurn),
    el("div", { class: other ? "two three" : "two" }, talk, note.pane),
  ];
}

function dialogueHead(one, data, branch, found) {
  const at = found.findIndex((other) => other.key === one.key);
  const link = (other, words) => (other
    ? el("a", { href: address({ dialogue: other.key, turn: null, beside: null }), class: "step" }, words)
    : el("span", { class: "step off" }, words));
  const forked = branch.why || branch.by ? [["branch", `${branch.name} by ${branch.by}${branch.why ? `: ${branch.why}` : ""}`]] : [];
  return el("div", { class: "head" },
    el("nav", { class: "steps", "aria-label": "Dialogues" },
      el("a", { href: address({ dialogue: null, turn: null, beside: null }) }, "All dialogues"),
      link(at > 0 ? found[at - 1] : null, "Previous"), link(at >= 0 ? found[at + 1] : null, "Next")),
    el("h1", { dir: "auto" }, one.row.id),
    one.kind === "human" && el("p", { class: "remark" }, `Said by people, from ${one.name}: not synthetic.`),
    named([...data.about, ...forked], "about"));
}

function besideChoice(one, data, all) {
  const options = companions(one, data, all);
  if (!options.length) return null;
  const select = el("select", { id: "beside" }, el("option", { value: "" }, "nothing"),
    options.map(({ value, label }) => el("option", { value, selected: value === place.get("beside") }, label)));
  select.addEventListener("change", () => { location.hash = address({ beside: select.value, turn: null }); });
  return el("div", { class: "choice wide" }, el("label", { for: "beside" }, "Beside it"), select);
}

function auditPart(audit) {
  if (!audit) return null;
  return el("details", {}, el("summary", {}, `The whole was judged: ${many(audit.length, "finding")}`),
    el("ul", {}, audit.map((one) => el("li", {}, el("b", {}, one.check), ` ${one.passed === false ? "fault" : one.passed ? "passed" : "not judged"}`,
      one.message && `: ${one.message}`))));
}
