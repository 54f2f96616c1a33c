// The conversation: turns that can be chosen, each with why it was said below it.

// The text of a turn; with ``marks`` the stretches that claims, criteria and checks point at.
function spoken(turn, marks) {
  const box = (text) => lengthy(text, { class: "said", dir: "auto" });
  const spans = marks ? [...(turn.claims || []), ...(turn.criteria || []), ...(turn.checks || [])].map((one) => one.at).filter(Boolean) : [];
  if (!spans.length || turn.text.length > LONG) return box(turn.text);
  const facts = new Map(spans.map((at, n) => [n, { at }]));
  return el("div", { class: "said", dir: "auto" }, pieces(turn.text, facts).map((piece) =>
    piece.facts.length ? el("mark", {}, piece.text) : piece.text));
}

function roleOf(speaker) {
  return speaker === "physician" || speaker === "patient" ? speaker : "other";
}

// One turn. ``choose`` is told when it is clicked.
function turnBox(turn, number, choose, label) {
  const faults = (turn.checks || []).filter((one) => one.judged).length;
  const who = button({ class: "who", "aria-expanded": "false" },
    el("span", { class: "speaker" }, turn.speaker), ` ${number}`, label && ` ${label}`,
    faults > 0 && [" ", el("span", { class: "mark fault" }, many(faults, "fault"))],
    turn.changes && [" ", el("span", { class: "mark" }, turn.changes.some((one) => one.kind === "edited") ? "edited" : "said again")]);
  const box = el("div", { class: `turn ${roleOf(turn.speaker)}`, "data-turn": turn.id }, who, spoken(turn, false));
  box.addEventListener("click", (event) => {
    const own = event.target.closest("button, a, summary, .why");
    if ((own && own !== who) || String(getSelection())) return;
    choose(turn, box);
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target !== who) return;
    event.preventDefault();
    const all = [...document.querySelectorAll(".talk .who")];
    all[all.indexOf(who) + step]?.focus();
  });
  return box;
}

// Open a turn: why it was said, and where it says it.
function openTurn(box, turn, why) {
  box.classList.add("chosen");
  box.querySelector(".who").setAttribute("aria-expanded", "true");
  box.querySelector(".said").replaceWith(spoken(turn, true));
  box.append(why);
}

function closeTurn(box, turn) {
  box.classList.remove("chosen");
  box.querySelector(".who").setAttribute("aria-expanded", "false");
  box.querySelector(".said").replaceWith(spoken(turn, false));
  box.querySelector(".why")?.remove();
}

function droppedPart(dropped) {
  if (!dropped) return null;
  return el("details", { class: "dropped" }, el("summary", {}, `${many(dropped.length, "turn")} taken out`),
    el("ul", {}, dropped.map((one) => el("li", {}, el("span", { dir: "auto" }, one.text || ""), one.why && ` (${one.why}, by ${one.by})`))));
}
