// Makes pages nicer; every page works without it.
(() => {
  "use strict";

  // After a refused form: take the reader to what is wrong.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();

  // Typed text is not lost without a question. A form that came back with errors holds unsaved text already.
  const forms = [...document.querySelectorAll("form[data-guard]")];
  const unsaved = new Set(forms.filter((form) => form.querySelector("[data-error-summary]")));
  let leavingOnPurpose = false;

  for (const form of forms) {
    form.addEventListener("input", () => unsaved.add(form));
    form.addEventListener("submit", () => {
      leavingOnPurpose = true;
    });
  }
  window.addEventListener("pageshow", () => {
    leavingOnPurpose = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size > 0 && !leavingOnPurpose) event.preventDefault();
  });

  // What is typed is kept on the server, and never in this browser: the next person at this computer reads nothing.
  const PAUSE = 2000;
  const RETRY = 15000;
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const state = form.querySelector("[data-autosave-state]");
    const isUndecided = document.querySelector("[data-kept]") !== null;
    const address = window.location.pathname;
    let waiting = 0;
    let sending = null;
    let isSignedOut = false;
    let isLost = false;

    const say = (isKept, ...parts) => {
      state.classList.toggle("zr-autosave--alert", !isKept);
      const text = parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
      // The same again is not read out again.
      if (state.textContent !== text) state.replaceChildren(...parts);
    };
    const later = (time) => {
      if (waiting === 0) waiting = window.setTimeout(keep, time);
    };
    const sayExpired = (mayStillSend) => {
      isSignedOut = true;
      isLost = !mayStillSend;
      const link = document.createElement("a");
      link.href = window.location.href;
      link.target = "_blank";
      link.rel = "noopener";
      link.className = "utrecht-link utrecht-link--html-a";
      link.textContent = "Log in in een nieuw tabblad";
      say(false, "Uw sessie is verlopen. Wat u typte, staat nog op dit scherm. ", link, " en kom daarna hier terug.");
    };
    const keep = async () => {
      waiting = 0;
      if (sending) return later(PAUSE);
      const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
      sending = new AbortController();
      try {
        const answer = await fetch(address, {
          method: "POST",
          body: typed,
          headers: { "X-Concept": "bewaren" },
          redirect: "manual",
          signal: sending.signal,
        });
        if (answer.ok) {
          say(true, `Concept bewaard om ${(await answer.json()).bewaard} uur. Sla op om het in het dossier te zetten.`);
        } else if (answer.status === 422) {
          say(false, (await answer.json()).uitleg);
        } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          // An ended session that still knows who it was takes along what is sent; nobody's session does not.
          sayExpired(answer.status === 401);
        } else {
          say(false, "Het concept is niet bewaard. Wat u typte, staat nog op dit scherm. Sla zelf op.");
        }
      } catch (error) {
        if (error.name !== "AbortError") {
          say(false, "Er is geen verbinding. Wat u typte, staat nog op dit scherm. We proberen het zo weer.");
          later(RETRY);
        }
      } finally {
        sending = null;
      }
    };
    // Who signed in again in another tab has other tokens there than in this form.
    const renew = async () => {
      const answer = await fetch(address, { redirect: "manual", headers: { "X-Concept": "vernieuwen" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
      if (!token) return;
      isSignedOut = isLost = false;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token.value;
      keep();
    };

    form.addEventListener("input", () => {
      if (isUndecided) {
        say(false, "Er wordt nog geen concept bewaard. Kies eerst bovenaan of u verdergaat met het concept dat er is.");
      } else if (!isSignedOut) {
        later(PAUSE);
      }
    });
    form.addEventListener("submit", (event) => {
      window.clearTimeout(waiting);
      sending?.abort();
      if (isLost) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && isSignedOut) renew();
    });
    window.addEventListener("focus", () => {
      if (isSignedOut) renew();
    });
  }

  // Words that say too little, pointed out while somebody writes a goal: advice, never a block.
  for (const field of document.querySelectorAll("[data-vague]")) {
    const known = Object.entries(JSON.parse(field.dataset.vague)).map(([words, ask]) => {
      const spaced = words.split(" ").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
      return { words, ask, pattern: new RegExp(`(?<![\\p{L}\\p{N}_])${spaced}(?![\\p{L}\\p{N}_])`, "iu") };
    });
    const list = document.createElement("ul");
    list.className = "zr-tips";
    list.setAttribute("aria-live", "polite");
    field.closest(".zr-field").append(list);
    let waiting = 0;
    const advise = () => {
      const found = known
        .map((one) => ({ ...one, place: field.value.search(one.pattern) }))
        .filter(({ place }) => place >= 0)
        .sort((one, other) => one.place - other.place);
      const said = found.filter((one) => !found.some((other) => other !== one && other.words.includes(one.words)));
      list.replaceChildren(
        ...said.map(({ words, ask }) => {
          const line = document.createElement("li");
          const prefix = document.createElement("span");
          prefix.className = "zr-hidden";
          prefix.textContent = "Tip: ";
          line.append(prefix, `‘${words}’ kan duidelijker. ${ask}`);
          return line;
        }),
      );
    };
    field.addEventListener("input", () => {
      const stored = document.getElementById(`${field.id}_advice`);
      for (const line of stored?.querySelectorAll("[data-about-words]") ?? []) line.remove();
      window.clearTimeout(waiting);
      waiting = window.setTimeout(advise, 600);
    });
  }
})();
