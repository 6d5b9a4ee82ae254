import { around } from "./dom";

/** A button with data-copy="text or link" copies it (a link as the full address) and says data-copied for a moment. */
export function copyLinks(): void {
  document.addEventListener("click", (event) => {
    const button = around<HTMLButtonElement>(event, "button[data-copy]");
    if (button) void copy(button);
  });
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const wanted = button.dataset["copy"] ?? "";
  const text = wanted === "" || /^[/?#]/.test(wanted) ? new URL(wanted, location.href).href : wanted;
  if (!(await write(text))) return;
  const label = button.querySelector("[data-label]") ?? button;
  const before = label.textContent;
  if (label.hasAttribute("data-busy")) return;
  label.setAttribute("data-busy", "");
  label.textContent = button.dataset["copied"] ?? before;
  setTimeout(() => {
    label.textContent = before;
    label.removeAttribute("data-busy");
  }, 2000);
}

/** The clipboard API needs a secure page; an office network may serve plain HTTP. */
async function write(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
  const field = document.createElement("textarea");
  field.className = "visually-hidden";
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
