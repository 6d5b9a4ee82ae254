/** Whether somebody is in the middle of typing something, in any window: the app is not replaced under his hands. */

const LOCK = "sanzhang-field:typing";
let screens = 0;
let release: (() => void) | null = null;
let holding: Promise<unknown> = Promise.resolve();
const ends = new EventTarget();

const locks = (): LockManager | undefined => (typeof navigator === "undefined" ? undefined : navigator.locks);

/** A screen on which something is typed has been opened. */
export function typingBegan(): void {
  screens += 1;
  if (screens > 1) return;
  const hold = (): Promise<void> | undefined => (screens === 0 ? undefined : new Promise<void>((done) => (release = done)));
  holding = locks()?.request(LOCK, { mode: "shared" }, hold) ?? Promise.resolve();
}

/** It has been left, and what was typed is kept. */
export function typingEnded(): void {
  screens -= 1;
  if (screens > 0) return;
  release?.();
  release = null;
  void holding.then(() => ends.dispatchEvent(new Event("ended")));
}

export const onTypingEnded = (react: () => void): void => ends.addEventListener("ended", react);

/** Does it unless somebody is typing; says whether it was done. */
export async function unlessTyping(work: () => void): Promise<boolean> {
  if (screens > 0) return false;
  const held = locks();
  if (!held) {
    work();
    return true;
  }
  return held.request(LOCK, { ifAvailable: true }, (lock) => {
    if (!lock || screens > 0) return false;
    work();
    return true;
  });
}
