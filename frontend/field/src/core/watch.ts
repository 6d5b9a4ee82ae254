import { keepClock } from "./clock";
import type { Core } from "./core";
import { loadDrafts } from "./drafts";
import { loadForms } from "./forms";
import { queueChanged } from "./queue";
import { checkExpiry } from "./session";
import type { Sync } from "./sync";

/** Pulled so recently, being looked at again is no occasion to ask the server. */
const FRESH_MS = 2 * 60_000;
const MINUTE = 60_000;

/** Reacts to the network coming back, to the app being looked at, and to the key's last day. Returns how to stop. */
export function watch(core: Core, sync: Sync, reload: () => Promise<void>): () => void {
  if (typeof window === "undefined") return () => undefined;
  const stop = new AbortController();
  const listen = (target: EventTarget, event: string, react: () => void): void => target.addEventListener(event, react, { signal: stop.signal });
  listen(window, "online", () => {
    core.state.sync.online = true;
    void sync.request("online");
  });
  listen(window, "offline", () => (core.state.sync.online = false));
  const seen = (): void => core.clock.rests(document.visibilityState === "hidden");
  seen();
  listen(document, "visibilitychange", () => {
    seen();
    if (core.vault.isOpen) void keepClock(core).catch(() => undefined);
    if (document.visibilityState === "visible") void lookedAt(core, sync).catch(() => undefined);
  });
  // The page may come back from the browser's own keeping with a closed database.
  listen(window, "pageshow", () => core.db.isOpen() || void core.db.open().then(reload).catch(() => undefined));
  const timer = setInterval(() => {
    core.clock.look();
    void checkExpiry(core).catch(() => undefined);
  }, MINUTE);
  return () => {
    stop.abort();
    clearInterval(timer);
  };
}

async function lookedAt(core: Core, sync: Sync): Promise<void> {
  await checkExpiry(core);
  if (!core.vault.isOpen) return;
  if (typeof BroadcastChannel === "undefined") {
    await loadDrafts(core);
    await loadForms(core);
    await queueChanged(core, false);
  }
  const { lastPulledAt, pending } = core.state.sync;
  if (pending > 0 || core.clock.now() - Date.parse(lastPulledAt || "1970-01-01") > FRESH_MS) await sync.request("looked_at");
}
