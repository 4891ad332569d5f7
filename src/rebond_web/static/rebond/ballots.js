/* What is left while a ballot is filled in, and the code that an address bears after its "#". */
const amount = (cents, count) =>
  (cents / 100).toLocaleString(count.dataset.lang, { minimumFractionDigits: cents % 100 ? 2 : 0 }) + "\u00a0" + count.dataset.currency;

for (const form of document.querySelectorAll("form.ballot")) {
  const count = form.querySelector(".count");
  const meter = form.querySelector("progress");
  const show = () => {
    const chosen = [...form.querySelectorAll("[name=choice]:checked")];
    if (count.dataset.most) {
      const most = Number(count.dataset.most);
      const left = most - chosen.length;
      count.textContent = count.dataset.said.replace("{left}", Math.max(left, 0)).replace("{most}", most);
      for (const box of form.querySelectorAll("[name=choice]:not(:checked)")) box.disabled = left <= 0;
    } else if (count.dataset.budget) {
      const budget = Number(count.dataset.budget);
      const spent = chosen.reduce((sum, box) => sum + Number(box.dataset.cost), 0);
      count.textContent = count.dataset.said.replace("{spent}", amount(spent, count)).replace("{budget}", amount(budget, count));
      count.classList.toggle("over", spent > budget);
      meter.hidden = false;
      meter.value = Math.min(spent, budget);
    }
  };
  count.setAttribute("aria-live", "polite");
  form.addEventListener("change", show);
  if (count.dataset.most || count.dataset.budget) show();
}

const field = document.querySelector("[data-from-address]");
if (field && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
