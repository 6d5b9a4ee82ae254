/** On a narrow screen the menu link opens the navigation by its address (#navigation); here it opens and closes in place. */
export function toggleNavigation(): void {
  const link = document.querySelector<HTMLAnchorElement>("a[data-navigation]");
  const navigation = document.getElementById("navigation");
  if (!link || !navigation) return;

  const show = (open: boolean): void => {
    navigation.classList.toggle("is-open", open);
    link.setAttribute("aria-expanded", String(open));
  };
  link.setAttribute("role", "button");
  link.setAttribute("aria-controls", "navigation");
  show(location.hash === "#navigation");
  if (location.hash === "#navigation") history.replaceState(null, "", location.pathname + location.search);

  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link.getAttribute("aria-expanded") !== "true");
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || link.getAttribute("aria-expanded") !== "true") return;
    show(false);
    link.focus();
  });
}

/** The navigation scrolls on its own; the line of the present page is brought into sight in it. */
export function showPresentPage(): void {
  const menu = document.querySelector<HTMLElement>(".sidenav-inner");
  const line = menu?.querySelector<HTMLElement>("a[aria-current]");
  if (menu && line) menu.scrollTop = line.offsetTop + 2 * line.offsetHeight - menu.clientHeight;
}
