// The page as a whole: what the address asks for is drawn, and nothing else.

async function start() {
  const main = document.getElementById("main");
  const index = await blockOf("index");
  open.clear();
  together = index.together;
  const all = everyOne(index);
  let drawing = 0;

  function tabs() {
    const view = place.get("view") || "";
    const tab = (name, words) => el("a", { href: address({ view: name, dialogue: null, turn: null, beside: null }),
      "aria-current": view === name && !place.get("dialogue") ? "page" : null }, words);
    document.getElementById("tabs").replaceChildren(tab("", "Dialogues"), tab("charts", "Charts"),
      ...(index.runs.length > 1 ? [tab("runs", "Runs")] : []));
  }

  async function draw() {
    const mine = ++drawing;
    readPlace();
    whenScrolled = () => {};
    const view = place.get("view");
    const content = place.get("dialogue") ? await dialogueView(index, all, listed())
      : view === "charts" ? chartsView(index, all) : view === "runs" ? compareView(index, all) : listView(index, all);
    if (mine !== drawing) return;
    tabs();
    document.body.classList.toggle("reading", Boolean(place.get("dialogue")));
    main.replaceChildren(...[content].flat(3).filter(Boolean));
    whenScrolled();
  }

  function listed() {
    const words = wanted();
    const some = filtered(all);
    return words.length ? some.filter((one) => holds(one, words)) : some;
  }

  addEventListener("hashchange", async () => {
    await draw();
    scrollTo(0, 0);
    main.querySelector("h1")?.setAttribute("tabindex", "-1");
    main.querySelector("h1")?.focus({ preventScroll: true });
  });
  document.getElementById("skip").addEventListener("click", () => main.focus());
  if (index.left) main.before(el("p", { class: "quiet" }, `The prompts and replies of ${many(index.left, "dialogue")} are not in this file: bedside view --serve shows them.`));
  await draw();
  document.documentElement.dataset.ready = Math.round(performance.now()); // milliseconds since it was asked for
}

start().catch((error) => {
  const wait = document.getElementById("wait") || document.getElementById("main");
  wait.textContent = `This page is damaged, or this browser is too old for it (${error.message}): write it again with bedside view.`;
});
