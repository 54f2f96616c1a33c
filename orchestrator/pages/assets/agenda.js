// The agenda as a timeline: which topic each turn belongs to, and which topics nobody came to.

function topicsOf(branch) {
  const titles = new Map((branch.plan || []).map((topic) => [topic.kind, topic.title]));
  const found = new Map();
  branch.turns.forEach((turn, at) => {
    if (!turn.topic) return;
    if (!found.has(turn.topic)) found.set(turn.topic, []);
    found.get(turn.topic).push(at);
  });
  for (const kind of titles.keys()) if (!found.has(kind)) found.set(kind, []);
  return [...found].map(([kind, turns]) => ({ kind, title: titles.get(kind) || kind, turns }));
}

// Stretches of turns on one topic, in the order in which they were gone through.
function stretches(branch, topics) {
  const titles = new Map(topics.map((topic) => [topic.kind, topic.title]));
  const found = [];
  branch.turns.forEach((turn, at) => {
    const last = found.at(-1);
    if (last && last.kind === turn.topic) last.turns.push(turn);
    else found.push({ kind: turn.topic, title: titles.get(turn.topic) || "other", at, turns: [turn] });
  });
  return found;
}

function agendaPart(branch, goto) {
  const topics = topicsOf(branch);
  if (!topics.length) return null;
  const length = branch.turns.length;
  const ribbon = el("ol", { class: "ribbon", "aria-label": "Agenda" }, stretches(branch, topics).map((part) => {
    const words = `${part.title}: turn ${part.at + 1}${part.turns.length > 1 ? ` to ${part.at + part.turns.length}` : ""}`;
    const item = el("li", {}, button({ title: shown(words), "aria-label": shown(words), onclick: () => goto(part.turns[0].id) },
      el("span", { class: "ticks", "aria-hidden": "true" }, part.turns.map((turn) => el("span", { class: `tick ${roleOf(turn.speaker)}` }))),
      el("span", { class: "part" }, part.title)));
    item.style.flexGrow = part.turns.length;
    return item;
  }));
  const rows = topics.map((topic) => el("tr", {}, el("th", { scope: "row" }, topic.title),
    el("td", { class: "lane" }, svg("svg", { viewBox: `0 0 ${Math.max(length, 1)} 10`, preserveAspectRatio: "none", "aria-hidden": "true" },
      topic.turns.map((at) => svg("rect", { x: at + 0.08, y: 0, width: 0.84, height: 10, class: roleOf(branch.turns[at].speaker),
        onclick: () => goto(branch.turns[at].id) })))),
    el("td", {}, topic.turns.length ? topic.turns.map((at) => [button({ class: "plain", onclick: () => goto(branch.turns[at].id) },
      String(at + 1)), " "]) : "no turn")));
  return el("div", { class: "agenda" }, ribbon, el("details", {},
    el("summary", {}, `Agenda: ${many(topics.length, "topic")}, ${many(length, "turn")}`),
    el("table", { class: "lanes" }, el("thead", { class: "unseen" }, el("tr", {}, ["Topic", "When", "Turns"].map((name) =>
      el("th", { scope: "col" }, name)))), el("tbody", {}, rows))));
}
