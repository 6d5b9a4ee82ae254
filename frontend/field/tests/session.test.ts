import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clock } from "../src/core/clock";
import { check, closeAll, fakeCamera, inside, phone, picture, signedIn } from "./phone";
import { FakeServer } from "./server";

let server: FakeServer;
beforeEach(() => (server = new FakeServer().install()));
afterEach(closeAll);

const letters = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const unsent = (app: { record: (kind: string, area: string, payload: Record<string, unknown>, title: string) => Promise<string> }): Promise<string> =>
  app.record("hazard.reported", "150624101003001", { note: "电线老化" }, "上报隐患");

describe("the key", () => {
  it("locks after its day; signing in again finds drafts and queue as they were", async () => {
    let now = Date.now();
    const clock = new Clock(() => now);
    server.keyExpiresAt = new Date(now + 86_400_000).toISOString();
    const app = await signedIn(server, { clock });
    server.fail("/sync/push", ...Array<"down">(99).fill("down"));
    const draft = await check(app, (one) => void (one.data.note = "后门堆物"));
    const entry = await unsent(app);
    await app.syncNow();
    app.close();

    now += 2 * 86_400_000;
    const later = await phone(server, { database: app.database, clock: new Clock(() => now) });
    expect(later.session).toMatchObject({ state: "locked", username: "batu", problem: { code: "locked" } });
    expect(later.drafts.value).toEqual([]);
    expect(later.registers.premises).toEqual([]);
    expect(await inside(app.database, (db) => db.meta.get("key"))).toBeUndefined();
    await expect(later.saveDraft(draft)).rejects.toMatchObject({ code: "locked" });

    server.keyExpiresAt = new Date(now + 86_400_000).toISOString();
    await later.signIn("batu", "right");
    expect(later.session.state).toBe("open");
    expect(later.drafts.value[0]).toMatchObject({ id: draft.id, data: { note: "后门堆物" } });
    server.failures.clear();
    await later.syncNow();
    expect(later.queue.value[0]).toMatchObject({ id: entry, state: "arrived" });
  });

  it("opens without a network while it is good, and grows with every pull", async () => {
    const app = await signedIn(server);
    server.keyExpiresAt = new Date(Date.now() + 99 * 86_400_000).toISOString();
    await app.syncNow();
    app.close();
    server.fail("/sync/pull", ...Array<"down">(9).fill("down"));
    const again = await phone(server, { database: app.database });
    expect(again.session).toMatchObject({ state: "open", keyExpiresAt: server.keyExpiresAt });
    expect(again.registers.premises[0]?.name).toBe("草原饭店");
  });

  it("can be used but not read, and nothing that was typed stands in the clear", async () => {
    fakeCamera();
    const app = await signedIn(server);
    await check(app, (one) => void (one.data.note = "后门堆物"));
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    await unsent(app);
    await app.takePhoto(picture(2000, 1500, 900_000), "before", "camera");
    await inside(app.database, async (db) => {
      const key = (await db.meta.get("key"))?.value as CryptoKey;
      expect(key.extractable).toBe(false);
      const rows = (await Promise.all(db.tables.map((table) => table.toArray()))).flat();
      const text = rows.map((row) => JSON.stringify(row, (_, value: unknown) => (value instanceof Uint8Array ? letters(value) : value))).join("\n");
      for (const secret of ["后门堆物", "电线老化", "草原饭店", "其其格", "13800000000", "上报隐患", "token-"]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(letters(new TextEncoder().encode(secret)));
      }
    });
  });
});

