/** A check on its way: what the screen changes, kept on the phone as it changes. */

import { ref, type Ref } from "vue";
import type { Problem, Uuid } from "../../core/api";
import type { DraftCheck, FieldApp } from "../../core/contract";
import { keeping } from "../../parts/keeping";

export interface OpenDraft {
  draft: Ref<DraftCheck | null>;
  /** Why the last change could not be kept. */
  unkept: Ref<Problem | null>;
  /** Keeps what has not been kept yet, now. */
  flush: () => Promise<void>;
  /** The draft is finished or given up: nothing of it is written any more. */
  stop: () => void;
}

export function openDraft(app: FieldApp, id: Uuid): OpenDraft {
  const kept = app.drafts.value.find((one) => one.id === id);
  // A copy without the core's read-only covering.
  const draft = ref<DraftCheck | null>(kept ? (JSON.parse(JSON.stringify(kept)) as DraftCheck) : null);
  let stopped = false;
  const { unkept, flush, drop } = keeping(() => draft.value, async () => {
    if (!stopped && draft.value) await app.saveDraft(JSON.parse(JSON.stringify(draft.value)) as DraftCheck);
  });

  function stop(): void {
    stopped = true;
    drop();
  }

  return { draft, unkept, flush, stop };
}
