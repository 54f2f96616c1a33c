// Why a line was said: its words in the note, its passages, thought, checks, changes, prompt and reply.

function whyOf(turn, data, facts, key, light) {
  const box = el("div", { class: "why" });
  const quotes = (turn.facts || []).map((id) => quoteOf(id, facts.get(id), data, light));
  box.append(...[
    turn.act && el("p", { class: "quiet" }, [turn.act, turn.topic, turn.step].filter(Boolean).join(" · ")),
    part("Thought", turn.thought && el("p", { dir: "auto" }, turn.thought)),
    part("The note's words", quotes.length && el("ul", {}, quotes)),
    part("In the line", turn.claims && el("ul", {}, turn.claims.map((claim) => claimOf(claim, turn)))),
    part("Criteria", turn.criteria && el("ul", {}, turn.criteria.map((one) => el("li", {},
      `${one.id}: ${one.polarity}${one.points === null ? "" : `, ${many(one.points, "point")}`} `,
      el("q", { dir: "auto" }, turn.text.slice(...one.at)))))),
    part("Passages it cites", turn.passages && turn.passages.map((id) => passageOf(id, data, true))),
    part("Passages it was given", turn.found && turn.found.map((id) => passageOf(id, data, false))),
    part("Kept back", turn.withheld && el("p", {}, turn.withheld.join(", "), turn.because && `: ${turn.because}`)),
    part("Checks", checksOf(turn)),
    part("How it came to these words", changesOf(turn)),
    part("Model", turn.model && modelOf(turn.model)),
  ].filter(Boolean));
  if (key) box.append(askedPart(turn.id, data, facts, key));
  return box;
}

function part(name, content) {
  const parts = [content].flat().filter(Boolean);
  return parts.length ? el("section", {}, el("h3", {}, name), parts) : null;
}

function quoteOf(id, fact, data, light) {
  const text = data.note?.text;
  if (!fact || !fact.at || typeof text !== "string") return el("li", {}, id, fact?.at ? ` [${fact.at[0]}:${fact.at[1]}]` : "");
  return el("li", {}, `${id} `, button({ class: "quote", dir: "auto", onclick: (event) => { event.stopPropagation(); light([id]); } },
    `“${text.slice(...fact.at)}”`));
}

function claimOf(claim, turn) {
  const rests = [...(claim.facts || []), ...(claim.passages || [])].join(", ");
  return el("li", {}, el("q", { dir: "auto" }, turn.text.slice(...claim.at)), rests ? ` rests on ${rests}` : " rests on nothing named");
}

function passageOf(id, data, openIt) {
  const passage = data.passages?.[id];
  const where = passage ? [passage.document, passage.section].filter(Boolean).join(", ") : "";
  const lines = data.lines?.[id];
  const seen = lines && (passage?.lines ? passage.lines.filter((n) => n < lines.length).map((n) => lines[n]) : lines);
  if (!passage || !seen?.length) return el("p", {}, id, where && ` (${where})`);
  return el("details", { open: openIt }, el("summary", {}, id), where && el("p", { class: "quiet" }, where),
    lengthy(seen.join("\n"), { class: "passage", dir: "auto" }));
}

function checksOf(turn) {
  const rows = (turn.checks || []).map((one) => el("li", { class: one.judged ? "fault-row" : "" },
    el("b", {}, one.check), one.judged ? ` ${one.severity}: ` : " not judged: ", one.message || "failed",
    one.at && [" ", el("q", { dir: "auto" }, turn.text.slice(...one.at))]));
  const passed = turn.passed?.length ? el("p", { class: "quiet" }, `Passed: ${turn.passed.join(", ")}`) : null;
  return rows.length || passed ? [rows.length ? el("ul", {}, rows) : null, passed] : null;
}

function changesOf(turn) {
  const by = (turn.by || []).length ? el("p", { class: "quiet" }, `Its words are by ${turn.by.join(", then ")}.`) : null;
  const rows = (turn.changes || []).map((one) => el("li", {}, el("b", {}, one.kind), ` by ${one.by}`, one.why && `: ${one.why}`,
    one.before !== null && one.before !== one.after && el("div", { class: "before", dir: "auto" }, el("span", { class: "unseen" }, "Before: "), one.before)));
  return rows.length || by ? [by, rows.length ? el("ul", {}, rows) : null] : null;
}

function modelOf(model) {
  const rows = Object.entries(model).filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]);
  return named(rows, "about");
}

// What the role was given, and the exchange with the model: opened when it is asked for.
function askedPart(id, data, facts, key) {
  const details = el("details", { class: "asked", onclick: (event) => event.stopPropagation() },
    el("summary", {}, "Brief, prompt and reply"));
  details.addEventListener("toggle", async () => {
    if (!details.open || details.dataset.read) return;
    details.dataset.read = "yes";
    const asked = await askedOf(key);
    details.append(...askedRows(asked, id, facts, data));
  });
  return details;
}

function askedRows(asked, id, facts, data) {
  const mine = asked?.[id];
  if (!asked) return [el("p", { class: "quiet" }, "Not in this page: bedside view RUN --serve has it, if the run keeps it.")];
  if (!mine) return [el("p", { class: "quiet" }, "None is kept for this.")];
  const text = data.note?.text || "";
  const words = (fact) => { const at = facts.get(fact)?.at; return at ? text.slice(...at) : ""; };
  const briefs = (mine.given || []).map((one) => el("div", { class: "brief" },
    el("p", {}, `The ${one.role} was given, after ${many(one.heard || 0, "turn")}`, one.attempt && `, attempt ${one.attempt + 1}`,
      one.repair && `, asked to mend: ${one.repair}`, ":"),
    el("ul", {}, (one.facts || []).map((fact) => el("li", { dir: "auto" }, `${fact} ${words(fact)}`)),
      (one.passages || []).map((name) => el("li", {}, `passage ${name}`)),
      !(one.facts || one.passages) && el("li", {}, "no fact and no passage"))));
  const models = (mine.models || []).map((one, n) => el("details", {},
    el("summary", {}, `${n + 1}. ${one.purpose || "asked"}: ${one.asked || one.served || "model"}`),
    (one.messages || []).map((message) => [el("h4", {}, message.role), lengthy(message.text, { class: "prompt", dir: "auto" })]),
    el("h4", {}, "reply"), lengthy(typeof one.reply === "string" ? one.reply : JSON.stringify(one.reply ?? null), { class: "prompt", dir: "auto" })));
  return [briefs, models].flat();
}
