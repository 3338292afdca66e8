/* Makes a claim of words selected in the text: leads to the form with their place in the address.

   Places are counted in code points of the stored text, as the server counts them. A paragraph says
   where it begins; what stands in it beside its own characters is marked data-apart. */

function codePoints(text) {
  return [...text].length;
}

/** Count the characters of a paragraph before a place in it. */
function before(paragraph, node, offset) {
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, offset);
  const copy = range.cloneContents();
  for (const apart of copy.querySelectorAll("[data-apart]")) apart.remove();
  return codePoints(copy.textContent);
}

function paragraphOf(node) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  return element?.closest("[data-start]");
}

/** Return where the selection is in the stored text, or null where it is not in it. */
function selectedPlace() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0);
  const text = (range.commonAncestorContainer.nodeType === Node.TEXT_NODE
    ? range.commonAncestorContainer.parentElement
    : range.commonAncestorContainer
  ).closest("[data-text]");
  const paragraphs = text ? [...text.querySelectorAll("[data-start]")] : [];
  const touched = paragraphs.filter((one) => range.intersectsNode(one));
  if (!touched.length) return null;
  const first = paragraphOf(range.startContainer) ?? touched[0];
  const last = paragraphOf(range.endContainer);
  const start = Number(first.dataset.start) + (first.contains(range.startContainer)
    ? before(first, range.startContainer, range.startOffset) : 0);
  // A selection may end between two paragraphs: then it ends with the one before.
  const ending = last ?? touched[touched.length - 1];
  const end = Number(ending.dataset.start) + (last
    ? before(last, range.endContainer, range.endOffset)
    : before(ending, ending, ending.childNodes.length));
  return start < end ? { in: text.dataset.text, start, end } : null;
}

const bar = document.querySelector("[data-claim-of-selection]");
if (bar) {
  const link = bar.querySelector("a");
  const show = () => {
    const place = selectedPlace();
    bar.hidden = place === null;
    if (place) {
      link.href = `${bar.dataset.claimOfSelection}?${new URLSearchParams(place)}#make-claim`;
    }
  };
  document.addEventListener("selectionchange", show);
  document.addEventListener("bayyina:claim", () => {
    if (!bar.hidden) link.click();
  });
}
