import type { Core } from "./core";
import type { PhotoRow } from "./db";
import { loadDrafts } from "./drafts";
import { loadForms } from "./forms";
import { changePhoto, openPhotos } from "./kept-photos";
import { photosOf, queueChanged, readQueue } from "./queue";
import { askMissing } from "./missing";

const DAY = 24 * 3600 * 1000;
/** So long an entry stays to be seen as arrived. */
const ENTRY_DAYS = 7;
/** So long this phone keeps the bytes of a photo that has arrived; its small picture stays with the entry. */
const BYTES_DAYS = 1;
/** So long a photo is kept that no draft, no form and no entry names: it may belong to something that is still being typed. */
const UNNAMED_DAYS = 7;

/** Drops what has certainly arrived and has been seen to, and photos that nothing names. Runs after everything has gone well. */
export async function tidy(core: Core): Promise<void> {
  const { db, vault, clock, memory } = core;
  const older = (moment: string, days: number): boolean => moment !== "" && clock.now() - Date.parse(moment) > days * DAY;
  await loadDrafts(core);
  await loadForms(core);
  const photos = await openPhotos(core);
  const queue = await readQueue(core);
  const done = queue.filter(
    ({ row, content }) =>
      row.state === "arrived" && row.seen === 1 && older(row.arrivedAt, ENTRY_DAYS) &&
      content.photos.every(({ sha256 }) => photos.get(sha256)?.row.arrivedAt),
  );
  const doneIds = new Set(done.map(({ row }) => row.id));
  const named = new Set([
    ...queue.filter(({ row }) => !doneIds.has(row.id)).flatMap(({ content }) => content.photos.map(({ sha256 }) => sha256)),
    ...[...memory.drafts.values(), ...memory.forms.values()].flatMap(({ data }) => photosOf(data).map(({ sha256 }) => sha256)),
  ]);
  const unnamed = [...photos.values()].filter(({ row }) => !named.has(row.sha256) && older(row.keptAt, UNNAMED_DAYS));
  const arrived = await stillThere(core, [...photos.values()].map(({ row }) => row).filter((row) => older(row.arrivedAt, BYTES_DAYS)));
  if (done.length + unnamed.length + arrived.length === 0) return;
  await db.transaction("rw", db.queue, db.photos, db.blobs, db.thumbs, async () => {
    await db.queue.bulkDelete(done.map(({ row }) => row.seq!));
    await db.blobs.bulkDelete(arrived.map(({ id }) => id));
    const gone = unnamed.map(({ row }) => vault.row(row.sha256));
    for (const table of [db.photos, db.blobs, db.thumbs]) await table.bulkDelete(gone);
  });
  if (done.length > 0) await queueChanged(core);
}

/** Those whose bytes this phone still has and the server has too; asked, not assumed. One that the server lost is sent again. */
async function stillThere(core: Core, photos: PhotoRow[]): Promise<PhotoRow[]> {
  const held = new Set(await core.db.blobs.where("owner").equals(core.vault.owner).primaryKeys());
  const here = photos.filter(({ id }) => held.has(id));
  if (here.length === 0) return [];
  const missing = await askMissing(core, here.map(({ sha256 }) => sha256));
  for (const sha256 of missing) await changePhoto(core, sha256, { arrivedAt: "" });
  return here.filter(({ sha256 }) => !missing.has(sha256));
}
