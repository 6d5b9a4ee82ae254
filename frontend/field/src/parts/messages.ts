/** The short word at the foot of the screen, and the question before what cannot be taken back. Both are shown by `App.vue`. */

import { shallowRef } from "vue";

export const said = shallowRef("");
let quiet: ReturnType<typeof setTimeout> | undefined;

export function say(text: string): void {
  said.value = text;
  clearTimeout(quiet);
  quiet = setTimeout(() => (said.value = ""), 3500);
}

export interface Question {
  /** One sentence that names the consequence. */
  text: string;
  yes: string;
  no: string;
  answer: (yes: boolean) => void;
}

export const question = shallowRef<Question | null>(null);

export function ask(text: string, yes: string, no: string): Promise<boolean> {
  question.value?.answer(false);
  return new Promise((resolve) => {
    question.value = {
      text, yes, no,
      answer: (agreed) => {
        question.value = null;
        resolve(agreed);
      },
    };
  });
}
