import { around } from "./dom";

/** A button with data-tree="id" and data-open="true|false" opens or closes every branch of that tree. */
export function openAndCloseTrees(): void {
  document.addEventListener("click", (event) => {
    const button = around<HTMLButtonElement>(event, "button[data-tree]");
    if (!button) return;
    const open = button.dataset["open"] === "true";
    const tree = document.getElementById(button.dataset["tree"] ?? "");
    tree?.querySelectorAll("details").forEach((branch) => {
      branch.open = open;
    });
  });
}
