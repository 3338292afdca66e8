/* Takes a picture that is pasted or dropped anywhere on the page into the form's file field.

   The field itself works without this. Nothing is sent by itself: the button has the focus. */

const field = document.querySelector("[data-takes-pictures]");
const form = field?.form;
const said = form?.querySelector("[data-taken]");
const send = form?.querySelector("button[type=submit]");

function pictureIn(transfer) {
  return [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/"));
}

/** Put a picture into the field, as if it had been chosen there. */
function take(file) {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  field.files = transfer.files;
  tell();
  send.focus();
}

function tell() {
  const [file] = field.files;
  said.textContent = file ? said.dataset.taken.replace("{name}", file.name) : "";
}

if (field) {
  for (const one of document.querySelectorAll("[data-needs-script]")) one.hidden = false;
  field.addEventListener("change", tell);
  document.addEventListener("paste", (event) => {
    const file = pictureIn(event.clipboardData);
    if (!file) return;
    event.preventDefault();
    take(file);
  });
  document.addEventListener("dragover", (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    form.dataset.dropping = "";
  });
  for (const name of ["dragleave", "drop"]) {
    document.addEventListener(name, () => delete form.dataset.dropping);
  }
  document.addEventListener("drop", (event) => {
    const file = pictureIn(event.dataTransfer);
    if (!file) return;
    event.preventDefault();
    take(file);
  });
}
