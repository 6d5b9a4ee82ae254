/** A form that is kept while it is typed, found again when it is opened again, and gone once it is saved or given up. */

import { reactive, ref, type Ref } from "vue";
import type { Problem, Uuid } from "../core/api";
import type { FieldApp, FormKind } from "../core/contract";
import { t } from "../i18n";
import { keeping } from "./keeping";
import { ask } from "./messages";

export interface TypedForm<T extends object> {
  /** The fields. */
  form: T;
  /** They hold what was typed before and never saved. */
  restored: Ref<boolean>;
  /** Why the server did not take what they correct. */
  refused: Ref<Problem | null>;
  /** Why the last change could not be kept. */
  unkept: Ref<Problem | null>;
  /** A page opens its form once; a sheet whenever it is shown. */
  open: (kind: FormKind, subject: Uuid) => void;
  save: (area: string, payload: Record<string, unknown>, title: string) => Promise<Uuid>;
  /** Gives up what was typed, unless told otherwise after asking; false when the person keeps it. */
  discard: (asks?: boolean) => Promise<boolean>;
}

const plain = (form: object): string => JSON.stringify(form);

/**
 * `begin` makes the fields as they are before anybody typed; `area` says where what they speak of lies; `adopt` puts what was sent and refused
 * into the fields, where these are not the same.
 */
export function typedForm<T extends object>(
  app: FieldApp, begin: () => T, area: (form: T) => string, adopt: (sent: Record<string, unknown>) => object = (sent) => sent,
): TypedForm<T> {
  const form = reactive(begin()) as T;
  const restored = ref(false);
  const refused = ref<Problem | null>(null);
  let at: { id: Uuid; form: FormKind; subject: Uuid } | null = null;
  let begun = "";
  let written = "";

  const { unkept, drop, flush } = keeping(() => form, async () => {
    const now = plain(form);
    if (!at || now === written) return;
    // What was typed and taken out again leaves nothing to go on with.
    if (now === begun) await app.discardForm(at.id);
    else await app.saveForm({ ...at, area: area(form), data: JSON.parse(now) as Record<string, unknown> });
    written = now;
  });

  function open(kind: FormKind, subject: Uuid): void {
    const fields = begin();
    const found = app.openForm(kind, subject);
    restored.value = found !== null && found.changedAt !== "";
    const data = found ? (restored.value ? found.data : adopt(found.data)) : {};
    Object.assign(form, fields, Object.fromEntries(Object.entries(data).filter(([name]) => name in fields)));
    at = { id: found?.id ?? app.newId(), form: kind, subject };
    refused.value = found?.refused ?? null;
    written = plain(form);
    begun = restored.value ? (refused.value ? "" : plain(fields)) : written;
  }

  async function save(where: string, payload: Record<string, unknown>, title: string): Promise<Uuid> {
    const held = at;
    if (!held) throw new Error("No form is open.");
    await flush();
    // From here on nothing is written that could come after it was saved.
    at = null;
    try {
      return await app.finishForm({ form: held.form, subject: held.subject, area: where }, payload, title);
    } catch (error) {
      at = held;
      throw error;
    }
  }

  async function discard(asks = true): Promise<boolean> {
    if (!at) return true;
    const words = t(refused.value ? "form.discard.ask.refused" : "form.discard.ask");
    if (asks && plain(form) !== begun && !(await ask(words, t("form.discard.yes"), t("form.discard.no")))) return false;
    const { id } = at;
    drop();
    at = null;
    await app.discardForm(id);
    return true;
  }

  return { form, restored, refused, unkept, open, save, discard };
}
