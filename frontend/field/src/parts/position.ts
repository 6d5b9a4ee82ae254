/** Where this phone was last, for sorting lists. Asked for only when a person asks for distance; kept in memory and nowhere else. */

import { ref, shallowRef } from "vue";
import type { NoPosition, Position } from "../core/api";
import type { FieldApp } from "../core/contract";
import { t } from "../i18n";
import { howToAllow } from "./permission";

export const here = shallowRef<Position | null>(null);
export const locating = ref(false);

/** Looks where this phone is. Says why not when it cannot. */
export async function locate(app: FieldApp): Promise<NoPosition> {
  locating.value = true;
  try {
    const { position, noPosition } = await app.where();
    if (position) here.value = position;
    return position ? "" : noPosition || "unavailable";
  } finally {
    locating.value = false;
  }
}

/** Why there is no position, in words, and what to do. */
export function sayNoPosition(why: Exclude<NoPosition, "">): string {
  return why === "denied" ? t("position.none.denied", { how: howToAllow(t("permission.position")) }) : t(`position.none.${why}`);
}
