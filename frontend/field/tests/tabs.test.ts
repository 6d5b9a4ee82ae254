import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FieldDb } from "../src/core/db";
import { newId } from "../src/core/ids";
import { alone, withLease } from "../src/core/tabs";
import { check, closeAll, phone, signedIn } from "./phone";
import { FakeServer, shop } from "./server";

let server: FakeServer;
beforeEach(() => (server = new FakeServer().install()));
afterEach(closeAll);

/** Two pieces of work over one database; how many ran at once. */
async function together(run: (db: FieldDb, work: () => Promise<void>) => Promise<void>): Promise<number> {
  const name = `locks-${newId()}`;
  const windows = [new FieldDb(name), new FieldDb(name)];
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((done) => setTimeout(done, 30));
    running -= 1;
  };
  await Promise.all(windows.map((db) => run(db, work)));
  for (const db of windows) db.close();
  return most;
}

describe("two windows", () => {
  it("send one after the other", async () => {
    expect(await together((db, work) => alone(db, work))).toBe(1);
  });

  it("do so without navigator.locks too", async () => {
    expect(await together((db, work) => withLease(db, work, 5))).toBe(1);
    vi.stubGlobal("navigator", {});
    expect(await together((db, work) => withLease(db, work, 5))).toBe(1);
  });

  it("send an entry once, and see each other's drafts and queue", async () => {
    const one = await signedIn(server);
    const two = await phone(server, { database: one.database });
    expect(two.session.state).toBe("open");
    const draft = await check(one, (typed) => void (typed.data.note = "在第一个窗口写的"));
    await vi.waitFor(() => expect(two.drafts.value[0]?.data.note).toBe("在第一个窗口写的"));
    const both = await Promise.all([one.finishCheck(draft.id), two.finishCheck(draft.id)]);
    expect(both).toEqual([draft.id, draft.id]);
    await Promise.all([one.syncNow(), two.syncNow()]);
    expect(server.pushes.flat().filter(({ id }) => id === draft.id)).toHaveLength(1);
    await vi.waitFor(() => expect(two.queue.value[0]?.state).toBe("arrived"));
    expect(two.drafts.value).toEqual([]);
  });

  it("read on from where the other one stopped, without a word between them", async () => {
    vi.stubGlobal("BroadcastChannel", undefined);
    const one = await signedIn(server);
    const two = await phone(server, { database: one.database });
    await two.syncNow();
    server.changes = { premises: [shop({ key: "shop-2", name: "二店" })] };
    await two.syncNow();
    server.changes = { premises: [shop({ name: "草原大饭店" })], removed: { premises: [], households: ["home-1"], hazards: [] } };
    await one.syncNow();
    expect(one.registers.premises.map(({ name }) => name).sort()).toEqual(["二店", "草原大饭店"].sort());
    const three = await phone(server, { database: one.database });
    expect(three.registers.premises.map(({ name }) => name).sort()).toEqual(["二店", "草原大饭店"].sort());
    expect(three.registers.households).toEqual([]);
  });

  it("a late save from another window does not bring a finished check back", async () => {
    const one = await signedIn(server);
    const draft = await check(one);
    await one.finishCheck(draft.id);
    draft.data.note = "晚到的一次保存";
    await one.saveDraft(draft);
    expect(one.drafts.value).toEqual([]);
  });

  it("signing out in one signs out the other", async () => {
    const one = await signedIn(server);
    const two = await phone(server, { database: one.database });
    await one.signOut();
    await vi.waitFor(() => expect(two.session.state).toBe("signed_out"));
    expect(two.registers.premises).toEqual([]);
  });
});
