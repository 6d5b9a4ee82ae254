/** A search field with data-narrow="id" shows of that box of choices only those that contain its words, and those already chosen. */
export function narrowChoices(): void {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement)) return;
    const box = document.getElementById(field.dataset["narrow"] ?? "");
    if (!box) return;
    const wanted = field.value.trim().toLowerCase();
    box.querySelectorAll("label").forEach((choice) => {
      const chosen = choice.querySelector("input")?.checked ?? false;
      choice.hidden = !chosen && !(choice.textContent ?? "").toLowerCase().includes(wanted);
    });
  });
  document.addEventListener("keydown", (event) => {
    // Enter finishes the search, not the form.
    if (event.key === "Enter" && event.target instanceof HTMLInputElement && "narrow" in event.target.dataset) event.preventDefault();
  });
}
