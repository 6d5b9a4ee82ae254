import type { Uuid } from "./api";
import { stepSubject, type FormDraft, type FormKind, type OpenedForm } from "./contract";
import type { Core } from "./core";
import type { QueueRow } from "./db";
import { copy, inTurn, settled } from "./drafts";
import { newId } from "./ids";
import { settlePhotos } from "./photos";
import { contentOf, queueChanged, sealEntry, type QueueContent } from "./queue";
import { withRoom } from "./storage";

/** A form that is being filled in, as it is sealed. */
export type FormContent = Omit<FormDraft, "id">;
type About = Pick<FormDraft, "form" | "subject" | "area">;

const about = (id: Uuid): string => `forms|${id}`;

export async function loadForms(core: Core): Promise<void> {
  const { owner } = core.vault;
  const rows = await core.db.forms.where("owner").equals(owner).toArray();
  const opened = await Promise.all(rows.map(async (row) => [row.id, await core.vault.tryOpen<FormContent>(about(row.id), row.sealed)] as const));
  if (core.vault.owner !== owner) return;
  core.memory.forms.clear();
  for (const [id, content] of opened) if (content) core.memory.forms.set(id, content);
  publish(core);
}

/** As it was left; else with what was refused of it, which is no draft before something in it is changed. */
export function openForm(core: Core, form: FormKind, subject: string): OpenedForm | null {
  const kept = keptForms(core, form, subject)[0];
  const last = refusedOf(core, form, subject).slice(-1)[0]?.content;
  const refused = last?.problem ?? null;
  if (kept) return copy({ ...kept, refused });
  if (!last) return null;
  const { area, payload } = last.entry;
  return copy({ id: newId(), form, subject, area, changedAt: "", data: { ...payload, area }, refused });
}

/** Keeps what was typed, also into a form that was not kept before. */
export function saveForm(core: Core, draft: Omit<FormDraft, "changedAt">): Promise<void> {
  const { id, form, subject, area, data } = copy(draft);
  const content: FormContent = { form, subject, area, changedAt: core.clock.stamp(), data };
  return inTurn(async () => {
    const row = { id, owner: core.vault.owner, sealed: await core.vault.seal(about(id), content) };
    await withRoom(core, () => core.db.forms.put(row));
    core.memory.forms.set(id, content);
    changed(core);
  });
}

export function discardForm(core: Core, id: Uuid): Promise<void> {
  return inTurn(async () => {
    await core.db.forms.delete(id);
    core.memory.forms.delete(id);
    changed(core);
  });
}

/** Queues what a form says. What it corrects goes in the same step, and it stands in line where that stood: before what waits for it. */
export async function finishForm(core: Core, { form, subject, area }: About, payload: Record<string, unknown>, title: string): Promise<Uuid> {
  const { db } = core;
  const id = newId();
  const content = contentOf(core, id, form, area, payload, title);
  await settlePhotos(core, content.entry.payload);
  await settled();
  const corrected = correctedBy(core, form, subject);
  content.entry.payload = basedOnKnown(content.entry.payload, corrected);
  const row = await sealEntry(core, id, content);
  const forms = keptForms(core, form, subject).map((kept) => kept.id);
  await withRoom(core, () =>
    db.transaction("rw", db.queue, db.forms, async () => {
      const gone = (await db.queue.where("id").anyOf(corrected.map((one) => one.row.id)).sortBy("seq")).filter(({ state }) => state === "refused");
      await db.queue.bulkDelete(gone.map(({ seq }) => seq!));
      await db.queue.put(gone[0]?.seq === undefined ? row : { ...row, seq: gone[0].seq });
      await db.forms.bulkDelete(forms);
    }),
  );
  for (const one of forms) core.memory.forms.delete(one);
  changed(core);
  await queueChanged(core);
  void core.sync();
  return id;
}

interface Refused {
  row: QueueRow;
  content: QueueContent;
}

/** What was refused of a form, in the order in which it was saved. */
function refusedOf(core: Core, form: FormKind, subject: string): Refused[] {
  return [...core.memory.queue.values()].filter(
    ({ row, content: { entry } }) => row.state === "refused" && entry.kind === form && subjectOf(entry.payload) === subject,
  );
}

export function subjectOf({ key, hazard, event, finding, inspection }: Record<string, unknown>): string {
  if (event === undefined) return String(key ?? hazard ?? inspection ?? (finding as { id?: string } | undefined)?.id ?? "");
  return stepSubject(String(hazard), String(event));
}

/** A whole state takes the place of every one that was refused; of what is said once, only of the last, with which the form was opened. */
function correctedBy(core: Core, form: FormKind, subject: string): Refused[] {
  const refused = refusedOf(core, form, subject);
  return form.endsWith(".set") ? refused : refused.slice(-1);
}

/** The server does not know a state that it refused: what is built on that is built on what that was built on. */
function basedOnKnown(payload: Record<string, unknown>, refused: Refused[]): Record<string, unknown> {
  let { base } = payload;
  for (const { row, content } of [...refused].reverse()) if (base === row.id) base = content.entry.payload["base"];
  return base === payload["base"] ? payload : { ...payload, base };
}

/** Two windows may each have begun one; the later counts. */
function keptForms(core: Core, form: FormKind, subject: string): FormDraft[] {
  return listed(core).filter((one) => one.form === form && one.subject === subject);
}

const listed = (core: Core): FormDraft[] =>
  [...core.memory.forms].map(([id, content]) => ({ id, ...content })).sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1));

function publish(core: Core): void {
  core.state.forms.value = listed(core);
}

function changed(core: Core): void {
  publish(core);
  core.announce("forms");
}
