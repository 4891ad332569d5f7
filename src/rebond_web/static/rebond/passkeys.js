// Fills a form with a passkey. The form stays hidden where the browser keeps none.
"use strict";
if (window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      fill(form).then(() => form.submit(), () => { form.querySelector("[data-failed]").hidden = false; });
    });
  }
}

async function fill(form) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(form.dataset.ask, { method: "POST", headers: { "X-CSRFToken": token } });
  if (answer.redirected) { location.assign(answer.url); return new Promise(() => {}); }
  if (!answer.ok) throw new Error(answer.statusText);
  const { publicKey } = await answer.json();
  const credential = form.dataset.passkey === "make"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  form.elements.credential.value = JSON.stringify(credential.toJSON());
}
