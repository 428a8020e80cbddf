// The rich text editor, with exactly the elements that the server keeps. Without scripts the text area stays.
import * as prose from "../django_prose_editor/editor.js";

const extensions = () => [
  prose.Document, prose.Paragraph, prose.Text, prose.HardBreak, prose.Dropcursor, prose.Gapcursor, prose.History, prose.NoSpellCheck, prose.Menu,
  prose.HTML, prose.Blockquote, prose.Bold, prose.Italic, prose.BulletList, prose.OrderedList, prose.ListItem,
  prose.Heading.configure({ levels: [2, 3] }), prose.Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
  prose.Table, prose.TableRow, prose.TableHeader, prose.TableCell,
];

function edit(area) {
  if (area.closest(".prose-editor")) return;
  // A text area for plain lines brings its HTML along; what somebody typed into it as plain lines stays as it is.
  const html = area.dataset.html ?? area.value;
  if ("plain" in area.dataset && html && !html.trimStart().startsWith("<")) return;
  area.closest(".field")?.querySelector("[data-plain-only]")?.remove();
  const isClosed = area.matches(":disabled");
  const frame = document.createElement("div");
  frame.className = isClosed ? "prose-editor disabled" : "prose-editor";
  area.before(frame);
  frame.append(area);
  const label = document.querySelector(`label[for="${CSS.escape(area.id)}"]`);
  const editor = new prose.Editor({
    element: frame,
    editable: !isClosed,
    injectCSS: false, // the policy of the site allows no style element; css/admin-editor.css holds the rules
    extensions: extensions(),
    content: html,
    editorProps: {
      attributes: {
        lang: area.lang, role: "textbox", "aria-multiline": "true", "aria-label": label ? label.textContent.trim() : "",
        "aria-describedby": area.getAttribute("aria-describedby") ?? "", "aria-invalid": area.getAttribute("aria-invalid") ?? "false",
      },
    },
    onUpdate({ editor: changed }) {
      const html = changed.getHTML();
      area.value = /^<(\w+)(\s[^>]*)?><\/\1>$/i.test(html) ? "" : html;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  label?.addEventListener("click", () => editor.commands.focus());
}

function editAll(root) {
  for (const area of root.querySelectorAll("textarea[data-rich-text]")) {
    if (!area.id.includes("__prefix__")) edit(area);
  }
}

editAll(document);
document.addEventListener("formset:added", (event) => editAll(event.target));
