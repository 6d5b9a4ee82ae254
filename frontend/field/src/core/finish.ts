import type { InspectionPayload, Uuid } from "./api";
import type { DraftCheck } from "./contract";
import type { Core } from "./core";
import { whereOf } from "./check";
import { checkComplete } from "./complete";
import { copy, createDraft, dropDraft, readDraft } from "./drafts";
import { newId } from "./ids";
import { withList } from "./lists";
import { openPhotos } from "./kept-photos";
import { settlePhotos } from "./photos";
import { findPlace } from "./place";
import { photosOf, queueChanged, sealEntry, type QueueContent } from "./queue";
import { withRoom } from "./storage";
import { names, say } from "./texts";
import { trouble } from "./trouble";

/** The server does not know the checklist, or what it asks: the check goes on with the present one. */
const LIST_REFUSED = ["checklist_unknown", "item_unknown"];

/** Turns a draft into an entry. The entry has the draft's id, so that finishing twice, from two windows even, makes one. */
export async function finishCheck(core: Core, id: Uuid): Promise<Uuid> {
  const isFinished = async (): Promise<boolean> => (await core.db.queue.where("id").equals(id).count()) > 0;
  if (await isFinished()) return id;
  const draft = await readDraft(core, id).catch(async (gone: unknown) => {
    if (await isFinished()) return null; // by the other window, just now
    throw gone;
  });
  if (!draft) return id;
  const { registers } = core.state;
  const photos = await openPhotos(core);
  checkComplete(draft, registers, new Set(photos.keys()), core.clock.today());

  const place = findPlace(registers, draft.data.place);
  const payload = payloadOf(draft.data, place?.snapshot);
  const signature = photos.get(payload.signature.sha256)?.content.ref;
  if (signature && !payload.photos.some(({ sha256 }) => sha256 === signature.sha256)) payload.photos.push({ ...signature, role: "signature" });
  if (payload.place.type === "household") {
    Object.assign(payload, { position: null, no_position: "private" });
  } else if (!payload.position && !payload.no_position) {
    const { position, noPosition } = await whereOf(id);
    Object.assign(payload, { position, no_position: noPosition });
  }
  await settlePhotos(core, payload);
  const evidence = registers.evidence.find((kind) => kind.id === payload.evidence)?.title ?? "";
  const content: QueueContent = {
    entry: {
      id, kind: "inspection.made", area: place?.area ?? draft.area, occurred_at: core.clock.stamp(), payload: { ...payload },
      person: core.identity?.person.key ?? "",
    },
    title: say(names.entryTitle, { evidence, place: draft.placeName }), problem: null, photos: photosOf(payload), sets: core.clock.setsSoFar,
    check: { placeName: draft.placeName, startedAt: draft.startedAt, ...(draft.list ? { list: draft.list } : {}) },
  };
  const row = await sealEntry(core, id, content);
  const { db } = core;
  await withRoom(core, () =>
    db.transaction("rw", db.drafts, db.queue, async () => {
      if (await isFinished()) return;
      if (!(await db.drafts.get(id))) throw trouble("draft_gone");
      await db.queue.add(row);
      await db.drafts.delete(id);
    }),
  );
  dropDraft(core, id);
  await queueChanged(core);
  void core.sync();
  return id;
}

/** Just what the server knows, whatever else a screen kept beside it. */
function payloadOf(data: InspectionPayload, snapshot: Record<string, unknown> | undefined): InspectionPayload {
  const { checklist, checklist_version, evidence, parties, departments, present, signature, position, no_position, note, started_at } = data;
  const findings = data.findings.map(({ id, item, text, element, severity, action, due, photos, no_photo, after }) => ({
    id, item, text: text.trim(), element, severity, action, due: action === "by_date" ? due : null, photos,
    no_photo: photos.length ? "" as const : no_photo ?? "", after,
  }));
  const problems = findings.filter(({ item }) => item !== "").map(({ item }) => [item, "problem"] as const);
  return copy<InspectionPayload>({
    checklist, checklist_version, evidence, place: { ...data.place, snapshot: snapshot ?? data.place.snapshot }, parties, departments,
    present: present.filter(({ name }) => name.trim() !== ""), answers: { ...data.answers, ...Object.fromEntries(problems) }, findings,
    photos: data.photos, signature: signature.state === "signed" ? signature : { ...signature, sha256: "" }, position,
    no_position: position ? "" : no_position, note, started_at,
  });
}

/**
 * Takes a refused check back into a draft, which will be another entry. Its hazards stay the same ones, since what was recorded later may name
 * them; unless the server knows something else by these ids.
 */
export async function reopenCheck(core: Core, entry: Uuid, refused: QueueContent & Required<Pick<QueueContent, "check">>): Promise<DraftCheck> {
  const data = copy(refused.entry.payload) as unknown as InspectionPayload;
  const { placeName, startedAt, list } = refused.check;
  const keepsList = list !== undefined && !LIST_REFUSED.includes(refused.problem?.code ?? "");
  const another = refused.problem?.code === "conflict";
  const findings = another ? data.findings.map((finding) => ({ ...finding, id: newId() })) : data.findings;
  const content = withList(core.state.registers, {
    startedAt, changedAt: core.clock.stamp(), placeName, area: refused.entry.area, rev: 0,
    data: { ...data, findings }, ...(keepsList ? { list } : {}),
  });
  // First the draft, then the entry goes: cut in between, both are there, and nothing is lost.
  const draft = await createDraft(core, newId(), content);
  await core.db.queue.where("id").equals(entry).delete();
  await queueChanged(core);
  return draft;
}
