"use strict";
// The rich text editor names its toolbar in English only. This gives the buttons and the choices of the
// paragraph's kind their names in the reader's language, from the same catalogue as the editor's dialogues.
{
  const parts = ".prose-menubar__button[title], .prose-menubar__option > *";
  const named = new WeakSet();

  const translated = (text) => {
    const level = /^heading (\d)$/i.exec(text);
    const gettext = window.gettext || ((same) => same);
    return level ? gettext("heading %s").replace("%s", level[1]) : gettext(text);
  };

  const nameAll = () => {
    for (const part of document.querySelectorAll(parts)) {
      if (named.has(part)) continue;
      named.add(part);
      if (part.title) {
        part.title = translated(part.title);
        part.setAttribute("aria-label", part.title);
      } else {
        part.textContent = translated(part.textContent);
      }
    }
  };

  // Toolbars come when an editor starts, and the shown kind of paragraph is replaced as the cursor moves.
  new MutationObserver(nameAll).observe(document.documentElement, { childList: true, subtree: true });
}
