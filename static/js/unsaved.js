"use strict";
// Asks before a page with unsaved text is left, where the browser can ask. The server keeps what was sent in any case.
{
  let isDirty = false;
  for (const form of document.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => { isDirty = true; });
    form.addEventListener("submit", () => { isDirty = false; });
  }
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}
