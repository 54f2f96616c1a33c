// The reader's page: one conversation at a time beside its note, a mark a turn, and the answers as a file.

const SURE = ["1, a guess", "2", "3", "4", "5, certain"];
const REAL = ["1, not at all", "2", "3", "4", "5, as in life"];
const main = document.getElementById("main");
let shownReview = null; // what there is to read
let answers = { reader: "", items: {} }; // by item: marks by turn, guess, sure, real, remark, done
let at = -1; // the item that is read, -1 for the beginning

// Where the answers are kept until they are a file. A browser may refuse; then they last as long as the page.
const drawer = {
  name: () => `bedside-review-${shownReview.review}`,
  read() {
    try { return JSON.parse(localStorage.getItem(this.name())); } catch { return null; }
  },
  write() {
    try { localStorage.setItem(this.name(), JSON.stringify(answers)); } catch { /* said on the first page */ }
  },
};

function ofItem(item) {
  return (answers.items[item.item] ||= { marks: {} });
}

function rows() {
  const found = [{ review: shownReview.review, form: shownReview.form, reader: answers.reader }];
  for (const item of shownReview.items) {
    const given = answers.items[item.item];
    if (!given) continue;
    for (const [turn, mark] of Object.entries(given.marks)) {
      found.push({ item: item.item, turn: Number(turn), severity: mark.severity, code: mark.severity ? mark.code || "" : "" });
    }
    found.push({
      item: item.item, done: Boolean(given.done), guess: given.guess || "", sure: given.sure || 0, real: given.real || 0,
      remark: given.remark || "",
    });
  }
  return found.map((row) => JSON.stringify(row)).join("\n") + "\n";
}

