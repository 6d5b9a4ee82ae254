/** A wide table with data-scroll-end begins at its end: what is newest stands there. */
export function showNewest(): void {
  document.querySelectorAll("[data-scroll-end]").forEach((region) => {
    region.scrollLeft = region.scrollWidth;
  });
}
