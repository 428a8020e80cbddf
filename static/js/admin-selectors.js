"use strict";
// Django's two-box selector puts a spoken hint on a plain span, which screen readers may ignore: a role makes it count.
window.addEventListener("load", () => {
  for (const hint of document.querySelectorAll(".selector .help-tooltip[aria-label]")) hint.setAttribute("role", "img");
});
