import Dexie from "dexie";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FormKind } from "../src/core/contract";
import { closeAll, fakeCamera, inside, phone, picture, signedIn, type Phone } from "./phone";
import { FakeServer, shop } from "./server";

const GRID = "150624101003001";
const NO = { code: "premises_twice", message: "第一网格已经登记了这个场所：“便民小卖部”。", hint: "打开已登记的那个来更改。" };
let server: FakeServer;
beforeEach(() => (server = new FakeServer().install()));
afterEach(closeAll);

const letters = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

/** Types into a form, as a screen does. */
async function type(app: Phone, form: FormKind, subject: string, data: Record<string, unknown>): Promise<string> {
  const id = app.openForm(form, subject)?.id ?? app.newId();
  await app.saveForm({ id, form, subject, area: GRID, data });
  return id;
}

const place = (key: string, name: string, base = ""): Record<string, unknown> => {
  const { entry: _e, conflict: _c, plate: _p, last_inspected: _l, initials: _i, ...state } = shop({ key, name });
  return { ...state, base };
};

/** Saves a new place that the server will refuse, without a network until it is told. */
async function refusedPlace(app: Phone, name = "便民小卖部"): Promise<{ key: string; entry: string }> {
  const key = app.newId();
  server.fail("/sync/push", ...Array<"down">(20).fill("down"));
  const entry = await app.finishForm({ form: "premises.set", subject: key, area: GRID }, place(key, name), `新建场所：${name}`);
  server.refuses.set(entry, NO);
  return { key, entry };
}

async function online(app: Phone): Promise<void> {
  server.failures.clear();
  await app.syncNow();
}

describe("a form that is being typed", () => {
  it("is kept sealed, several at once, and found again after the battery was dead", async () => {
    const app = await signedIn(server);
    await type(app, "premises.set", "new-1", { name: "便民小卖部", area: GRID });
    await type(app, "premises.set", "new-1", { name: "便民小卖部", area: GRID, notes: "后院有煤气罐" });
    await type(app, "premises.set", "new-2", { name: "鑫源超市", area: GRID });
    await type(app, "household.set", "home-9", { number: "9", personal: { name: "乌云其木格", phone: "13711112222" } });
    expect(app.forms.value).toHaveLength(3);
    app.close();

    const again = await phone(server, { database: app.database });
    expect(again.forms.value.map(({ form, subject }) => `${form} ${subject}`).sort()).toEqual(
      ["household.set home-9", "premises.set new-1", "premises.set new-2"]);
    expect(again.openForm("premises.set", "new-1")).toMatchObject({ area: GRID, refused: null, data: { name: "便民小卖部", notes: "后院有煤气罐" } });
    expect(again.openForm("premises.set", "new-3")).toBeNull();
    await inside(app.database, async (db) => {
      const text = JSON.stringify(await db.forms.toArray(), (_, value: unknown) => (value instanceof Uint8Array ? letters(value) : value));
      for (const secret of ["便民小卖部", "乌云其木格", "13711112222", "new-1", "home-9"]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(letters(new TextEncoder().encode(secret)));
      }
    });
  });

  it("goes when it is saved or given up, in the other window too", async () => {
    const app = await signedIn(server);
    const other = await phone(server, { database: app.database });
    await type(app, "premises.set", "new-1", { name: "便民小卖部" });
    const id = await type(app, "household.set", "home-9", { number: "9" });
    await vi.waitFor(() => expect(other.forms.value).toHaveLength(2));
    await app.finishForm({ form: "premises.set", subject: "new-1", area: GRID }, place("new-1", "便民小卖部"), "新建场所");
    await app.discardForm(id);
    expect(app.forms.value).toEqual([]);
    await vi.waitFor(() => expect(other.forms.value).toEqual([]));
    expect(await inside(app.database, (db) => db.forms.count())).toBe(0);
  });

  it("is kept through signing out, and belongs to the person who typed it", async () => {
    const app = await signedIn(server);
    await type(app, "premises.set", "new-1", { name: "便民小卖部" });
    await app.signOut();
    expect(app.session.problem?.code).toBe("signed_out_kept");
    expect(app.forms.value).toEqual([]);
    server.person = { key: "p2", name: "苏和" };
    await app.signIn("suhe", "right");
    expect(app.forms.value).toEqual([]);
    await app.signOut();
    server.person = { key: "p1", name: "巴图" };
    await app.signIn("batu", "right");
    expect(app.forms.value[0]?.data).toEqual({ name: "便民小卖部" });
  });

  it("keeps the photos taken for it", async () => {
    fakeCamera();
    const app = await signedIn(server);
    const named = await app.takePhoto(picture(2000, 1500, 900_000), "after", "camera");
    const unnamed = await app.takePhoto(picture(2000, 1500, 900_001), "after", "camera");
    await type(app, "hazard.corrected", "hazard-1", { note: "已换灭火器", photos: [named.ref] });
    await inside(app.database, (db) => db.photos.toCollection().modify((row) => void (row.keptAt = "2020-01-01T00:00:00Z")));
    await app.syncNow();
    const kept = await inside(app.database, (db) => db.photos.toArray());
    expect(kept.map(({ sha256 }) => sha256)).toEqual([named.ref.sha256]);
    expect(kept.map(({ sha256 }) => sha256)).not.toContain(unnamed.ref.sha256);
    const { sha256 } = named.ref;
    await app.finishForm({ form: "hazard.corrected", subject: "hazard-1", area: GRID }, { hazard: "hazard-1", note: "", photos: [named.ref] }, "整改");
    expect(app.queue.value[0]?.photos).toMatchObject([{ sha256, role: "after" }]);
  });
});

