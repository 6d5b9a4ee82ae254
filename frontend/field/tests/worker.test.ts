import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { typingBegan, typingEnded } from "../src/core/typing";
import { followUpdates, lookForUpdate } from "../src/core/worker";

/** A new version on its way, and a page. */
class Updates extends EventTarget {
  waiting: { postMessage: (message: unknown) => unknown } | null = null;
  installing: EventTarget | null = null;
  update = vi.fn(() => Promise.resolve());
  readonly container: EventTarget & { controller: ServiceWorker | null } = Object.assign(new EventTarget(), { controller: {} as ServiceWorker });
  reload = vi.fn();
  quiet = true;

  follow(): () => Promise<void> {
    return followUpdates(this as unknown as ServiceWorkerRegistration, {
      container: this.container as unknown as ServiceWorkerContainer, reload: this.reload, isQuiet: () => this.quiet,
    });
  }

  /** A version is found and installed, and waits; told to, it takes over. */
  arrive(): void {
    const installing = new EventTarget();
    this.installing = installing;
    this.dispatchEvent(new Event("updatefound"));
    this.waiting = { postMessage: vi.fn(() => this.container.dispatchEvent(new Event("controllerchange"))) };
    installing.dispatchEvent(new Event("statechange"));
  }
}

const settle = (): Promise<unknown> => new Promise((done) => setTimeout(done, 30));

/** Locks as the browser has them, as far as they are used here. */
function fakeLocks(): unknown {
  let shared = 0;
  const request = async (_name: string, options: LockOptions, work: (lock: Lock | null) => unknown) => {
    if (options.ifAvailable) return work(shared > 0 ? null : ({} as Lock));
    shared += 1;
    try {
      return await work({} as Lock);
    } finally {
      shared -= 1;
    }
  };
  return { request };
}

const KINDS: { kind: string; locks: () => unknown }[] = [{ kind: "with locks", locks: fakeLocks }, { kind: "without", locks: () => undefined }];

describe.each(KINDS)("a new version of the app, $kind", ({ locks }) => {
  let updates: Updates;
  beforeEach(() => {
    vi.stubGlobal("navigator", { locks: locks() });
    updates = new Updates();
  });
  afterEach(() => vi.unstubAllGlobals());

  it("that comes while the app is open takes over by itself, and the page is loaded anew", async () => {
    updates.follow();
    updates.arrive();
    await vi.waitFor(() => expect(updates.reload).toHaveBeenCalledTimes(1));
    expect(updates.waiting?.postMessage).toHaveBeenCalledWith({ type: "SKIP_WAITING" });
  });

  it("that waits already when the app is opened does too", async () => {
    updates.waiting = { postMessage: vi.fn() };
    updates.follow();
    await vi.waitFor(() => expect(updates.waiting?.postMessage).toHaveBeenCalled());
  });

  it("waits while somebody is typing", async () => {
    updates.follow();
    typingBegan();
    updates.arrive();
    await settle();
    expect(updates.waiting?.postMessage).not.toHaveBeenCalled();
    typingEnded();
    await vi.waitFor(() => expect(updates.reload).toHaveBeenCalledTimes(1));
  });

  it("that took over in another window waits for this one's typing before the page is loaded anew", async () => {
    updates.follow();
    typingBegan();
    updates.container.dispatchEvent(new Event("controllerchange"));
    await settle();
    expect(updates.reload).not.toHaveBeenCalled();
    typingEnded();
    await vi.waitFor(() => expect(updates.reload).toHaveBeenCalledTimes(1));
  });

  it("waits until the screen has not been touched for a moment", async () => {
    updates.quiet = false;
    const attempt = updates.follow();
    updates.arrive();
    await settle();
    expect(updates.waiting?.postMessage).not.toHaveBeenCalled();
    updates.quiet = true;
    await attempt();
    await vi.waitFor(() => expect(updates.reload).toHaveBeenCalledTimes(1));
  });

  it("the first of all loads nothing anew", async () => {
    updates.container.controller = null;
    updates.follow();
    updates.container.dispatchEvent(new Event("controllerchange"));
    await settle();
    expect(updates.reload).not.toHaveBeenCalled();
    updates.arrive();
    await vi.waitFor(() => expect(updates.reload).toHaveBeenCalledTimes(1));
  });

  it("is looked for at once when the server says that this one is too old", () => {
    updates.follow();
    lookForUpdate();
    expect(updates.update).toHaveBeenCalledTimes(1);
  });
});
