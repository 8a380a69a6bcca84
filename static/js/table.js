// The screens of a meeting, wall and phone: they show what changed at the table, and lose nothing that is typed.
// What the markup says to it stands in templates/roundtable/table/wall.html.
(() => {
  const table = document.getElementById("table");
  if (!table) return;
  const EVERY = 600;
  const EVERY_HIDDEN = 5_000;
  const SLOWEST = 10_000;
  const PATIENCE = 8_000;
  const SAVE_AFTER = 800;

  // --- What the server says of each piece, and what waits until nobody types in it ---------------------------------
  const TOKEN = /(name="csrfmiddlewaretoken" value=")[^"]*/g;
  const said = new Map();
  const late = new Map();
  // Of the forms that are saved by themselves: what was typed since the last answer, and what a person must decide.
  const unsaved = new Set();
  const held = new Set();
  // Those that are on their way, once for each time: the answer belongs to the form that was sent.
  const sent = [];

  const pieces = (root) => [...root.querySelectorAll("[data-live]")];
  const words = (piece) => piece.outerHTML.replace(TOKEN, "$1");
  const inner = (piece) => pieces(piece).filter((each) => each.parentElement.closest("[data-live]") === piece);

  function skeleton(piece) {
    const copy = piece.cloneNode(true);
    for (const each of inner(copy)) each.replaceWith(`[${each.id}]`);
    return words(copy);
  }

  function remember(piece) {
    for (const each of [piece, ...pieces(piece)]) said.set(each.id, { words: words(each), skeleton: skeleton(each) });
  }

  function isBusy(piece) {
    const active = document.activeElement;
    const types = active && active.matches("textarea, input:not([type=radio]):not([type=checkbox]), select");
    return (types && piece.contains(active)) || [...unsaved, ...held, ...sent].some((form) => piece.contains(form));
  }

  function put(fresh) {
    const shown = document.getElementById(fresh.id);
    const before = said.get(fresh.id);
    if (!shown || !before) return;
    if (before.words === words(fresh)) {
      late.delete(fresh.id);
      return;
    }
    if (inner(fresh).length > 0 && before.skeleton === skeleton(fresh)) {
      inner(fresh).forEach(put);
      before.words = words(fresh);
      return;
    }
    if (isBusy(shown)) {
      late.set(fresh.id, fresh);
      return;
    }
    late.delete(fresh.id);
    remember(fresh);
    const piece = document.importNode(fresh, true);
    // What is read out is told to stay: its words change.
    if (piece.matches("[role=status]")) shown.replaceChildren(...piece.childNodes);
    else shown.replaceWith(piece);
    sayStep(piece);
  }

  let taken = 0;

  function take(doc) {
    taken += 1;
    const messages = doc.getElementById("messages");
    if (messages?.children.length) document.getElementById("messages")?.replaceWith(document.importNode(messages, true));
    const active = document.activeElement;
    const heads = new Set([...document.querySelectorAll("[data-focus]")].map((each) => each.id));
    table.dataset.version = doc.getElementById("table").dataset.version;
    pieces(doc)
      .filter((each) => !each.parentElement.closest("[data-live]"))
      .forEach(put);
    const head = [...document.querySelectorAll("[data-focus]")].find((each) => !heads.has(each.id));
    if (head && !isBusy(document.body)) head.focus();
    else if (active && active.id && !active.isConnected) document.getElementById(active.id)?.focus();
    sayTick();
  }

  document.addEventListener("focusout", () => setTimeout(() => [...late.values()].forEach(put)));

  // --- The tick in the head ----------------------------------------------------------------------------------------
  let alone = false;

  function sayTick() {
    const tick = document.getElementById("saved");
    if (!tick) return;
    const [fine, lost] = [tick.querySelector(".saved__fine"), tick.querySelector(".saved__lost")];
    fine.hidden = alone;
    lost.hidden = !alone;
    const text = unsaved.size && tick.dataset.saved ? tick.dataset.lost.replace("TIME", tick.dataset.saved) : tick.dataset.alone;
    if (alone && lost.lastElementChild.textContent !== text) lost.lastElementChild.textContent = text;
  }

  function hear(connected) {
    alone = !connected;
    sayTick();
  }

  // --- Fetching ----------------------------------------------------------------------------------------------------
  async function request(address, options = {}) {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    return answer;
  }

  // The document of an answer; null where it leads to another page, which is then opened.
  async function read(answer) {
    const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (doc.getElementById("table")) return doc;
    if (unsaved.size || held.size) throw new Error("elsewhere");
    if (answer.redirected && answer.url !== window.location.href) window.location.assign(answer.url);
    else window.location.reload();
    return null;
  }

  // What an answer has overtaken is older than what is shown: the next pulse asks again.
  async function refresh() {
    const before = taken;
    const doc = await read(await request(window.location.href));
    if (doc && before === taken) take(doc);
  }

  let timer = 0;
  let failed = 0;

  async function ask() {
    clearTimeout(timer);
    let wait = EVERY;
    try {
      const address = `${table.dataset.pulse}?v=${encodeURIComponent(table.dataset.version)}`;
      const answer = await request(address, { credentials: "omit" });
      if (answer.status === 200) await refresh();
      failed = 0;
      hear(true);
    } catch {
      failed += 1;
      wait = Math.min(EVERY * 2 ** failed, SLOWEST);
      hear(false);
    }
    timer = setTimeout(ask, document.hidden ? Math.max(wait, EVERY_HIDDEN) : wait);
  }

  // A page without a pulse only saves.
  if (table.dataset.pulse) {
    document.addEventListener("visibilitychange", () => document.hidden || ask());
    window.addEventListener("online", ask);
    timer = setTimeout(ask, EVERY);
  }

  // --- Sending -----------------------------------------------------------------------------------------------------
  const pause = (time) => new Promise((done) => setTimeout(done, time));

  function filled(form, submitter) {
    const body = new FormData(form);
    if (submitter?.name) body.append(submitter.name, submitter.value);
    return body;
  }

  // One after another: a save and the button that is pressed right after it do not overtake each other.
  let queue = Promise.resolve();

  function send(form, submitter) {
    if (form.matches("[data-autosave]")) sent.push(form);
    queue = queue.then(() => deliver(form, submitter)).catch(() => hear(false));
    return queue;
  }

  async function deliver(form, submitter) {
    const saves = form.matches("[data-autosave]");
    const action = submitter?.getAttribute("formaction") || form.getAttribute("action") || window.location.href;
    for (let wait = EVERY; ; wait = Math.min(wait * 2, SLOWEST)) {
      const body = filled(form, submitter);
      if (saves) unsaved.delete(form);
      try {
        const answer = await request(action, { method: "POST", body });
        hear(true);
        if (saves) await settle(form, answer);
        else await arrive(answer);
        return;
      } catch {
        if (saves) unsaved.add(form);
        hear(false);
        if (!saves && form.dataset.again === undefined) return;
        await pause(wait);
      }
    }
  }

  async function arrive(answer) {
    const doc = await read(answer);
    if (!doc) return;
    document.getElementById("messages")?.replaceChildren();
    if (answer.redirected) history.replaceState(null, "", answer.url);
    take(doc);
  }

  // What was saved carries on from what stands now; what was not is held until somebody has decided.
  async function settle(form, answer) {
    const doc = await read(answer);
    if (!doc) return;
    if (answer.ok) {
      held.delete(form);
      for (const fresh of doc.querySelectorAll(`#${CSS.escape(form.id)} input[type=hidden]`)) {
        const field = form.elements[fresh.name];
        if (field && fresh.name !== "csrfmiddlewaretoken") field.value = fresh.value;
      }
    } else (answer.status === 409 ? held : unsaved).add(form);
    if (sent.includes(form)) sent.splice(sent.indexOf(form), 1);
    take(doc);
  }

  // A form with `data-plain` leads away: once all is saved, and while there is a connection, the browser sends it.
  let leaving = false;

  async function leave(form) {
    if (leaving) return;
    leaving = true;
    await queue;
    try {
      await request(table.dataset.pulse, { credentials: "omit" });
      document.getElementById(form.id).submit();
    } catch {
      leaving = false;
      hear(false);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || !form.closest("#table")) return;
    event.preventDefault();
    if (!form.matches("[data-autosave]")) saveAll();
    if (form.dataset.plain === undefined) send(form, event.submitter);
    else leave(form);
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-here]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    saveAll();
    if (link.dataset.drops) {
      const form = document.getElementById(link.dataset.drops);
      unsaved.delete(form);
      held.delete(form);
      form.reset();
    }
    await queue;
    try {
      await arrive(await request(link.href));
      if (window.location.href !== link.href) history.replaceState(null, "", link.href);
    } catch {
      hear(false);
    }
  });

  // --- Saving by itself --------------------------------------------------------------------------------------------
  const saving = new Map();

  function save(form) {
    clearTimeout(saving.get(form));
    saving.delete(form);
    if (form.isConnected && unsaved.has(form) && !held.has(form)) send(form);
  }

  function saveAll() {
    [...saving.keys()].forEach(save);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.matches("[data-autosave]") || !form.contains(event.target)) return;
    unsaved.add(form);
    clearTimeout(saving.get(form));
    saving.set(form, setTimeout(save, SAVE_AFTER, form));
  });

  // On the way out: what is not saved yet goes along.
  window.addEventListener("pagehide", () => {
    for (const form of unsaved) {
      if (!held.has(form)) fetch(form.action, { method: "POST", body: filled(form), keepalive: true });
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (held.size || [...unsaved].some((form) => !saving.has(form))) event.preventDefault();
  });

  // --- The button of a choice says what it chooses --------------------------------------------------------------------
  function sayStep(root) {
    const form = root.closest("form[data-says]") || root.querySelector("form[data-says]");
    const chosen = form?.querySelector("input[type=radio]:checked");
    const button = form?.querySelector("button[type=submit]");
    if (chosen && button) button.textContent = form.dataset.says.replace("NUMBER", chosen.value);
  }
  document.addEventListener("change", (event) => sayStep(event.target));

  pieces(document)
    .filter((each) => !each.parentElement.closest("[data-live]"))
    .forEach(remember);
  sayStep(document.body);
})();
