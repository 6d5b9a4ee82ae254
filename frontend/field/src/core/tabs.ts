import type { FieldDb } from "./db";
import { newId } from "./ids";

/** What another window changed, for the others to read again. */
export type Change = "session" | "drafts" | "forms" | "queue" | "registers";

const CHANNEL = "sanzhang-field";
const LEASE = "sync_lease";
const LEASE_MS = 30_000;

export interface Tabs {
  announce(change: Change): void;
  close(): void;
}

/** Tells other windows, and listens to them. Without BroadcastChannel each window reads again when it is next looked at (`app.ts`). */
export function openTabs(database: string, heard: (change: Change) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") return { announce: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(`${CHANNEL}:${database}`);
  channel.onmessage = (event: MessageEvent<Change>) => heard(event.data);
  return { announce: (change) => channel.postMessage(change), close: () => channel.close() };
}

/** Runs `work` while no other window of this database does. Waits for its turn. */
export async function alone<T>(db: FieldDb, work: () => Promise<T>): Promise<T> {
  if (typeof navigator !== "undefined" && navigator.locks) {
    let result!: T;
    await navigator.locks.request(`${CHANNEL}:${db.name}`, async () => {
      result = await work();
    });
    return result;
  }
  return withLease(db, work);
}

/**
 * For web views without `navigator.locks`: a lease in the database, renewed while it is held. Should two windows ever send at once all the same,
 * the server answers the second `repeated`.
 */
export async function withLease<T>(db: FieldDb, work: () => Promise<T>, wait = 2_000): Promise<T> {
  const mine = newId();
  while (!(await take(db, mine))) await new Promise((done) => setTimeout(done, wait));
  const renewal = setInterval(() => void take(db, mine), LEASE_MS / 3);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await db.transaction("rw", db.meta, async () => {
      if ((await db.read<{ holder: string }>(LEASE))?.holder === mine) await db.meta.delete(LEASE);
    });
  }
}

function take(db: FieldDb, mine: string): Promise<boolean> {
  return db.transaction("rw", db.meta, async () => {
    const held = await db.read<{ holder: string; until: number }>(LEASE);
    if (held && held.holder !== mine && held.until > Date.now()) return false;
    await db.keep(LEASE, { holder: mine, until: Date.now() + LEASE_MS });
    return true;
  });
}
