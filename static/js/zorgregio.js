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
})();
