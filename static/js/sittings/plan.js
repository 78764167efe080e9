/** Planning a sitting: lines of the agenda are moved, and one's own time zone is offered. */

for (const order of document.querySelectorAll(".sitting-order")) order.removeAttribute("hidden");

document.querySelector(".sitting-lines")?.addEventListener("click", (event) => {
  const moved = /** @type {HTMLElement} */ (event.target).closest("[data-move]");
  const line = moved?.closest("li");
  if (!moved || !line) return;
  const up = /** @type {HTMLElement} */ (moved).dataset.move === "-1";
  const other = up ? line.previousElementSibling : line.nextElementSibling;
  if (up) other?.before(line);
  else other?.after(line);
  /** @type {HTMLElement} */ (moved).focus();
});

const zone = /** @type {HTMLSelectElement | null} */ (document.querySelector("#plan[data-new] [name=zone]"));
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !zone.querySelector("option[selected]") && own) {
  if (![...zone.options].some(({ value }) => value === own)) zone.add(new Option(own, own));
  zone.value = own;
}
