import type { Instant, NoPosition, PhotoRef, PhotoRole, PhotoSource } from "./api";
import type { Taken } from "./contract";
import type { Core } from "./core";
import { sha256 as hash } from "./crypt";
import { takenOf } from "./exif";
import { toHex } from "./ids";
import { aboutBlob, aboutPhoto, aboutThumb, namedIn, readBytes, readPhoto, type PhotoContent } from "./kept-photos";
import { shrink, type Picture } from "./picture";
import { checkStorage, withRoom } from "./storage";
import { where, type Where } from "./where";

const ENDINGS: Record<string, string> = { "image/png": "png", "image/webp": "webp" };
/** Small pictures fetched from the server that are kept at most. */
const THUMBS_KEPT = 400;
/** Somebody is waiting to see it. */
const FETCH_S = 20;
/** What the camera wrote stands at the beginning. */
const EXIF_BYTES = 128 * 1024;
const FIRST_CAMERA = "2000-01-01";
const DAY_MS = 24 * 3600 * 1000;
/** A file that is older than this was not made by the camera just now, whichever button was pressed. */
const JUST_NOW_MS = 10 * 60_000;

/** What stands until the place has been found; it stays when the app is closed before. */
const UNKNOWN: Where = { position: null, noPosition: "timeout" };
/** Why a photo has no position where none was looked for. */
const WHY_NOT: Record<PhotoSource, NoPosition> = { camera: "private", gallery: "gallery", drawn: "" };
/** Photos that are kept while their place is still being looked for. */
const locating = new Map<string, Promise<void>>();

/** Keeps a picture: shrunk, hashed, with when and where it was taken; all of it or nothing. It does not wait for a place that is slow to find. */
export async function takePhoto(core: Core, file: File, role: PhotoRole, asked: PhotoSource, atHome = false): Promise<Taken> {
  const source = asked === "camera" && isOld(file) ? "gallery" : asked;
  const now = core.clock.stamp();
  const looking = source === "camera" && !atHome ? where() : Promise.resolve<Where>({ position: null, noPosition: WHY_NOT[source] });
  const picture = await shrink(file, source === "drawn" ? "as it is" : atHome ? "anew" : "smaller");
  const found = await Promise.race([looking, null]);
  const place = found ?? UNKNOWN;
  const sha256 = toHex(await hash(picture.bytes));
  const ref: PhotoRef = {
    sha256, name: nameOf(file, role, picture.type), size: picture.bytes.length, width: picture.width, height: picture.height,
    role, source, taken_at: source === "gallery" ? await madeAt(file, now) : now, position: place.position, no_position: place.noPosition,
  };
  await keep(core, ref, picture);
  if (!found) locating.set(sha256, looking.then((late) => located(core, sha256, late)).catch(() => undefined));
  void checkStorage(core);
  return { ref, url: URL.createObjectURL(new Blob([picture.bytes], { type: picture.type })) };
}

const isOld = ({ lastModified }: File): boolean => lastModified > 0 && Date.now() - lastModified > JUST_NOW_MS;

/** When a picture from the gallery was taken: as the camera wrote into it; else the file's own time, which may be when it was copied here. */
async function madeAt(file: File, now: Instant): Promise<Instant> {
  const written = takenOf(new Uint8Array(await file.slice(0, EXIF_BYTES).arrayBuffer()));
  const isPlausible = written >= FIRST_CAMERA && written <= new Date(Date.parse(now) + DAY_MS).toISOString();
  if (isPlausible) return written;
  return file.lastModified ? new Date(file.lastModified).toISOString() : now;
}

async function located(core: Core, sha256: string, { position, noPosition }: Where): Promise<void> {
  const content = await readPhoto(core, sha256);
  if (!content) return;
  const sealed = await core.vault.seal(aboutPhoto(sha256), { ...content, ref: { ...content.ref, position, no_position: noPosition } });
  await core.db.photos.update(core.vault.row(sha256), { sealed });
}

