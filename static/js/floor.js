// The floor: each tap is sent at once, kept until the server has it, and counts once. The page works without this.
(() => {
  "use strict";

  const RETRY = 4000;
  const TYPING = 1200;
  const kept = (who, session) => `zr-dagdeel:${who}:${session}`;

  // The list of today: is anything of this user still on this device?
  for (const list of document.querySelectorAll("[data-unsent-list]")) {
    for (const line of list.querySelectorAll("[data-unsent]")) {
      line.hidden = localStorage.getItem(kept(list.dataset.unsentList, line.dataset.unsent)) === null;
    }
  }

  const form = document.querySelector("form[data-floor]");
  if (!form || form.querySelector("[data-error-summary]")) return;

  // Of each person at most two: what is being sent, and what was tapped since. No names, only row, times and key.
  const place = kept(form.dataset.who, form.dataset.floor);
  const waiting = new Map(JSON.parse(localStorage.getItem(place) ?? "[]"));
  const ahead = Number(form.dataset.moment) - Date.now();
  const state = form.querySelector("[data-floor-state]");
  const save = form.querySelector("[data-save]");
  let sending = false;
  let timer = 0;
  let isStopped = false;

  const rowOf = (key) => form.querySelector(`[data-row="${key}"]`);
  const field = (row, name) => row.querySelector(`[name="${row.dataset.row}-${name}"]`);
  const store = () => {
    if (waiting.size === 0) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify([...waiting]));
  };
  const say = (row, text, isAlert = false) => {
    const line = row.querySelector("[data-state]");
    line.classList.toggle("zr-person__state--alert", isAlert);
    if (line.textContent !== text) line.textContent = text;
  };
  const sayAll = (text = "") => {
    const count = waiting.size;
    const told =
      text || (count === 0 ? "Alles is verzonden." : `Nog niet verzonden: ${count}. Dit gaat vanzelf zodra er verbinding is.`);
    state.classList.toggle("zr-floor__state--alert", count > 0 || text !== "");
    if (state.textContent !== told) state.textContent = told;
    for (const row of form.querySelectorAll("[data-row]")) {
      row.classList.toggle("zr-person--waiting", waiting.has(row.dataset.row));
    }
  };

  const typedIn = (row) =>
    [...new FormData(form)]
      .filter(([name, value]) => name.startsWith(`${row.dataset.row}-`) && typeof value === "string")
      .map(([name, value]) => [name.slice(row.dataset.row.length + 1), value]);

  // What belongs with the tap: who comes now, came now; who did not come has no times.
  const complete = (row, target) => {
    if (!target.name.endsWith("-presence")) return;
    const arrived = field(row, "arrived");
    if (target.value === "present" && arrived.value === "") {
      const now = new Date(Date.now() + ahead);
      const time = now.toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam" });
      if ("today" in form.dataset) arrived.value = time;
    }
    if (target.value !== "present") {
      for (const input of row.querySelectorAll("input[type=time]")) input.value = "";
    }
  };

  const queue = (row) => {
    const key = row.dataset.row;
    const found = waiting.get(key) ?? {};
    const fields = typedIn(row);
    // What is on its way stays as it was sent: the same key must mean the same.
    if (found.sent) found.next = fields;
    else found.fields = fields;
    waiting.set(key, found);
    store();
    say(row, "Nog niet verzonden.", true);
    sayAll();
  };

  const later = (time) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, time);
  };

  const stop = (text) => {
    isStopped = true;
    sayAll(text);
  };

  const done = (key, answer) => {
    const row = rowOf(key);
    const found = waiting.get(key);
    row.dataset.seen = answer.gezien;
    const revision = form.querySelector("[name=revision]");
    if (Number(revision.value) === answer.revisie - 1) revision.value = String(answer.revisie);
    if (found.next) {
      waiting.set(key, { fields: found.next });
    } else {
      waiting.delete(key);
      say(row, "Verzonden.");
    }
  };

  const refuse = (key, text) => {
    waiting.delete(key);
    say(rowOf(key), text, true);
  };

  const send = async () => {
    if (sending || isStopped || waiting.size === 0) return;
    const [key, found] = waiting.entries().next().value;
    const row = rowOf(key);
    if (!row) {
      // A correction took the place of this row; what was tapped cannot count any more.
      waiting.delete(key);
      store();
      return sayAll("Een regel die u aanpaste, staat er niet meer zo. Kijk of alles klopt.");
    }
    if (!found.sent) {
      found.sent = { sleutel: crypto.randomUUID(), gezien: row.dataset.seen };
      store();
    }
    const body = new URLSearchParams([
      ...[...new FormData(form)].filter(([name]) => name === "csrfmiddlewaretoken" || name === "namens"),
      ["rij", key],
      ...Object.entries(found.sent),
      ...found.fields.map(([name, value]) => [`${key}-${name}`, value]),
    ]);
    sending = true;
    let isOver = false;
    try {
      const answer = await fetch(form.dataset.tap, {
        method: "POST",
        body,
        headers: { "X-Concept": "tik" },
        redirect: "manual",
      });
      const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
      if (answer.ok) {
        done(key, await answer.json());
        isOver = true;
      } else if (isJson && (answer.status === 422 || answer.status === 409)) {
        refuse(key, (await answer.json()).uitleg);
        isOver = true;
      } else if (answer.type === "opaqueredirect" || [401, 403, 404, 409].includes(answer.status)) {
        stop("Uw sessie is verlopen of gewijzigd. Wat u tikte, blijft hier staan. Laad de pagina opnieuw.");
      }
    } catch {
      // No network: what is kept goes later, with the same key.
    }
    sending = false;
    store();
    if (isStopped) return;
    sayAll();
    if (isOver) send();
    else later(RETRY);
  };
  window.addEventListener("online", send);

  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    complete(row, event.target);
    queue(row);
    // A browser tells of each figure of a time that is typed.
    if (event.target.type === "time") later(TYPING);
    else send();
  });
  form.addEventListener("submit", (event) => {
    if (waiting.size > 0) {
      event.preventDefault();
      sayAll("Wacht tot alles is verzonden, en probeer het dan opnieuw.");
    }
  });

  // What was tapped before the page was loaded again stands there again, and is sent.
  for (const [key, found] of waiting) {
    const row = rowOf(key);
    if (!row) continue;
    for (const [name, value] of found.next ?? found.fields) {
      const inputs = [...row.querySelectorAll(`[name="${key}-${name}"]`)];
      for (const input of inputs) {
        if (input.type === "radio") input.checked = input.value === value;
        else input.value = value;
      }
    }
    say(row, "Nog niet verzonden.", true);
  }
  if (save) save.hidden = true;
  // Nothing is lost on leaving, so nobody is asked whether to leave.
  form.addEventListener("input", (event) => event.stopPropagation(), true);
  sayAll();
  send();
})();