describe("a photo", () => {
  it("is kept before its place is found, and gets it when what it belongs to is saved", async () => {
    let answer: (found: GeolocationPosition) => void = () => undefined;
    vi.stubGlobal("navigator", { geolocation: { getCurrentPosition: (found: PositionCallback) => void (answer = found) } });
    fakeCamera();
    const app = await signedIn(server);
    const { ref } = await app.takePhoto(picture(2000, 1500, 900_000), "after", "camera");
    expect(ref).toMatchObject({ position: null, no_position: "timeout" });
    expect(await inside(app.database, (db) => db.photos.count())).toBe(1);
    setTimeout(() => answer({ coords: { latitude: 39.1, longitude: 107.9, accuracy: 12.4 } } as GeolocationPosition), 30);
    const id = await app.finishForm({ form: "hazard.corrected", subject: "hazard-1", area: GRID }, { hazard: "hazard-1", note: "", photos: [ref] }, "整改");
    await app.syncNow();
    expect(server.entries.get(id)?.payload["photos"]).toMatchObject([{ position: { lat: 39.1, lon: 107.9, accuracy: 12 }, no_position: "" }]);
  });
});

describe("what was refused", () => {
  it.each([
    ["premises.set", { ...place("shop-1", "草原大饭店", "e-0"), sector: "nonsense" }],
    ["household.set", { key: "home-1", number: "12", vulnerable: true, purpose: "x", keep_until: "2020-01-01", personal: { name: "其其格" }, base: "h-0" }],
    ["hazard.corrected", { hazard: "hazard-1", note: "已换", photos: [] }],
    ["hazard.reported", { hazard: "hazard-1", note: "改不了" }],
    ["household.revealed", { key: "home-1", reason: "走访" }],
  ] as [FormKind, Record<string, unknown>][])("%s is put right in its form and stays until that is saved", async (form, payload) => {
    const app = await signedIn(server);
    const subject = String(payload["key"] ?? payload["hazard"]);
    server.fail("/sync/push", "down");
    const refused = await app.finishForm({ form, subject, area: GRID }, payload, "一条");
    server.refuses.set(refused, { code: "x", message: "没有收下。", hint: "改一改。" });
    await app.syncNow();

    const reopened = await app.reopen(refused);
    expect(reopened).toMatchObject({ form, subject, area: GRID, refused: { message: "没有收下。" }, data: payload });
    expect(app.queue.value.map(({ state }) => state)).toEqual(["refused"]);
    expect(app.forms.value).toEqual([]);
    await type(app, form, subject, { ...payload, note: "改过的" });
    expect(app.openForm(form, subject)).toMatchObject({ data: { note: "改过的" }, refused: { message: "没有收下。" } });
    expect(app.queue.value).toHaveLength(1);

    const corrected = await app.finishForm({ form, subject, area: GRID }, { ...payload, note: "改过的" }, "一条");
    expect(corrected).not.toBe(refused);
    await app.syncNow();
    expect(app.queue.value).toMatchObject([{ id: corrected, state: "arrived" }]);
    expect([...server.entries.keys()]).toEqual([corrected]);
    expect(server.entries.get(corrected)?.payload["base"]).toBe(payload["base"]);
    expect(app.forms.value).toEqual([]);
  });

  it("is no state to build on: a state saved over it is based on what that was based on", async () => {
    const app = await signedIn(server);
    const { key, entry } = await refusedPlace(app);
    const over = await app.finishForm({ form: "premises.set", subject: key, area: GRID }, place(key, "便民小卖部", entry), "改资料");
    server.refuses.set(over, NO);
    await online(app);
    expect(app.queue.value.map(({ state }) => state)).toEqual(["refused", "refused"]);
    const last = app.registers.premises.find((one) => one.key === key)?.entry;
    expect(last).toBe(over);
    const put = await app.finishForm({ form: "premises.set", subject: key, area: GRID }, place(key, "便民小卖部西店", over), "改资料");
    await app.syncNow();
    expect(app.queue.value).toMatchObject([{ id: put, state: "arrived" }]);
    expect(server.entries.get(put)?.payload["base"]).toBe("");
  });

  it("of a place that is registered leaves the list as the server has it", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", "down");
    const id = await app.finishForm({ form: "premises.set", subject: "shop-1", area: GRID }, place("shop-1", "草原大饭店", "e-0"), "改资料");
    server.refuses.set(id, NO);
    await app.syncNow();
    expect(app.registers.premises.map(({ name }) => name)).toEqual(["草原饭店"]);
    expect(app.registers.unaccepted).toEqual({});
  });
});