describe("what the server says about the phone", () => {
  it("lost: everything goes, the key too", async () => {
    const app = await signedIn(server);
    await check(app);
    server.fail("/sync/pull", { status: 401, problem: { code: "device_lost", message: "这部手机已报失。", hint: "" } });
    await app.syncNow();
    expect(app.session).toMatchObject({ state: "signed_out", username: "", problem: { code: "device_lost" } });
    expect(app.drafts.value).toEqual([]);
    expect(app.registers.premises).toEqual([]);
    await inside(app.database, async (db) => {
      for (const table of db.tables) expect(await table.count()).toBe(0);
    });
  });

  it.each([["token", "locked"], ["account_closed", "signed_out"]])("%s: %s, the queue stays", async (code, state) => {
    const app = await signedIn(server);
    server.fail("/sync/push", { status: 401, problem: { code, message: "登录已失效。", hint: "请重新登录。" } });
    const entry = await unsent(app);
    await app.syncNow();
    expect(app.session).toMatchObject({ state, problem: { code } });
    expect(await inside(app.database, (db) => db.queue.count())).toBe(1);
    await app.signIn("batu", "right");
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ id: entry, state: "arrived" });
  });

  it("a 401 that is not ours locks nothing", async () => {
    const app = await signedIn(server);
    server.fail("/sync/pull", { status: 401 });
    await app.syncNow();
    expect(app.session.state).toBe("open");
    expect(app.sync.problem?.code).toBe("server_refuses");
  });

  it("reset: registers are replaced, drafts and queue are not", async () => {
    const app = await signedIn(server);
    const draft = await check(app);
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    const entry = await unsent(app);
    server.failures.clear();
    server.refuses.set(entry, { code: "x", message: "x", hint: "" });
    server.changes = { reset: true, premises: [], areas: [] };
    await app.syncNow();
    expect(app.registers.premises).toEqual([]);
    expect(app.registers.areas).toEqual([]);
    expect(app.drafts.value[0]?.id).toBe(draft.id);
    expect(app.queue.value[0]?.id).toBe(entry);
  });

  it("another person: nothing is mixed; the first one's data wait, sealed", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    const draft = await check(app);
    await unsent(app);
    await app.syncNow();
    server.failures.clear();
    server.person = { key: "p2", name: "苏和" };
    server.changes = { premises: [] };
    await app.syncNow();
    expect(app.session).toMatchObject({ state: "locked", problem: { code: "person_changed" } });

    await app.signIn("batu", "right");
    expect(app.drafts.value).toEqual([]);
    expect(app.queue.value).toEqual([]);
    await app.syncNow();
    expect(app.registers.person.key).toBe("p2");
    expect(server.entries.size).toBe(0);
    expect(await inside(app.database, (db) => db.drafts.get(draft.id))).toBeDefined();
    expect(await inside(app.database, (db) => db.queue.count())).toBe(1);
  });
});

describe("signing out", () => {
  it("leaves nothing when everything has arrived", async () => {
    const app = await signedIn(server);
    await unsent(app);
    await app.syncNow();
    await app.signOut();
    expect(app.session.state).toBe("signed_out");
    await inside(app.database, async (db) => {
      for (const table of [db.registers, db.drafts, db.queue, db.photos, db.blobs, db.thumbs]) expect(await table.count()).toBe(0);
      expect(await db.meta.get("key")).toBeUndefined();
    });
  });

  it("keeps what is left to send, and two people on one phone never meet", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    const entry = await unsent(app);
    await app.signOut();
    expect(app.session).toMatchObject({ state: "signed_out", problem: { code: "signed_out_kept" } });

    server.failures.clear();
    server.person = { key: "p2", name: "苏和" };
    await app.signIn("suhe", "right");
    await app.syncNow();
    expect(app.queue.value).toEqual([]);
    expect(server.entries.size).toBe(0);
    await app.signOut();

    server.person = { key: "p1", name: "巴图" };
    await app.signIn("batu", "right");
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ id: entry, state: "arrived" });
  });

  it("a wrong password and no network say so", async () => {
    const app = await phone(server);
    await expect(app.signIn("batu", "wrong")).rejects.toMatchObject({ code: "password" });
    server.fail("/devices", "down");
    await expect(app.signIn("batu", "right")).rejects.toMatchObject({ code: "sign_in_offline" });
    expect(app.session.state).toBe("signed_out");
  });
});
