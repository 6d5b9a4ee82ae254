import type { Checklist, InspectionPayload, Uuid } from "./api";
import type { DraftCheck } from "./contract";
import type { Core } from "./core";
import type { DraftRow } from "./db";
import { joined } from "./join";
import { withList } from "./lists";
import { trouble } from "./trouble";
import { saved, withRoom } from "./storage";

/** A check that is being made, as it is sealed. */
export interface CheckContent {
  startedAt: string;
  changedAt: string;
  placeName: string;
  area: string;
  data: InspectionPayload;
  list?: Checklist;
  rev: number;
}

const about = (id: Uuid): string => `drafts|${id}`;
/** Saves follow one another: of two in a row the later one stays. */
let saving: Promise<unknown> = Promise.resolve();

/** Waits until whatever was being written has been written. */
export const settled = (): Promise<unknown> => saving.catch(() => undefined);

/** Writes after whatever is being written. */
export function inTurn<T>(write: () => Promise<T>): Promise<T> {
  const written = settled().then(write);
  saving = written;
  return written;
}

export async function loadDrafts(core: Core): Promise<void> {
  const { owner } = core.vault;
  const rows = await core.db.drafts.where("owner").equals(owner).toArray();
  const opened = await Promise.all(rows.map(async (row) => [row.id, await core.vault.tryOpen<CheckContent>(about(row.id), row.sealed), row.rev] as const));
  if (core.vault.owner !== owner) return;
  core.memory.drafts.clear();
  for (const [id, content, rev = 0] of opened) if (content) core.memory.drafts.set(id, withList(core.state.registers, { ...content, rev }));
  publish(core);
}

export async function createDraft(core: Core, id: Uuid, content: CheckContent): Promise<DraftCheck> {
  const row = await sealDraft(core, id, content);
  await withRoom(core, () => core.db.drafts.put(row));
  core.memory.drafts.set(id, content);
  publish(core);
  core.announce("drafts");
  saved(core);
  return copy({ id, ...content });
}

/** Keeps what was typed, together with what another window kept meanwhile. A draft that has been finished or discarded does not come back. */
export function saveDraft(core: Core, draft: DraftCheck, began: DraftCheck | null = null): Promise<DraftCheck | null> {
  const { id, ...typed } = copy(draft);
  const mine: CheckContent = { ...typed, changedAt: core.clock.stamp() };
  return inTurn(async () => {
    for (;;) {
      const stored = await core.db.drafts.get(id);
      const rev = stored?.rev ?? 0;
      const content = stored && rev !== draft.rev ? joined(began, mine, await core.vault.open<CheckContent>(about(id), stored.sealed)) : mine;
      const row = await sealDraft(core, id, { ...content, rev: rev + 1 });
      const kept = await withRoom(core, () => replace(core, row, rev));
      if (kept === "newer") continue;
      if (kept === "gone") return null;
      const now = { ...content, rev: rev + 1 };
      core.memory.drafts.set(id, now);
      publish(core);
      core.announce("drafts");
      return copy({ id, ...now });
    }
  });
}

/** Puts a draft in the place of just the version that was read. */
function replace({ db }: Core, row: DraftRow, rev: number): PromiseLike<"kept" | "newer" | "gone"> {
  return db.transaction("rw", db.drafts, async () => {
    const now = await db.drafts.get(row.id);
    if (!now || now.owner !== row.owner) return "gone";
    if ((now.rev ?? 0) !== rev) return "newer";
    await db.drafts.put(row);
    return "kept";
  });
}

export async function discardDraft(core: Core, id: Uuid): Promise<void> {
  await settled();
  await core.db.drafts.delete(id);
  dropDraft(core, id);
}

/** After its row is gone. */
export function dropDraft(core: Core, id: Uuid): void {
  core.memory.drafts.delete(id);
  publish(core);
  core.announce("drafts");
}

/** The draft as it is in the database now, whichever window wrote it. */
export async function readDraft(core: Core, id: Uuid): Promise<CheckContent> {
  await settled();
  const row = await core.db.drafts.get(id);
  if (!row || row.owner !== core.vault.owner) throw trouble("draft_gone");
  return withList(core.state.registers, { ...(await core.vault.open<CheckContent>(about(id), row.sealed)), rev: row.rev ?? 0 });
}

export async function sealDraft(core: Core, id: Uuid, content: CheckContent): Promise<DraftRow> {
  const sealed = await core.vault.seal(about(id), content);
  return { id, owner: core.vault.owner, rev: content.rev, sealed };
}

function publish(core: Core): void {
  core.state.drafts.value = [...core.memory.drafts]
    .map(([id, content]) => ({ id, ...content }))
    .sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1));
}

/** Plain data, out of whatever reactive wrapping a screen put around it. */
export const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
