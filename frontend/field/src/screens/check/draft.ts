/** A check on its way: what the screen changes, kept on the phone as it changes, together with what another window makes of the same check. */

import { ref, watch, type DeepReadonly, type Ref } from "vue";
import type { Finding, Problem, Uuid } from "../../core/api";
import type { DraftCheck, FieldApp } from "../../core/contract";
import { joined } from "../../core/join";
import { problemOf } from "../../core/trouble";
import { keeping } from "../../parts/keeping";

export interface OpenDraft {
  draft: Ref<DraftCheck | null>;
  /** Why the last change could not be kept. */
  unkept: Ref<Problem | null>;
  /** Another window's changes have come in; told each time anew. */
  elsewhere: Ref<Problem | null>;
  /** Keeps what has not been kept yet, now. */
  flush: () => Promise<void>;
  /** The draft is finished or given up: nothing of it is written any more. */
  stop: () => void;
}

const copy = (draft: unknown): DraftCheck => JSON.parse(JSON.stringify(draft)) as DraftCheck;

/** `held`: the finding that is open just now, which does not go away under the person's hands. */
export function openDraft(app: FieldApp, id: Uuid, held: () => Uuid | undefined = () => undefined): OpenDraft {
  const find = (): DeepReadonly<DraftCheck> | undefined => app.drafts.value.find((one) => one.id === id);
  const kept = find();
  // Copies without the core's read-only covering.
  const draft = ref<DraftCheck | null>(kept ? copy(kept) : null);
  let last = kept && copy(kept);
  let stopped = false;
  let saving = false;
  const elsewhere = ref<Problem | null>(null);

  const { unkept, flush, drop } = keeping(() => draft.value, async () => {
    if (stopped || !draft.value || !last) return;
    const sent = { ...copy(draft.value), rev: last.rev };
    saving = true;
    try {
      const now = await app.saveDraft(sent, last);
      if (now) take(now, sent);
    } finally {
      saving = false;
    }
    look();
  });

  /** What is kept now, and what was typed here since `began`. */
  function take(now: DraftCheck, began: DraftCheck): void {
    last = copy(now);
    if (!draft.value) return;
    const here = copy(draft.value).data;
    const both = joined(began, copy(draft.value), now).data;
    const open = here.findings.find((one) => one.id === held());
    if (open && !both.findings.some((one) => one.id === open.id)) both.findings.push(open);
    if (JSON.stringify(both) === JSON.stringify(here)) return;
    // Findings stay the objects that they are: one of them may be open.
    const known = new Map<string, Finding>(draft.value.data.findings.map((one) => [one.id, one]));
    const findings = both.findings.map((one) => Object.assign(known.get(one.id) ?? one, one));
    Object.assign(draft.value.data, both, { findings });
    elsewhere.value = problemOf("elsewhere");
  }

  function look(): void {
    const newer = find();
    if (newer && last && newer.rev > last.rev && !saving && !stopped) take(copy(newer), last);
  }
  watch(find, look);

  function stop(): void {
    stopped = true;
    drop();
  }

  return { draft, unkept, elsewhere, flush, stop };
}
