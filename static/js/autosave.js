"use strict";
// A form that saves itself while somebody types, and says so. Without it the button saves.
// The answer is JSON: a message, and values for the form's hidden fields. Whatever is refused stops it: the button
// then shows why on a page, with everything that was typed.
{
  const RETRY = 20000;
  const form = document.querySelector("form[data-autosave]");
  const PAUSE = Number(form?.dataset.pause) || 3000; // milliseconds without a key pressed
  const status = form?.querySelector("[data-status]");
  let timer = 0;
  let isStopped = false;
  let isRunning = false;
  let isChanged = false;
  let isUnsaved = false; // refused as it stands; tried again when it is changed

  const plan = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  };

  async function save() {
    clearTimeout(timer);
    if (isStopped || isRunning || !isChanged) return;
    isRunning = true;
    isChanged = false;
    isUnsaved = false;
    status.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error" });
      const told = await answer.json();
      status.textContent = told.message;
      if (answer.ok) {
        for (const [name, value] of Object.entries(told.fields)) {
          for (const field of document.querySelectorAll(`input[type=hidden][name="${CSS.escape(name)}"]`)) field.value = value;
        }
        form.dispatchEvent(new CustomEvent("autosaved", { detail: told, bubbles: true }));
      } else {
        isStopped = answer.status !== 422; // what has to be corrected may be corrected by going on
        isUnsaved = true;
      }
    } catch {
      isChanged = true;
      status.textContent = form.dataset.leaving;
      isRunning = false;
      plan(RETRY);
      return;
    }
    isRunning = false;
    if (isChanged && !isStopped) plan(PAUSE);
  }

  if (form && status) {
    form.addEventListener("input", () => {
      isChanged = true;
      plan(PAUSE);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (isRunning) { // let the save that is under way tell its version first, or the two would be taken for two people
        event.preventDefault();
        setTimeout(() => form.requestSubmit(event.submitter), 200);
        return;
      }
      isChanged = isUnsaved = false;
      isStopped = true;
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
    window.addEventListener("beforeunload", (event) => { if (isChanged || isUnsaved) event.preventDefault(); });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        isChanged = true;
        save();
      }
    });
  }
}
