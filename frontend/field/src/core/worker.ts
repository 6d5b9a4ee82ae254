import { onTypingEnded, unlessTyping } from "./typing";

const MINUTE = 60_000;
/** The browser itself looks for a new version only when a page is loaded, and this one may stay open for weeks. */
const LOOK_EVERY_MS = 60 * MINUTE;
/** So long nobody has touched the screen before the page is loaded anew under his eyes. */
const QUIET_MS = 10_000;

/** What is used of the page; a test has its own. */
export interface Page {
  container: Pick<ServiceWorkerContainer, "controller" | "addEventListener">;
  reload(): void;
  isQuiet(): boolean;
}

let look: (now?: boolean) => void = () => undefined;

/** The server says that this version is too old: looks for the new one at once. */
export const lookForUpdate = (): void => look(true);

/**
 * Registers the service worker. A new version takes over as soon as it is here and nobody is typing, in whichever window; never in the middle of work.
 * Updates replace the app's files only: what is recorded is in the database, which no update touches.
 */
export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || typeof navigator === "undefined" || !("serviceWorker" in navigator)) return;
  reloadOnLostFiles();
  let touched = 0;
  for (const event of ["pointerdown", "keydown"]) window.addEventListener(event, () => (touched = Date.now()), { passive: true, capture: true });
  try {
    const registration = await navigator.serviceWorker.register(`${import.meta.env.BASE_URL}sw.js`, { scope: import.meta.env.BASE_URL });
    const attempt = followUpdates(registration, {
      container: navigator.serviceWorker,
      reload: () => window.location.reload(),
      isQuiet: () => document.visibilityState === "hidden" || Date.now() - touched > QUIET_MS,
    });
    document.addEventListener("visibilitychange", () => {
      look();
      void attempt();
    });
    setInterval(() => {
      look();
      void attempt();
    }, MINUTE);
  } catch {
    // Without it the app still works while there is a network.
  }
}

/** Lets new versions take over, and loads the page anew with them. Answers how to try again. */
export function followUpdates(registration: ServiceWorkerRegistration, { container, reload, isQuiet }: Page): () => Promise<void> {
  // The very first version takes over without anything having to be loaded anew.
  let outdated = false;
  let controlled = container.controller !== null;
  let lookedAt = Date.now();
  container.addEventListener("controllerchange", () => {
    outdated = controlled;
    controlled = true;
    void attempt();
  });

  async function attempt(): Promise<void> {
    if (!isQuiet()) return;
    if (outdated) await unlessTyping(reload);
    else if (registration.waiting && controlled) await unlessTyping(() => registration.waiting?.postMessage({ type: "SKIP_WAITING" }));
  }

  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => void attempt());
  });
  look = (now = false) => {
    if (!now && Date.now() - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = Date.now();
    void registration.update().catch(() => undefined);
  };
  onTypingEnded(() => void attempt());
  void attempt();
  return attempt;
}

/** A window that is older than the files on the server asks for one that is gone: opening it anew gets the present ones. At most once a minute. */
function reloadOnLostFiles(): void {
  const KEY = "sanzhang.reloaded";
  window.addEventListener("vite:preloadError", (event) => {
    if (Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < MINUTE || !navigator.onLine) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    event.preventDefault();
    window.location.reload();
  });
}
