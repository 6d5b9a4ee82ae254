import type { Checklist, Draft, PhotoRef, PhotoRole, Problem, Uuid } from "./api";
import type { QueuedEntry, QueuedPhoto, Recorded } from "./contract";
import type { Core } from "./core";
import type { PhotoRow, QueueRow } from "./db";
import { keepClock } from "./clock";
import { copy } from "./drafts";
import { newId } from "./ids";
import { namedIn, openPhotos, type PhotoContent } from "./kept-photos";
import { placesAwaited } from "./awaited";
import { refreshRegisters } from "./registers";
import { saved, withRoom } from "./storage";
import { problemOf } from "./trouble";

/** An entry on its way, as it is sealed. */
export interface QueueContent {
  /** With whose it is: the server refuses what comes under somebody else's name. */
  entry: Draft & { person: string };
  title: string;
  problem: Problem | null;
  photos: EntryPhoto[];
  /** Of a check: what is needed to take it back into a draft. */
  check?: { placeName: string; startedAt: string; list?: Checklist };
  /** The version of the app that the server refused as too old. */
  app?: string;
  /** By how much the clock was off when this was recorded, as told when the server refused it for that. */
  clockOff?: number;
  /** How often the clock had been set when this was recorded, as far as noticed. */
  sets?: number;
  /** How often the server failed over this entry alone. */
  faults?: number;
}

export interface EntryPhoto {
  sha256: string;
  role: PhotoRole;
  size: number;
}

const about = (id: Uuid): string => `queue|${id}`;

export async function sealEntry(core: Core, id: Uuid, content: QueueContent): Promise<QueueRow> {
  const sealed = await core.vault.seal(about(id), content);
  await keepClock(core);
  saved(core);
  return { id, owner: core.vault.owner, state: "waiting", rev: 0, seen: 0, savedAt: core.clock.stamp(), arrivedAt: "", sealed };
}

export const sealContent = (core: Core, id: Uuid, content: QueueContent): Promise<QueueRow["sealed"]> => core.vault.seal(about(id), content);

/** Queues an entry; `title` is how the queue shows it. */
export async function record(
  core: Core, kind: string, area: string, payload: Record<string, unknown>, title: string, photos: PhotoRef[] = [],
): Promise<Uuid> {
  const id = newId();
  const row = await sealEntry(core, id, contentOf(core, id, kind, area, payload, title, photos));
  await withRoom(core, () => core.db.queue.add(row));
  await queueChanged(core);
  void core.sync();
  return id;
}

/** What an entry says, as far as it is still on this phone. */
export function recorded(core: Core, id: Uuid): Recorded | null {
  const content = core.memory.queue.get(id)?.content;
  const queued = core.state.queue.value.find((one) => one.id === id);
  return content && queued ? { entry: content.entry, queued } : null;
}

/** An entry of this moment and this person, ready to be sealed. */
export function contentOf(
  core: Core, id: Uuid, kind: string, area: string, payload: Record<string, unknown>, title: string, photos: PhotoRef[] = [],
): QueueContent {
  const plain = copy(payload);
  return {
    entry: { id, kind, area, occurred_at: core.clock.stamp(), payload: plain, person: core.identity?.person.key ?? "" },
    title, problem: null, photos: photosOf([plain, photos]), sets: core.clock.setsSoFar,
  };
}

/** The photos that an entry names, wherever in it, each once. */
export function photosOf(payload: unknown): EntryPhoto[] {
  const found = new Map<string, EntryPhoto>();
  for (const { sha256, role, size } of namedIn(payload)) {
    const known = found.get(sha256);
    if (!known || size) found.set(sha256, { sha256, role: role ?? known?.role ?? "signature", size: size ?? 0 });
  }
  return [...found.values()];
}

/** This person's rows in the order they were saved, opened; those already opened are not opened again. */
export async function readQueue(core: Core): Promise<{ row: QueueRow; content: QueueContent }[]> {
  const { memory, vault, db } = core;
  const { owner } = vault;
  const rows = await db.queue.where("owner").equals(owner).sortBy("seq");
  const read = await Promise.all(
    rows.map(async (row) => {
      const known = memory.queue.get(row.id);
      const content = known?.row.rev === row.rev ? known.content : await vault.tryOpen<QueueContent>(about(row.id), row.sealed);
      return content ? [{ row, content }] : [];
    }),
  );
  if (vault.owner !== owner) return [];
  memory.queue.clear();
  for (const { row, content } of read.flat()) memory.queue.set(row.id, { row, content });
  return read.flat();
}

/** Shows the queue as it is now, in this window and, unless told otherwise, in the others; and the registers with it. */
export async function queueChanged(core: Core, tell = true): Promise<void> {
  await showQueue(core);
  refreshRegisters(core);
  if (tell) core.announce("queue");
}

export async function showQueue(core: Core): Promise<void> {
  const [queue, photos] = [await readQueue(core), await openPhotos(core)];
  const awaited = placesAwaited(core.memory.registers, queue);
  core.state.queue.value = queue.map(({ row, content }) => ({ ...shown(core, row, content, photos), ...awaited.get(row.id) }));
  const { sync } = core.state;
  sync.refused = queue.filter(({ row }) => row.state === "refused").length;
  sync.pending = core.state.queue.value
    .filter((entry) => entry.state !== "refused")
    .reduce((sum, entry) => sum + (entry.state === "arrived" ? 0 : 1) + entry.photos.filter((photo) => photo.state !== "arrived").length, 0);
}

const placeOf = ({ payload }: Draft): string => String((payload["place"] as { key?: string } | undefined)?.key ?? "");

function shown(core: Core, row: QueueRow, content: QueueContent, photos: Map<string, { row: PhotoRow; content: PhotoContent }>): QueuedEntry {
  const sending = row.state === "waiting" && core.memory.sending.has(row.id);
  return {
    id: row.id, kind: content.entry.kind, title: content.title, area: content.entry.area, place: placeOf(content.entry), savedAt: row.savedAt,
    state: sending ? "sending" : row.state, problem: content.problem, arrivedAt: row.arrivedAt,
    waitsFor: "", stuck: false,
    photos: content.photos.map((photo): QueuedPhoto => {
      const kept = photos.get(photo.sha256);
      const size = kept?.row.size ?? photo.size;
      const shared = { sha256: photo.sha256, role: photo.role, size };
      if (!kept) return { ...shared, sent: 0, state: "failed", problem: problemOf("photo_lost") };
      if (kept.row.arrivedAt) return { ...shared, sent: size, state: "arrived", problem: null };
      const sent = core.memory.uploading.get(photo.sha256);
      if (sent !== undefined) return { ...shared, sent, state: "sending", problem: null };
      const { problem, delayed = null } = kept.content;
      return { ...shared, sent: 0, state: problem ? "failed" : "kept", problem: problem ?? delayed };
    }),
  };
}
