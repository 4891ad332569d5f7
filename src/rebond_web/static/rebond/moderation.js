// On an item that has the focus: a, r and c decide, j and k go on. Never while one writes.
document.querySelectorAll("[data-keys]").forEach((hint) => { hint.hidden = false; });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.target.matches("input, textarea, select")) return;
  const item = event.target.closest(".to-see article");
  if (!item) return;
  if (event.key === "j" || event.key === "k") return go(item, event.key === "j" ? 1 : -1);
  const button = item.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
  const form = button.parentElement;
  if (form.open) form.querySelector("select, textarea").focus();
});

function go(item, step) {
  const items = [...document.querySelectorAll(".to-see article")];
  const next = items[items.indexOf(item) + step];
  if (next) next.focus();
}
