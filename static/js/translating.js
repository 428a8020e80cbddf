"use strict";
// The translation editor: warnings of each save, and earlier translations put in at a press.
{
  const form = document.querySelector("form[data-autosave]");

  const warn = (warnings) => {
    for (const list of form.querySelectorAll("[data-warnings]")) {
      const lines = (warnings[list.dataset.warnings] || []).map((text) => {
        const line = document.createElement("li");
        line.textContent = text;
        return line;
      });
      list.replaceChildren(...lines);
    }
  };

  const insert = (button) => {
    const text = button.closest("li").querySelector("[data-suggestion]").textContent;
    const area = document.getElementById(button.dataset.insert);
    const rich = area.closest(".prose-editor")?.querySelector("[contenteditable]");
    if (rich) {
      rich.focus();
      document.execCommand("insertText", false, text);
    } else {
      area.focus();
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  if (form) {
    form.addEventListener("autosaved", (event) => warn(event.detail.warnings));
    for (const button of form.querySelectorAll("[data-insert]")) {
      button.hidden = false;
      button.addEventListener("click", () => insert(button));
    }
    for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
  }
}
