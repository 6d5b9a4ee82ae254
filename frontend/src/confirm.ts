/** Asks before a form or button with data-confirm="question" goes on. */
export function askBeforeSubmit(): void {
  const confirmed = new WeakSet<HTMLFormElement>();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || confirmed.delete(form)) return;
    const button = event.submitter;
    const question = button?.dataset["confirm"] ?? form.dataset["confirm"];
    if (!question) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void ask(question).then((yes) => {
      if (!yes) return;
      confirmed.add(form);
      form.requestSubmit(button);
    });
  }, { capture: true });
}

/** The page's own dialog; the browser's where there is none. */
function ask(question: string): Promise<boolean> {
  const dialog = document.getElementById("confirm");
  const text = document.getElementById("confirm-question");
  if (!(dialog instanceof HTMLDialogElement) || !text) return Promise.resolve(window.confirm(question));
  text.textContent = question;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