describe("a new place that was refused", () => {
  const inspect = async (app: Phone, key: string): Promise<string> => app.finishCheck((await app.startCheck({ type: "premises", key })).id);

  it("stays in the list, marked, through a restart, and can be checked", async () => {
    const app = await signedIn(server);
    const { key } = await refusedPlace(app);
    await online(app);
    expect(app.registers.unaccepted).toEqual({ [key]: NO });
    app.close();
    const again = await phone(server, { database: app.database });
    await again.syncNow();
    expect(again.registers.premises.map(({ name }) => name).sort()).toEqual(["便民小卖部", "草原饭店"]);
    expect(again.registers.unaccepted).toEqual({ [key]: NO });
    await inspect(again, key);
    expect(again.registers.premises.find((one) => one.key === key)?.last_inspected).not.toBe("");
  });

  it("holds back what was recorded there, and says which place and why; put right, both arrive in order", async () => {
    const app = await signedIn(server);
    const { key, entry } = await refusedPlace(app);
    const checked = await inspect(app, key);
    const elsewhere = await inspect(app, "shop-1");
    server.waitsFor.set(checked, entry);
    await online(app);
    expect(app.queue.value).toMatchObject([
      { id: entry, state: "refused", stuck: false },
      { id: checked, state: "waiting", waitsFor: entry, stuck: true, problem: { code: "place_refused" } },
      { id: elsewhere, state: "arrived", waitsFor: "", stuck: false },
    ]);
    const words = app.queue.value[1]?.problem?.message ?? "";
    for (const said of ["便民小卖部", NO.message]) expect(words).toContain(said);
    const pushes = server.pushes.length;
    await app.syncNow();
    expect(server.pushes).toHaveLength(pushes);

    const corrected = await app.finishForm({ form: "premises.set", subject: key, area: GRID }, place(key, "便民小卖部西店"), "新建场所");
    expect(app.registers.unaccepted).toEqual({});
    expect(app.registers.premises.find((one) => one.key === key)).toMatchObject({ name: "便民小卖部西店" });
    server.waitsFor.set(checked, corrected);
    await app.syncNow();
    expect(server.pushes[server.pushes.length - 1]?.map(({ id }) => id)).toEqual([corrected, checked]);
    expect(app.queue.value.map(({ id, state, problem }) => [id, state, problem])).toEqual([
      [corrected, "arrived", null], [checked, "arrived", null], [elsewhere, "arrived", null],
    ]);
  });

  it("can be given up; what was recorded there then says so, and can be given up too", async () => {
    const app = await signedIn(server);
    const { key, entry } = await refusedPlace(app);
    const checked = await inspect(app, key);
    server.waitsFor.set(checked, entry);
    await online(app);
    await app.giveUp(entry);
    expect(app.registers.unaccepted).toEqual({});
    expect(app.registers.premises.map(({ name }) => name)).toEqual(["草原饭店"]);
    await app.syncNow();
    expect(app.queue.value).toMatchObject([{ id: checked, state: "waiting", stuck: true, problem: { code: "place_given_up" } }]);
    await app.giveUp(checked);
    expect(app.queue.value).toEqual([]);
  });

  it("an entry that only waits its turn cannot be given up", async () => {
    const app = await signedIn(server);
    const { key, entry } = await refusedPlace(app);
    const checked = await inspect(app, key);
    await app.syncNow();
    for (const id of [entry, checked]) await app.giveUp(id);
    expect(app.queue.value.map(({ state, stuck }) => [state, stuck])).toEqual([["waiting", false], ["waiting", false]]);
  });
});

describe("a phone with the tables of before", () => {
  it("keeps what is in them", async () => {
    const name = `old-${crypto.randomUUID()}`;
    const old = new Dexie(name);
    old.version(1).stores({ meta: "name", registers: "id, owner", drafts: "id, owner", queue: "++seq, &id, owner", photos: "id, owner", blobs: "id, owner", thumbs: "id, owner" });
    await old.table("drafts").put({ id: "d", owner: "o", sealed: {} });
    old.close();
    expect(await inside(name, async (db) => [await db.drafts.count(), await db.forms.count()])).toEqual([1, 0]);
  });
});
