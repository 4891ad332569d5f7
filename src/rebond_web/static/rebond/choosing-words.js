// Words selected in the voice go to the first empty line of the form; without it, they are copied.
document.addEventListener("mouseup", take);
document.addEventListener("keyup", (event) => { if (event.shiftKey) take(); });

function take() {
  const chosen = document.getSelection();
  const voice = document.querySelector(".whole-voice");
  if (!voice || !chosen.rangeCount || !voice.contains(chosen.anchorNode)) return;
  const range = chosen.getRangeAt(0).cloneContents();
  range.querySelectorAll(".sr").forEach((hidden) => hidden.remove());
  const words = range.textContent.trim();
  if (!words) return;
  const lines = [...document.querySelectorAll("input.choosing")];
  const free = lines.find((line) => line.dataset.chosen) || lines.find((line) => !line.value);
  if (!free) return;
  free.value = words;
  free.dataset.chosen = "1";
  free.addEventListener("change", () => delete free.dataset.chosen, { once: true });
  const theme = document.getElementById(free.id.replace("words", "theme"));
  theme.addEventListener("change", () => delete free.dataset.chosen, { once: true });
}
