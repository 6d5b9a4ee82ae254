/** A sheet with one button that records what its form says: what is missing shows once it was pressed, what went wrong stays, saved it closes. */

import { ref, watch, type Ref } from "vue";
import type { Problem } from "../core/api";
import { t } from "../i18n";
import { say } from "./messages";
import { asProblem } from "./problems";

export interface RecordingSheet {
  /** The button was pressed: what is missing may be said. */
  tried: Ref<boolean>;
  busy: Ref<boolean>;
  /** Why it could not be kept. */
  problem: Ref<Problem | null>;
  put: () => Promise<void>;
}

/** `opened` begins the form anew whenever the sheet is shown; `complete` says, once `tried`, whether nothing is missing; `save` keeps it. */
export function recordingSheet(show: Ref<boolean>, opened: () => void, complete: () => boolean, save: () => Promise<unknown>): RecordingSheet {
  const tried = ref(false);
  const busy = ref(false);
  const problem = ref<Problem | null>(null);

  watch(show, (open) => {
    if (open) opened();
    tried.value = false;
    problem.value = null;
  }, { immediate: true });

  async function put(): Promise<void> {
    tried.value = true;
    if (!complete() || busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await save();
      show.value = false;
      say(t("saved.kept"));
    } catch (error) {
      problem.value = asProblem(error);
    } finally {
      busy.value = false;
    }
  }

  return { tried, busy, problem, put };
}
