const REMEMBERED = "sanzhang.filter";

/** Sends a form with data-auto-submit as soon as a choice changes, and puts the focus back after the page has come. */
export function submitFiltersOnChange(): void {
  document.addEventListener("change", (event) => {
    const control = event.target;
    if (!(control instanceof HTMLSelectElement) && !isChoice(control)) return;
    const form = control.form;
    if (!form || !("autoSubmit" in form.dataset)) return;
    sessionStorage.setItem(REMEMBERED, control.id);
    form.requestSubmit();
  });

  const id = sessionStorage.getItem(REMEMBERED);
  sessionStorage.removeItem(REMEMBERED);
  const control = id ? document.getElementById(id) : null;
  if (control?.closest("form[data-auto-submit]")) control.focus({ preventScroll: true });
}

/** Only choices: text and dates are finished by Enter or by the button. */
function isChoice(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && (target.type === "checkbox" || target.type === "radio");
}
