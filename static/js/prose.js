/* Turns the field of a text's body into an editor that knows headings, lists, quotations and
   emphasis, and nothing else: what `claims.actions.verdicts.BODY_TAGS` allows. The field stays in
   the form and carries what is sent; without this script it is simply a field.

   The editor is loaded by the address that the page gives, so that no import map, and with it no
   inline script, is needed. Its own style element is left out for the same reason: what it would
   say stands in desk.css. */

function paragraphs(text) {
  /* What was stored as plain paragraphs comes as plain text (forms.verdicts.body_to_type). */
  if (/^\s*</.test(text)) return text;
  const box = document.createElement("div");
  for (const words of text.split(/\n\s*\n/)) {
    if (!words.trim()) continue;
    const paragraph = document.createElement("p");
    paragraph.textContent = words.trim();
    box.append(paragraph);
  }
  return box.innerHTML;
}

const COMMANDS = {
  heading: (chain, level) => chain.toggleHeading({ level }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};
const STATELESS = new Set(["undo", "redo"]);

function showState(editor, buttons) {
  for (const button of buttons) {
    const { command, level } = button.dataset;
    if (STATELESS.has(command)) {
      button.disabled = !editor.can()[command]();
    } else {
      const pressed = editor.isActive(command, level ? { level: Number(level) } : {});
      button.setAttribute("aria-pressed", String(pressed));
    }
  }
}

async function start(box) {
  const field = box.querySelector("textarea");
  const label = box.querySelector(`label[for="${field.id}"]`);
  const help = document.getElementById(`${field.id}_helptext`);
  const tools = box.querySelector("template[data-prose-tools]").content.cloneNode(true);
  const parts = await import(box.dataset.proseEditor);

  label.id = `${field.id}_label`;
  const attributes = {
    class: "prose-text",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": label.id,
    lang: field.lang,
    dir: box.dataset.direction,
  };
  if (help) attributes["aria-describedby"] = help.id;

  const place = document.createElement("div");
  field.before(tools, place);
  const buttons = box.querySelectorAll("[data-command]");
  const editor = new parts.Editor({
    element: place,
    injectCSS: false,
    textDirection: "auto",
    content: paragraphs(field.value),
    editorProps: { attributes },
    extensions: [
      parts.Document,
      parts.Paragraph,
      parts.Text,
      parts.HardBreak,
      parts.Heading.configure({ levels: [2, 3] }),
      parts.Bold,
      parts.Italic,
      parts.BulletList,
      parts.OrderedList,
      parts.ListItem,
      parts.Blockquote,
      parts.History,
    ],
    onUpdate: ({ editor: changed }) => {
      field.value = changed.isEmpty ? "" : changed.getHTML();
    },
    onTransaction: ({ editor: changed }) => showState(changed, buttons),
  });

  field.hidden = true;
  label.addEventListener("click", (event) => {
    event.preventDefault();
    editor.commands.focus();
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const { command, level } = button.dataset;
      COMMANDS[command](editor.chain().focus(), Number(level)).run();
    });
  }
  showState(editor, buttons);
}

for (const box of document.querySelectorAll("[data-prose-editor]")) {
  start(box);
}
