import type { PhotoRow } from "./db";
import type { Core } from "./core";
import { NetTrouble } from "./http";
import { changePhoto, openPhotos, readBytes, type PhotoContent } from "./kept-photos";
import { askMissing } from "./missing";
import { queueChanged, readQueue, showQueue } from "./queue";
import { problemOf } from "./trouble";

/** The server found other bytes than the hash says. */
const DAMAGED = 460;
/** With these the upload is gone from the server, not the photo: it begins anew, but not for ever. */
const BEGIN_ANEW = [404, 410, DAMAGED];
const MOST_ATTEMPTS = 4;
/** Another request of the same upload is still being ended on the server. */
const BEING_ENDED = [409, 423];
/** So many in a row, and it is the server, not the photo. */
const MOST_FAILURES = 3;

type Waiting = { row: PhotoRow; content: PhotoContent };

/**
 * Uploads what entries that have arrived still lack. One photo that fails never holds up another, nor any entry: `between` sends entries that were
 * recorded meanwhile. Throws in the end what is to be tried again later.
 */
export async function sendPhotos(core: Core, between: () => Promise<void>): Promise<void> {
  const waiting = await photosToSend(core);
  if (waiting.size === 0) return;
  const missing = await askMissing(core, [...waiting.keys()]);
  for (const sha256 of waiting.keys()) if (!missing.has(sha256)) await arrived(core, sha256);
  await queueChanged(core);
  // Those that failed before come last.
  const photos = [...waiting.values()].filter(({ row }) => missing.has(row.sha256)).sort((a, b) => Number(!!a.content.delayed) - Number(!!b.content.delayed));
  let failure: unknown = null;
  let inARow = 0;
  for (const photo of photos) {
    await between();
    if (!core.vault.isOpen) return;
    const delay = await sendOne(core, photo);
    inARow = delay ? inARow + 1 : 0;
    failure ??= delay;
    if (inARow >= MOST_FAILURES) break;
  }
  if (failure) throw failure;
}

async function photosToSend(core: Core): Promise<Map<string, Waiting>> {
  const kept = await openPhotos(core);
  const waiting = new Map<string, Waiting>();
  for (const { row, content } of await readQueue(core)) {
    if (row.state !== "arrived") continue;
    for (const { sha256 } of content.photos) {
      const photo = kept.get(sha256);
      if (photo && !photo.row.arrivedAt && !photo.content.problem) waiting.set(sha256, photo);
    }
  }
  return waiting;
}

const arrived = (core: Core, sha256: string): Promise<void> =>
  changePhoto(core, sha256, { arrivedAt: new Date(core.clock.now()).toISOString(), uploadUrl: "", attempts: 0 }, { problem: null });

/** Answers with what is to be tried again later, if it is not what keeps everything else from being sent too. */
async function sendOne(core: Core, { row, content }: Waiting): Promise<unknown> {
  const { sha256 } = row;
  const bytes = await bytesOf(core, sha256);
  if (!bytes) {
    await changePhoto(core, sha256, {}, { problem: problemOf("photo_lost") });
    await queueChanged(core);
    return null;
  }
  core.memory.uploading.set(sha256, 0);
  let shownAt = 0;
  try {
    await core.sendPhoto({
      sha256, name: content.ref.name, type: content.type, bytes, headers: core.http.headers(), uploadUrl: row.uploadUrl,
      begun: (url) => void changePhoto(core, sha256, { uploadUrl: url }).catch(() => undefined),
      progress: (sent) => {
        core.memory.uploading.set(sha256, sent);
        if (Date.now() - shownAt < 400) return;
        shownAt = Date.now();
        void showQueue(core).catch(() => undefined);
      },
    });
    await arrived(core, sha256);
    core.state.sync.lastArrivedAt = new Date(core.clock.now()).toISOString();
    return null;
  } catch (error) {
    return await failed(core, row, error);
  } finally {
    core.memory.uploading.delete(sha256);
    if (core.vault.isOpen) await queueChanged(core);
  }
}

/** Null where this phone no longer has them, or can't open them. */
async function bytesOf(core: Core, sha256: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await readBytes(core, sha256);
  } catch (error) {
    if (!core.vault.isOpen) throw error;
    console.error("Cannot be opened:", sha256, error);
    return null;
  }
}

/** What concerns this photo alone is kept with it: a refusal for good, a fault until it is tried again. Everything else ends the run. */
async function failed(core: Core, row: PhotoRow, error: unknown): Promise<unknown> {
  if (!core.vault.isOpen) throw error;
  if (!(error instanceof NetTrouble)) {
    console.error(error);
    await changePhoto(core, row.sha256, {}, { problem: null, delayed: problemOf("photo_fault") });
    return error;
  }
  if (error.kind === "unauthorised") await core.unauthorised(error.problem);
  if (error.isFault || BEING_ENDED.includes(error.status)) {
    await changePhoto(core, row.sha256, {}, { problem: null, delayed: error.code === "server_busy" ? problemOf("photo_fault") : error.problem });
    return error;
  }
  if (error.kind !== "refused") throw error;
  const attempts = row.attempts + 1;
  const again = BEGIN_ANEW.includes(error.status) && attempts < MOST_ATTEMPTS;
  const problem = error.status === DAMAGED ? problemOf("photo_damaged") : error.code === "server_refuses" ? problemOf("photo_refused") : error.problem;
  await changePhoto(core, row.sha256, { uploadUrl: "", attempts }, again ? { problem: null, delayed: problem } : { problem });
  return null;
}
