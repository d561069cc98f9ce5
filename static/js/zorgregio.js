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
      const found = known.filter(({ pattern }) => pattern.test(field.value));
      const said = found.filter((one) => !found.some((other) => other !== one && other.words.includes(one.words)));
      list.replaceChildren(
        ...said.map(({ words, ask }) => {
          const line = document.createElement("li");
          line.textContent = `‘${words}’ kan duidelijker. ${ask}`;
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
