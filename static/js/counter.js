/* Counts what is typed into fields that read well only up to a length: data-reads-well="100".
   Letters are counted as a reader sees them, so that an Arabic letter with its marks is one. */

const SAID_AFTER_MS = 800;
const segmenter = "Segmenter" in Intl ? new Intl.Segmenter() : null;

function lengthOf(text) {
  return segmenter ? [...segmenter.segment(text)].length : [...text].length;
}

for (const field of document.querySelectorAll("[data-reads-well]")) {
  const most = Number(field.dataset.readsWell);
  const shown = document.createElement("div");
  shown.className = "counter";
  const figures = document.createElement("bdi");
  figures.dir = "ltr";
  shown.append(figures);
  field.after(shown);

  // The eye follows every letter; a screen reader is told once the typing pauses.
  const said = document.createElement("div");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  shown.after(said);
  let waiting;

  const count = () => {
    const length = lengthOf(field.value);
    figures.textContent = `${length} / ${most}`;
    shown.toggleAttribute("data-over", length > most);
  };
  count();
  field.addEventListener("input", () => {
    count();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      said.textContent = figures.textContent;
    }, SAID_AFTER_MS);
  });
}
