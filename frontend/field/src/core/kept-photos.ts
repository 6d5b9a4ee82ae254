import type { PhotoRef, Problem } from "./api";
import type { Core } from "./core";
import type { PhotoRow } from "./db";

/** What is sealed about a photo. */
export interface PhotoContent {
  ref: PhotoRef;
  type: string;
  /** Why it did not arrive and is not tried again by itself. */
  problem: Problem | null;
  /** Why it has not arrived yet; it is tried again by itself. */
  delayed?: Problem | null;
}

export const aboutPhoto = (sha256: string): string => `photos|${sha256}`;
export const aboutBlob = (sha256: string): string => `blobs|${sha256}`;
export const aboutThumb = (sha256: string): string => `thumbs|${sha256}`;

const SHA256 = /^[0-9a-f]{64}$/;

/** Whatever names a photo by its hash, wherever in a payload. */
export function namedIn(value: unknown): (Partial<PhotoRef> & { sha256: string })[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (!value || typeof value !== "object") return [];
  const inside = Object.values(value).flatMap(namedIn);
  const { sha256 } = value as Partial<PhotoRef>;
  return typeof sha256 === "string" && SHA256.test(sha256) ? [value as Partial<PhotoRef> & { sha256: string }, ...inside] : inside;
}

/** This person's photos by hash. */
export async function openPhotos(core: Core): Promise<Map<string, { row: PhotoRow; content: PhotoContent }>> {
  const rows = await core.db.photos.where("owner").equals(core.vault.owner).toArray();
  const opened = await Promise.all(
    rows.map(async (row) => {
      const content = await core.vault.tryOpen<PhotoContent>(aboutPhoto(row.sha256), row.sealed);
      return content ? [[row.sha256, { row, content }] as const] : [];
    }),
  );
  return new Map(opened.flat());
}

export async function readPhoto(core: Core, sha256: string): Promise<PhotoContent | null> {
  const row = await core.db.photos.get(core.vault.row(sha256));
  return row ? core.vault.open<PhotoContent>(aboutPhoto(sha256), row.sealed) : null;
}

/** The bytes of a photo; null when this phone no longer has them. */
export async function readBytes(core: Core, sha256: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await core.db.blobs.get(core.vault.row(sha256));
  return row ? core.vault.openBytes(aboutBlob(sha256), row.sealed) : null;
}

/** Small pictures that the server gave go with the hazards that they show: when a post ends, when areas change, when it is over. Those taken here stay. */
export async function dropForeignThumbs({ db, vault, memory }: Core): Promise<void> {
  const { owner } = vault;
  const shown = new Set([...memory.registers.hazards.values()].flatMap(({ photos }) => photos).map((sha256) => vault.row(sha256)));
  await db.transaction("rw", db.thumbs, db.photos, async () => {
    const own = new Set(await db.photos.where("owner").equals(owner).primaryKeys());
    const kept = await db.thumbs.where("owner").equals(owner).primaryKeys();
    await db.thumbs.bulkDelete(kept.filter((id) => !shown.has(id) && !own.has(id)));
  });
}

/**
 * Changes what is known about a photo; `why`: what stands in its way, or that nothing does. What is sealed is sealed before the transaction, which
 * may not wait for anything else.
 */
export async function changePhoto(
  core: Core, sha256: string, change: Partial<PhotoRow>, why?: Pick<PhotoContent, "problem" | "delayed">,
): Promise<void> {
  const id = core.vault.row(sha256);
  const content = why && (await readPhoto(core, sha256));
  const sealed = content && { sealed: await core.vault.seal(aboutPhoto(sha256), { ...content, delayed: null, ...why }) };
  await core.db.photos.update(id, { ...change, ...(sealed ?? {}) });
}
