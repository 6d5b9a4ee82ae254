import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FieldApp } from "../src/core/contract";
import { mayBeCleared } from "../src/parts/sync";
import { check, closeAll, phone, signedIn } from "./phone";
import { FakeServer } from "./server";

let server: FakeServer;
beforeEach(() => (server = new FakeServer().install()));
afterEach(closeAll);

/** A browser that promises to keep the data at the `n`th time it is asked; 0: never. */
function browser(n: number): ReturnType<typeof vi.fn> {
  let asked = 0;
  const persist = vi.fn(() => Promise.resolve((asked += 1) >= n && n > 0));
  const persisted = (): Promise<boolean> => Promise.resolve(n > 0 && asked >= n);
  vi.stubGlobal("navigator", { storage: { persist, persisted, estimate: () => Promise.resolve({ usage: 1, quota: 1e12 }) } });
  return persist;
}

describe("the browser's promise to keep this phone's data", () => {
  it("is asked for at sign-in and at every start, and the answer is kept", async () => {
    const persist = browser(0);
    const app = await signedIn(server);
    await vi.waitFor(() => expect(app.sync.storage.stays).toBe(false));
    app.close();
    const asked = persist.mock.calls.length;
    const again = await phone(server, { database: app.database });
    await vi.waitFor(() => expect(again.sync.storage.stays).toBe(false));
    expect(persist.mock.calls.length).toBe(asked + 1);
  });

  it("is asked for again after the first saves, then no more", async () => {
    const persist = browser(0);
    const app = await signedIn(server);
    await vi.waitFor(() => expect(app.sync.storage.stays).toBe(false));
    const asked = persist.mock.calls.length;
    for (let n = 0; n < 9; n += 1) await check(app);
    await vi.waitFor(() => expect(persist.mock.calls.length).toBe(asked + 3));
  });

  it("once given is not asked for again", async () => {
    const persist = browser(2);
    const app = await signedIn(server);
    await vi.waitFor(() => expect(app.sync.storage.stays).toBe(false));
    await check(app);
    await vi.waitFor(() => expect(app.sync.storage.stays).toBe(true));
    await app.finishCheck((await check(app)).id);
    await app.syncNow();
    expect(app.sync.storage).toMatchObject({ stays: true, low: false });
    expect(persist).toHaveBeenCalledTimes(2);
  });

  it("is not known where the browser can't be asked", async () => {
    vi.stubGlobal("navigator", {});
    expect((await signedIn(server)).sync.storage.stays).toBeNull();
  });

  it("is told of in words where it was not given, with what to do", () => {
    const says = (stays: boolean | null, onHomeScreen = false): string | undefined => {
      vi.stubGlobal("window", { matchMedia: () => ({ matches: onHomeScreen }) });
      return mayBeCleared({ sync: { storage: { stays } } } as FieldApp)?.hint;
    };
    expect(says(false)).toContain("添加到主屏幕");
    expect(says(false, true)).not.toContain("添加到主屏幕");
    expect(says(false, true)).toContain("尽快联网发送");
    expect(says(true)).toBeUndefined();
    expect(says(null)).toBeUndefined();
  });
});