/** Gives the photos that a payload names the place that was found after they had been taken. */
export async function settlePhotos(core: Core, payload: unknown): Promise<void> {
  for (const photo of namedIn(payload).filter(({ source, no_position }) => source === "camera" && no_position === "timeout")) {
    await locating.get(photo.sha256);
    locating.delete(photo.sha256);
    const kept = (await readPhoto(core, photo.sha256))?.ref;
    if (kept?.taken_at === photo.taken_at) Object.assign(photo, { position: kept?.position, no_position: kept?.no_position });
  }
}

async function keep(core: Core, ref: PhotoRef, picture: Picture): Promise<void> {
  const { db, vault } = core;
  const { sha256 } = ref;
  const shared = { id: vault.row(sha256), owner: vault.owner };
  const content: PhotoContent = { ref, type: picture.type, problem: null };
  const [info, bytes, thumb] = await Promise.all([
    vault.seal(aboutPhoto(sha256), content),
    vault.sealBytes(aboutBlob(sha256), picture.bytes),
    vault.sealBytes(aboutThumb(sha256), picture.thumb),
  ]);
  const keptAt = core.clock.stamp();
  await withRoom(core, () =>
    db.transaction("rw", db.photos, db.blobs, db.thumbs, async () => {
      // The same picture again: its bytes may have arrived already; then only what was dropped is put back.
      const known = await db.photos.get(shared.id);
      const { arrivedAt = "", uploadUrl = "" } = known ?? {};
      await db.photos.put({ ...shared, sha256, size: ref.size, keptAt, arrivedAt, uploadUrl, attempts: 0, sealed: info });
      await db.blobs.put({ ...shared, sealed: bytes });
      await db.thumbs.put({ ...shared, keptAt, sealed: thumb });
    }),
  );
}

function nameOf(file: File, role: PhotoRole, type: string): string {
  const stem = (file.name ?? "").replace(/\.[^.]*$/, "").replace(/[^\p{L}\p{N} _.-]/gu, "").trim().slice(0, 60) || role;
  return `${stem}.${ENDINGS[type] ?? "jpg"}`;
}

/**
 * An address for showing a photo: from this phone; its small picture; or fetched from the server, if that can be reached. `large`, to look at closely:
 * fetched from the server before the small picture is made do with.
 */
export async function photoUrl(core: Core, sha256: string, large = false): Promise<string | null> {
  const { db, vault } = core;
  const bytes = await readBytes(core, sha256);
  if (bytes) return address(bytes, (await readPhoto(core, sha256))?.type ?? "image/jpeg");
  const copy = large ? await fetched(core, sha256, "copy") : null;
  if (copy) return address(copy, "image/jpeg");
  const kept = await db.thumbs.get(vault.row(sha256));
  if (kept) return address(await vault.openBytes(aboutThumb(sha256), kept.sealed), "image/jpeg");
  const small = await fetched(core, sha256, "thumb");
  if (!small) return null;
  await keepThumb(core, sha256, small).catch(() => undefined);
  return address(small, "image/jpeg");
}

/** A copy, as the server publishes it: always JPEG. */
async function fetched(core: Core, sha256: string, size: "copy" | "thumb"): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const blob = await core.http.blob(`/photos/${sha256}?size=${size}`, { timeout: FETCH_S });
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    return null;
  }
}

const address = (bytes: Uint8Array<ArrayBuffer>, type: string): string => URL.createObjectURL(new Blob([bytes], { type }));

async function keepThumb(core: Core, sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const { db, vault } = core;
  const row = { id: vault.row(sha256), owner: vault.owner, keptAt: core.clock.stamp(), sealed: await vault.sealBytes(aboutThumb(sha256), bytes) };
  await db.transaction("rw", db.thumbs, db.photos, async () => {
    await db.thumbs.put(row);
    const all = await db.thumbs.where("owner").equals(row.owner).count();
    if (all <= THUMBS_KEPT) return;
    // The oldest of those that the server gave go; those of photos taken here stay as long as their photos.
    const own = new Set(await db.photos.where("owner").equals(row.owner).primaryKeys());
    const old = (await db.thumbs.where("owner").equals(row.owner).sortBy("keptAt")).filter(({ id }) => !own.has(id)).slice(0, 50);
    await db.thumbs.bulkDelete(old.map(({ id }) => id));
  });
}
