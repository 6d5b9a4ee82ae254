/** Beginning a check, from wherever: a draft with that checklist at that place is gone on with, any other is left alone. */

import { ref, type Ref } from "vue";
import { useRouter } from "vue-router";
import type { Problem } from "../core/api";
import type { FieldApp } from "../core/contract";
import type { Place } from "./places";
import { asProblem } from "./problems";

export interface Beginning {
  busy: Ref<boolean>;
  problem: Ref<Problem | null>;
  /** `evidence`: as which kind it is to count, where that matters. */
  begin: (place: Place, checklist: string, evidence?: string) => Promise<void>;
}

export function beginning(app: FieldApp): Beginning {
  const router = useRouter();
  const busy = ref(false);
  const problem = ref<Problem | null>(null);

  async function begin(place: Place, checklist: string, evidence = ""): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      const { id } = draftAt(app, place, checklist) ?? (await app.startCheck(place, checklist));
      await router.push({ name: "check", params: { id }, query: evidence ? { evidence } : {} });
    } catch (error) {
      problem.value = asProblem(error);
    } finally {
      busy.value = false;
    }
  }

  return { busy, problem, begin };
}

/** The check that was begun at a place and not finished; with that checklist, where one is named. */
export function draftAt(app: FieldApp, { type, key }: Place, checklist = ""): FieldApp["drafts"]["value"][number] | undefined {
  return app.drafts.value.find(({ data }) => data.place.type === type && data.place.key === key && (!checklist || data.checklist === checklist));
}