function save() {
  const name = answers.reader.replace(/[^\p{L}\p{N}_-]+/gu, "-").replace(/^-+|-+$/g, "") || "reader";
  const address = URL.createObjectURL(new Blob([rows()], { type: "application/jsonl" }));
  const link = el("a", { href: address, download: `answers-${name}.jsonl`, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  tell("The answers are saved as a file.");
}

function go(next) {
  at = next;
  draw();
  scrollTo(0, 0);
  main.querySelector("h1").focus();
}

function heading(...words) {
  return el("h1", { tabindex: "-1" }, ...words);
}

// One question with a radio button for each answer. Digits choose where the question has the focus.
function choice(name, legend, values, chosen, onchoose, className) {
  const inputs = values.map(([value, label]) => el("label", {}, el("input", {
    type: "radio", name, value, checked: chosen === value, onchange: () => onchoose(value),
  }), label));
  const box = el("fieldset", { class: `ask ${className || ""}` }, el("legend", {}, legend), inputs);
  box.addEventListener("keydown", (event) => {
    const one = box.querySelector(`input[value="${CSS.escape(event.key)}"]`);
    if (!one || event.ctrlKey || event.altKey || event.metaKey || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    one.checked = true;
    one.focus();
    onchoose(one.value);
  });
  return box;
}

function turnBox(item, turn, n) {
  const given = ofItem(item).marks;
  const kinds = el("label", { class: "kind" }, "Kind of fault", el("select", {
    id: `kind-${n}`,
    onchange: (event) => { given[n].code = event.target.value; box.classList.remove("lacking"); drawer.write(); },
  }, el("option", { value: "" }, "choose …"), shownReview.codes.map(([code, means]) => el("option", {
    value: code, selected: given[n]?.code === code,
  }, `${code}: ${means}`))));
  kinds.hidden = !given[n]?.severity;
  const values = shownReview.severities.map(([word], s) => [String(s), `${s} ${word}`]);
  const mark = choice(`turn-${n}`, `How is turn ${n + 1}?`, values, given[n] && String(given[n].severity), (value) => {
    given[n] = { ...given[n], severity: Number(value) };
    kinds.hidden = !given[n].severity;
    drawer.write();
  }, "mark-turn");
  const who = { Doctor: "physician", Patient: "patient" }[turn.who] || "other";
  const box = el("li", { class: `turn ${who}`, id: `turn-${n}` },
    el("p", { class: "who-says" }, el("span", { class: "speaker" }, turn.who), ` · turn ${n + 1}`),
    el("div", { class: "said", dir: "auto" }, turn.text), mark, kinds);
  return box;
}

// J and K, from turn to turn.
function walk(event) {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey || /^(TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
  const turns = [...main.querySelectorAll(".turn")];
  const here = turns.indexOf(event.target.closest(".turn"));
  const next = turns[Math.min(turns.length - 1, Math.max(0, here + step))];
  if (!next) return;
  event.preventDefault();
  (next.querySelector("input:checked") || next.querySelector("input")).focus();
  next.scrollIntoView({ block: "center", behavior: smooth() });
}

function lacking(item) {
  const given = ofItem(item);
  const turn = Object.keys(given.marks).find((n) => given.marks[n].severity && !given.marks[n].code);
  if (turn !== undefined) return [`Turn ${Number(turn) + 1} has a fault and no kind.`, `#kind-${turn}`];
  if (shownReview.people && !given.guess) return ["Say whether people said this, or a program.", "input[name=guess]"];
  if (!given.sure) return ["Say how sure you are.", "input[name=sure]"];
  if (!given.real) return ["Say how real it is.", "input[name=real]"];
  return null;
}

function finish(item) {
  const missing = lacking(item);
  const note = document.getElementById("missing");
  note.textContent = missing ? missing[0] : "";
  note.hidden = !missing;
  if (missing) {
    main.querySelector(missing[1]).focus();
    return;
  }
  ofItem(item).done = true;
  drawer.write();
  const left = shownReview.items.findIndex((one) => !ofItem(one).done);
  go(left < 0 ? shownReview.items.length : left);
}

function itemView(item) {
  const given = ofItem(item);
  const keep = (name) => (value) => { given[name] = name === "guess" ? value : Number(value); drawer.write(); };
  const scale = (words) => words.map((word, n) => [String(n + 1), word]);
  const remark = el("textarea", { id: "remark", rows: 2, oninput: (event) => { given.remark = event.target.value; drawer.write(); } });
  remark.value = given.remark || "";
  const questions = el("section", { class: "pane", "aria-label": "The whole" },
    el("h2", {}, "The whole"),
    shownReview.people && choice("guess", "Who said this?", [["people", "people"], ["program", "a program"]], given.guess, keep("guess")),
    choice("sure", "How sure are you?", scale(SURE), given.sure && String(given.sure), keep("sure")),
    choice("real", "How real is it?", scale(REAL), given.real && String(given.real), keep("real")),
    el("label", { class: "remark-of", for: "remark" }, "Remark (if you like)"), remark,
    el("p", { class: "remark", id: "missing", role: "alert", hidden: true }),
    button({ class: "strong", onclick: () => finish(item) }, "I have read every turn: next"));
  return [
    heading(`Conversation ${at + 1} of ${shownReview.items.length}`),
    el("p", { class: "quiet" }, "A turn without a mark counts as fine once you have finished the conversation. Keys: J and K go from turn to turn, 0 to 3 mark."),
    el("div", { class: "two" },
      el("section", { class: "pane", "aria-label": "The conversation", tabindex: "0" }, el("h2", {}, "The conversation"),
        el("ol", { class: "talk" }, item.turns.map((turn, n) => turnBox(item, turn, n)))),
      el("section", { class: "pane", "aria-label": "The note", tabindex: "0" }, el("h2", {}, "The note"), el("div", { class: "words", dir: "auto" }, item.note))),
    questions,
  ];
}

function firstView() {
  const name = el("input", { id: "reader", autocomplete: "off", maxlength: 60, oninput: (event) => {
    answers.reader = event.target.value.trim();
    drawer.write();
  } });
  name.value = answers.reader;
  return [
    heading("Reading aloud"),
    el("p", {}, `${many(shownReview.items.length, "conversation")} between a doctor and a patient, each beside the note of the visit. ${shownReview.people ? "Some were held by people, others made by a program." : "Programs made them, in more than one way."}`),
    el("p", {}, "Read every turn, aloud. Mark each one that would make a clinician or an ordinary reader wince, once, under its main fault. Do not ask which is which, and do not speak with other readers before all have finished."),
    el("h2", {}, "How bad"),
    el("ul", {}, shownReview.severities.map(([word, means], n) => el("li", {}, `${n} ${word}: ${means}`))),
    el("details", {}, el("summary", {}, "Kinds of faults"), el("ul", {}, shownReview.codes.map(([code, means]) => el("li", {}, `${code}: ${means}`)))),
    el("p", {}, "Your answers stay in this browser until you save them as a file. They go nowhere by themselves; private windows forget them."),
    el("label", { class: "remark-of", for: "reader" }, "Your name, or a sign for it"), name,
    el("p", { class: "remark", id: "missing", role: "alert", hidden: true }),
    button({ class: "strong", onclick: () => {
      const missing = document.getElementById("missing");
      missing.textContent = answers.reader ? "" : "Give a name or a sign: two readers are told apart by it.";
      missing.hidden = Boolean(answers.reader);
      if (!answers.reader) name.focus();
      else go(Math.max(0, shownReview.items.findIndex((one) => !ofItem(one).done)));
    } }, "Begin"),
  ];
}

function lastView() {
  return [
    heading("All have been read"),
    el("p", {}, "Save your answers, and send the file to who gave you this page. You can go back and change a mark before that."),
    button({ class: "strong", onclick: save }, "Save the answers"),
  ];
}

function draw() {
  const items = shownReview.items;
  main.replaceChildren(...(at < 0 ? firstView() : at < items.length ? itemView(items[at]) : lastView()));
  const done = items.filter((one) => answers.items[one.item]?.done).length;
  document.getElementById("tabs").replaceChildren(
    button({ class: "plain", onclick: () => go(-1) }, "What to do"),
    el("label", { class: "kind" }, "Go to", el("select", { id: "goto", onchange: (event) => go(Number(event.target.value)) },
      el("option", { value: "-1", selected: at < 0 }, "the beginning"),
      items.map((one, n) => el("option", { value: n, selected: n === at }, `${n + 1}${answers.items[one.item]?.done ? ", read" : ""}`)),
      el("option", { value: items.length, selected: at >= items.length }, "the end"))),
    button({ class: "plain", onclick: save }, "Save the answers"),
    el("span", { class: "quiet" }, `${done} of ${items.length} read`));
}

document.getElementById("skip").addEventListener("click", () => main.focus());
document.addEventListener("keydown", walk);
blockOf("review").then((found) => {
  shownReview = found;
  answers = { ...answers, ...drawer.read() };
  draw();
  document.documentElement.dataset.ready = "yes";
});
