// Joins the button of a page to allauth's script for security keys, and says on the page when a
// key did not work, which allauth's own script only tells the console.
for (const button of document.querySelectorAll("button[data-key-form]")) {
  window.allauth.webauthn.forms[button.dataset.keyForm]({
    ids: {
      add: button.id,
      authenticate: button.id,
      credential: button.dataset.credential,
      data: "js_data",
    },
  });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("key-problem").hidden = false;
});
