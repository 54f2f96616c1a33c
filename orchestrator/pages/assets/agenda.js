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

function agendaPart(branch, goto) {
  const topics = topicsOf(branch);
  if (!topics.length) return null;
  const length = branch.turns.length;
  const lanes = topics.map((topic) => el("div", { class: "lane" }, el("span", { class: "lane-name" }, topic.title),
    svg("svg", { viewBox: `0 0 ${Math.max(length, 1)} 10`, preserveAspectRatio: "none", class: "lane-turns" },
      topic.turns.map((at) => svg("rect", { x: at + 0.08, y: 0, width: 0.84, height: 10, class: roleOf(branch.turns[at].speaker),
        "data-at": at, onclick: () => goto(branch.turns[at].id) })))));
  const rows = topics.map((topic) => el("tr", {}, el("th", { scope: "row" }, topic.title),
    el("td", {}, topic.turns.length ? topic.turns.map((at) => [button({ class: "plain", onclick: () => goto(branch.turns[at].id) },
      String(at + 1)), " "]) : "no turn")));
  return el("details", { class: "agenda", open: matchMedia("(min-width: 48rem)").matches },
    el("summary", {}, `Agenda: ${many(topics.length, "topic")}, ${many(length, "turn")}`),
    el("div", { class: "lanes", "aria-hidden": "true" }, lanes),
    el("details", {}, el("summary", {}, "As a table"), el("table", {}, el("thead", {}, el("tr", {},
      el("th", { scope: "col" }, "Topic"), el("th", { scope: "col" }, "Turns"))), el("tbody", {}, rows))));
}
