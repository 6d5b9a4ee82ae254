import type { InspectionPayload, PhotoRef, Today, Uuid } from "./api";
import { moved } from "./clock";
import type { Core } from "./core";
import { FORMS, type DraftCheck, type OpenedForm } from "./contract";
import { copy } from "./drafts";
import { reopenCheck } from "./finish";
import { openForm, subjectOf } from "./forms";
import { APP } from "./session";
import { NetTrouble } from "./http";
import { changePhoto, openPhotos } from "./kept-photos";
import { queueChanged, readQueue, sealContent, type QueueContent } from "./queue";
import { trouble } from "./trouble";

/** A clock that is still this near to how far off it was has not been set right. */
const SAME_CLOCK = 0.5;

/** Sends again what was refused, or the photos that failed. */
export async function retry(core: Core, id: Uuid): Promise<void> {
  const found = (await readQueue(core)).find(({ row }) => row.id === id);
  if (!found) return;
  if (found.row.state === "refused") {
    const off = found.content.clockOff;
    const content = off === undefined ? found.content : { ...restamped(found.content, off, await clockNow(core, off)), sets: core.clock.setsSoFar };
    const sealed = await sealContent(core, id, { ...content, problem: null });
    await core.db.queue.where("id").equals(id).modify((row) => {
      if (row.state !== "refused") return;
      Object.assign(row, { state: "waiting", sealed, rev: row.rev + 1 });
    });
  }
  const photos = await openPhotos(core);
  for (const { sha256 } of found.content.photos) if (photos.get(sha256)?.content.problem) await changePhoto(core, sha256, { attempts: 0 }, { problem: null });
  await queueChanged(core);
}

/** What was refused because the app was too old goes by itself once the app is another. */
export async function retryAfterUpdate(core: Core): Promise<void> {
  const old = (await readQueue(core)).filter(({ row, content }) => row.state === "refused" && content.app !== undefined && content.app !== APP);
  for (const { row } of old) await retry(core, row.id);
}

/** What was refused, to be put right: a check as a draft again, anything else in its form. */
export async function reopen(core: Core, id: Uuid): Promise<DraftCheck | OpenedForm | null> {
  const found = (await readQueue(core)).find(({ row }) => row.id === id);
  if (found?.row.state !== "refused") return null;
  const { check, entry } = found.content;
  if (check) return reopenCheck(core, id, { ...found.content, check });
  const form = FORMS.find((kind) => kind === entry.kind);
  return form ? openForm(core, form, subjectOf(entry.payload)) : null;
}

/** Gives up an entry that is refused or stuck, or one whose photos are lost; the photos go when nothing else names them. */
export async function giveUp(core: Core, id: Uuid): Promise<void> {
  const stuck = core.state.queue.value.some((entry) => entry.id === id && entry.stuck);
  await core.db.queue.where("id").equals(id).and((row) => stuck || row.state !== "waiting").delete();
  await queueChanged(core);
}

/** By how much the clock is off now, measured, since the person may just have set it. */
async function clockNow(core: Core, before: number): Promise<number> {
  try {
    await core.http.json<Today>("GET", "/today");
  } catch (error) {
    throw error instanceof NetTrouble && error.kind === "offline" ? trouble("clock_needs_network") : error;
  }
  const now = core.clock.offset;
  core.state.sync.clockOffset = now;
  if (Math.abs(now) > Math.abs(before) * SAME_CLOCK) throw trouble("clock_still_wrong", { minutes: Math.round(Math.abs(now) / 60) });
  return now;
}

/** The moments of an entry as the right clock would have given them. Nothing stands under its id on the server, so the id stays. */
function restamped(content: QueueContent, off: number, now: number): QueueContent {
  const { clockOff: _, ...rest } = copy(content);
  const shift = off - now;
  const payload = rest.entry.payload as unknown as Partial<InspectionPayload>;
  if (payload.started_at) payload.started_at = moved(payload.started_at, shift);
  moveTaken(rest.entry.payload, shift);
  return { ...rest, entry: { ...rest.entry, occurred_at: moved(rest.entry.occurred_at, shift) } };
}

/** Photos from the camera were stamped by the same wrong clock; those from the gallery have the file's own time. */
function moveTaken(value: unknown, shift: number): void {
  if (Array.isArray(value)) return value.forEach((part) => moveTaken(part, shift));
  if (!value || typeof value !== "object") return;
  const photo = value as Partial<PhotoRef>;
  if (photo.taken_at && photo.source !== "gallery") photo.taken_at = moved(photo.taken_at, shift);
  Object.values(value).forEach((part) => moveTaken(part, shift));
}
