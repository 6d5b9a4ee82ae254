import type { InspectionPayload, PlaceType, Uuid } from "./api";
import type { DraftCheck } from "./contract";
import type { Core } from "./core";
import { copy, createDraft } from "./drafts";
import { newId } from "./ids";
import { checklistFor, evidenceFor, findPlace } from "./place";
import { trouble } from "./trouble";
import { where, type Where } from "./where";

/** Where checks were begun, asked for while the person is already at work. */
const begun = new Map<Uuid, Promise<Where>>();

export async function startCheck(core: Core, at: { type: PlaceType; key: string }, checklistId?: string): Promise<DraftCheck> {
  const { registers } = core.state;
  const place = findPlace(registers, at);
  if (!place) throw trouble("place_unknown");
  const checklist = checklistFor(registers, place, checklistId);
  const id = newId();
  const startedAt = core.clock.stamp();
  const data: InspectionPayload = {
    checklist: checklist.id, checklist_version: checklist.version, evidence: evidenceFor(registers, checklist, place.area),
    place: { type: place.type, key: place.key, snapshot: place.snapshot }, parties: [], departments: [], present: [], answers: {}, findings: [],
    photos: [], signature: { state: "absent", name: "", sha256: "" }, position: null, no_position: "", note: "", started_at: startedAt,
  };
  // Where somebody's home is stays with the household: a visit does not ask.
  if (place.type !== "household") begun.set(id, where());
  return createDraft(core, id, { startedAt, changedAt: startedAt, placeName: place.name, area: place.area, data, list: copy(checklist), rev: 0 });
}

/** Where the check was begun; asked for now if the app was closed in between. */
export async function whereOf(id: Uuid): Promise<Where> {
  const known = await begun.get(id);
  begun.delete(id);
  return known?.position ? known : where();
}
