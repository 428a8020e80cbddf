// Keeps the draft of a review while it is written. Without this the button “Save the draft” does the same.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  const status = document.querySelector("[data-draft-status]");
  if (!form || !status) return;
  const PAUSE = 20000;
  let seen = content();
  let timer = 0;
  let isStopped = false;

  function content() {
    const data = new FormData(form);
    data.delete("edition");
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  }

  async function save() {
    timer = 0;
    const now = content();
    if (isStopped || now === seen) return;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (answer.ok) {
        const { edition } = await answer.json();
        form.elements.edition.value = edition;
        seen = now;
        status.textContent = form.dataset.saved;
        if (content() !== seen) plan();
        return;
      }
      isStopped = answer.status === 409;
      status.textContent = isStopped ? form.dataset.other : form.dataset.lost;
    } catch {
      status.textContent = form.dataset.lost;
    }
  }

  function plan() {
    if (!timer) timer = window.setTimeout(save, PAUSE);
  }

  form.addEventListener("input", plan);
  form.addEventListener("submit", () => {
    isStopped = true;
  });
})();
