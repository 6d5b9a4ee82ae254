import type { Core } from "./core";
import { isFull, trouble } from "./trouble";

const LOW = 80 * 1024 * 1024;

/** After so many of the first saves the browser is asked again: most promise it only for an app that is used. */
const ASKED_AGAIN = 3;

/** Asks the browser not to clear this phone's data by itself, and keeps its answer. */
export async function askToStay(core: Core): Promise<void> {
  if (typeof navigator === "undefined" || !navigator.storage?.persist) return;
  try {
    const stays = (await navigator.storage.persisted()) || (await navigator.storage.persist());
    core.state.sync.storage = { ...core.state.sync.storage, stays };
  } catch {
    // Some web views have the function and refuse it. Then nothing is known.
  }
}

/** Something was saved that is nowhere else yet. */
export function saved(core: Core): void {
  if (core.state.sync.storage.stays !== false || core.memory.askedToStay >= ASKED_AGAIN) return;
  core.memory.askedToStay += 1;
  void askToStay(core);
}

/** Says how much room is left. */
export async function checkStorage(core: Core): Promise<void> {
  if (typeof navigator === "undefined" || !navigator.storage?.estimate) return;
  try {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    core.state.sync.storage = { ...core.state.sync.storage, used: usage, quota, low: quota > 0 && quota - usage < Math.min(LOW, quota / 10) };
  } catch {
    // Some web views have the function and refuse it. Then nothing is known.
  }
}

/** Writes; when the phone is full, once more after dropping what can be fetched again or has arrived. */
export async function withRoom<T>(core: Core, write: () => PromiseLike<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isFull(error)) throw error;
  }
  try {
    await makeRoom(core);
    return await write();
  } catch (error) {
    void checkStorage(core);
    throw isFull(error) ? trouble("storage_full") : error;
  }
}

/** Small pictures, and the bytes of photos that have arrived. */
async function makeRoom(core: Core): Promise<void> {
  const { db, vault } = core;
  await db.transaction("rw", db.thumbs, db.photos, db.blobs, async () => {
    await db.thumbs.where("owner").equals(vault.owner).delete();
    const arrived = await db.photos.where("owner").equals(vault.owner).filter((photo) => photo.arrivedAt !== "").primaryKeys();
    await db.blobs.bulkDelete(arrived);
  });
}
