// The note: which of its words were brought out, by which turns, and which reached none. Spans may overlap.

// The facts of the note with the turns that say each; without a log, the spans that the reasons name.
function factsOf(data, branch) {
  const facts = new Map((data.note?.facts || []).map((fact) => [fact.id, { ...fact, turns: [] }]));
  for (const turn of branch.turns) {
    for (const [id, start, end] of turn.spans || []) {
      if (!facts.has(id)) facts.set(id, { id, at: [start, end], turns: [] });
    }
    for (const id of turn.facts || []) facts.get(id)?.turns.push(turn.id);
  }
  return facts;
}

// The note cut where any fact begins or ends: each piece with the facts that cover it.
function pieces(text, facts) {
  const list = [...facts.values()].filter((fact) => fact.at && fact.at[0] < fact.at[1]);
  const cuts = new Set([0, text.length]);
  for (const { at: [start, end] } of list) { cuts.add(Math.min(start, text.length)); cuts.add(Math.min(end, text.length)); }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(0, -1).map((start, n) => {
    const end = places[n + 1];
    return { text: text.slice(start, end), facts: list.filter((fact) => fact.at[0] < end && fact.at[1] > start) };
  });
}

const HIDDEN = "The run keeps no text of its notes: bedside view RUN --notes FILE shows their words.";

// The pane of the note. ``choose`` is told the facts under the words that were clicked.
function notePane(data, facts, choose) {
  const text = data.note?.text;
  const about = el("div", { class: "under-words" });
  const pane = el("section", { class: "note pane", "aria-labelledby": "note-head", tabindex: 0 },
    el("h2", { id: "note-head" }, "Note"));
  if (text === null || text === undefined) {
    pane.append(el("p", { class: "remark" }, data.note?.digest ? HIDDEN : "No note is kept with this dialogue."));
    return { pane, about, light: () => {}, first: () => null };
  }
  const spans = pieces(text, facts).map((piece) => wordsOf(piece, choose));
  const body = el("div", { class: "words", dir: "auto", role: "group", lang: data.note.language || null,
    "aria-label": "The note's words; arrow keys go from fact to fact" }, spans);
  const stops = spans.filter((span) => span.tabIndex >= -1 && span.getAttribute("role"));
  if (stops.length) stops[0].tabIndex = 0;
  body.addEventListener("keydown", (event) => moved(event, stops));
  const reached = [...facts.values()].filter((fact) => fact.turns.length).length;
  pane.append(el("p", { class: "quiet" },
    `${count(reached)} of ${many(facts.size, "fact")} reached a turn; `, el("span", { class: "idle" }, "shaded words"),
    " reached none. Click words to see what rests on them."), about, body);
  return {
    pane, about,
    light(ids) {
      const wanted = new Set(ids);
      for (const span of spans) span.classList.toggle("lit", (span.facts || []).some((fact) => wanted.has(fact.id)));
      return spans.filter((span) => span.classList.contains("lit"));
    },
  };
}

function wordsOf(piece, choose) {
  const reached = piece.facts.some((fact) => fact.turns.length);
  const kind = `${reached ? "reached" : "idle"}${piece.facts.length > 1 ? " several" : ""}`;
  if (!piece.facts.length) return unread(piece.text);
  const span = el("span", { class: `${kind} fact`, role: "button", tabindex: -1, "data-facts": piece.facts.map((f) => f.id).join(" "),
    onclick: () => choose(piece.facts, span),
    onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(piece.facts, span); } },
  }, piece.text);
  span.facts = piece.facts;
  return span;
}

// Words that are no fact: shaded, without the signs and spaces around them.
function unread(text) {
  const [, before, words, after] = /^([^\p{L}\p{N}]*)([^]*?)([^\p{L}\p{N}]*)$/u.exec(text);
  return el("span", {}, before, words && el("span", { class: "idle" }, words), after);
}

function moved(event, stops) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const at = stops.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  const next = stops[Math.max(0, Math.min(stops.length - 1, at + step))];
  stops[at].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

// What is known of a fact, and the turns that say it.
function factCard(fact, turns, data, goto) {
  const withheld = (data.withheld || []).includes(fact.id);
  const why = withheld ? "kept back, or not recalled" : fact.unplaced || "no turn says it";
  const order = new Map(turns.map((turn, n) => [turn.id, n]));
  const links = fact.turns.filter((id) => order.has(id)).map((id) =>
    button({ class: "plain", onclick: () => goto(id) }, `${turns[order.get(id)].speaker} ${order.get(id) + 1}`));
  const about = [fact.section, fact.polarity, fact.knower && `known to ${fact.knower}`, fact.visit && "found at this visit",
    fact.same_as && `the same as ${fact.same_as}`].filter(Boolean).join(" · ");
  return el("div", { class: "fact-card" }, el("b", {}, fact.id), about && ` ${about}`, el("br"),
    links.length ? ["Said in ", links.flatMap((link, n) => (n ? [", ", link] : [link]))] : `Reached no turn: ${why}.`);
}
