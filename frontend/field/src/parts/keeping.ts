/** Keeping what is typed: a moment after it was typed, and at once when the app goes out of sight. */

import { inject, nextTick, onBeforeUnmount, onMounted, provide, ref, watch, type InjectionKey, type Ref } from "vue";
import type { Problem } from "../core/api";
import { typingBegan, typingEnded } from "../core/typing";
import { asProblem } from "./problems";

const WAIT_MS = 250;

export interface Keeping {
  /** Why the last change could not be kept. */
  unkept: Ref<Problem | null>;
  /** Keeps what has not been kept yet, now. */
  flush: () => Promise<void>;
  /** Forgets what has not been kept yet. */
  drop: () => void;
}

const keepsNow: InjectionKey<() => Promise<void>> = Symbol("keeps now");

/** For what must not wait a moment, like a photo that was just taken: it belongs to the draft of the screen that it was taken in. */
export function useKeepNow(): () => Promise<void> {
  const flush = inject(keepsNow, () => Promise.resolve());
  return async () => {
    await nextTick();
    await flush();
  };
}

/** `write` follows every change of what `typed` looks at. */
export function keeping(typed: () => unknown, write: () => Promise<void>): Keeping {
  const unkept = ref<Problem | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function attempt(): Promise<void> {
    try {
      await write();
      unkept.value = null;
    } catch (error) {
      unkept.value = asProblem(error);
    }
  }

  function drop(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  /** One write after the other, so that an older one never comes last. */
  function flush(): Promise<void> {
    if (timer === undefined) return writing;
    drop();
    writing = writing.then(attempt);
    return writing;
  }

  watch(typed, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), WAIT_MS);
  }, { deep: true });

  const away = (): void => {
    if (document.visibilityState === "hidden") void flush();
  };
  const leave = (): void => void flush();
  onMounted(() => {
    typingBegan();
    document.addEventListener("visibilitychange", away);
    window.addEventListener("pagehide", leave);
  });
  onBeforeUnmount(() => {
    document.removeEventListener("visibilitychange", away);
    window.removeEventListener("pagehide", leave);
    void flush().finally(typingEnded);
  });
  provide(keepsNow, flush);

  return { unkept, flush, drop };
}
