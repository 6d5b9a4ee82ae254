/** Only the fire brigade rules on hazards. Everybody else finds 疑似隐患 and proposes 建议整改. */

import type { DeepReadonly } from "vue";
import type { Registers } from "../core/contract";
import { t, type Key } from "../i18n";

const BRIGADE = new Set(["brigade_chief", "brigade_officer", "slice_officer", "detachment_chief"]);

export function rules(registers: DeepReadonly<Registers>): boolean {
  return registers.posts.some((post) => BRIGADE.has(post.post));
}

/** 隐患 for the brigade, 疑似隐患 for the others. */
export function hazardWord(registers: DeepReadonly<Registers>): string {
  return t(rules(registers) ? "word.hazard" : "word.suspected");
}

export function actionKey(action: string, brigade: boolean): Key {
  if (action === "on_the_spot") return "action.on_the_spot";
  if (action === "cannot") return brigade ? "action.cannot.brigade" : "action.cannot";
  return brigade ? "action.by_date.brigade" : "action.by_date";
}
