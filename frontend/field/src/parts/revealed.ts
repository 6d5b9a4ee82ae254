/** Whose data are open just now: one household, or one place's telephone, for as long as the person is there. */

import { shallowRef } from "vue";

const key = shallowRef("");

export function isRevealed(at: string): boolean {
  return key.value === at;
}

export function reveal(at: string): void {
  key.value = at;
}

export function conceal(): void {
  key.value = "";
}
