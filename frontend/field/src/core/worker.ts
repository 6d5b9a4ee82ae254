/**
 * Registers the service worker. A new version takes over when the app is opened next and nothing has been typed yet; never in the middle of work.
 * Updates replace the app's files only: what is recorded is in the database, which no update touches.
 */
export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || typeof navigator === "undefined" || !("serviceWorker" in navigator)) return;
  reloadOnLostFiles();
  const had = navigator.serviceWorker.controller !== null;
  try {
    const registration = await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`, { scope: import.meta.env.BASE_URL });
    if (!registration.waiting || !had) return;
    navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), { once: true });
    registration.waiting.postMessage({ type: "SKIP_WAITING" });
  } catch {
    // Without it the app still works while there is a network.
  }
}

/** A window that is older than the files on the server asks for one that is gone: opening it anew gets the present ones. At most once a minute. */
function reloadOnLostFiles(): void {
  const KEY = "sanzhang.reloaded";
  window.addEventListener("vite:preloadError", (event) => {
    if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < 60_000 || !navigator.onLine) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    event.preventDefault();
    window.location.reload();
  });
}
