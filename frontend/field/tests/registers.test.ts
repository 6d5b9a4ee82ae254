import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { language, say, text } from "../src/core/texts";
import { newId } from "../src/core/ids";
import { readPlate } from "../src/core/plates";
import type { Hazard, Household } from "../src/core/api";
import { Clock, dayOf } from "../src/core/clock";
import { closeAll, inside, phone, signedIn } from "./phone";
import { FakeServer, shop } from "./server";

let server: FakeServer;
beforeEach(() => (server = new FakeServer().install()));
afterEach(closeAll);

describe("plates", () => {
  it.each([
    ["0123456789AB", "0123456789AB"],
    ["https://fire.example.cn/q/0123456789AB", "0123456789AB"],
    ["http://10.0.0.5:8000/q/0123456789ab/?from=phone#x", "0123456789AB"],
    ["o1234-56789 aB", "0123456789AB".replace("B", "B")],
    ["OI23456789AL", "0123456789A1"],
    ["", ""],
    ["0123456789A", ""],
    ["0123456789AU", ""],
    ["https://fire.example.cn/premises/0123456789AB", ""],
  ])("%s", (written, code) => expect(readPlate(written)).toBe(code));

  it("lead to places, households and areas that this phone knows", async () => {
    const app = await signedIn(server);
    expect(app.findByPlate("https://x.cn/q/0123456789AB")).toEqual({ type: "premises", key: "shop-1" });
    expect(app.findByPlate("hhhh-0000-0001")).toEqual({ type: "household", key: "home-1" });
    expect(app.findByPlate("AREA00000002")).toEqual({ type: "area", key: "150624101003001" });
    expect(app.findByPlate("ZZZZZZZZZZZZ")).toBeNull();
  });
});

describe("registers", () => {
  it("show what was recorded here before it is sent, and build on it", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(99).fill("down"));
    const { entry: _e, conflict: _c, plate: _p, last_inspected: _l, initials: _i, ...old } = shop();
    const first = await app.record("premises.set", shop().area, { ...old, name: "草原大饭店", base: "e-0" }, "更改场所");
    expect(app.registers.premises[0]).toMatchObject({ name: "草原大饭店", entry: first, plate: "0123456789AB" });
    const key = app.newId();
    await app.record("premises.set", "150624101003001", { ...old, key, name: "新开商店", base: "" }, "登记场所");
    expect(app.registers.premises.map(({ name }) => name).sort()).toEqual(["新开商店", "草原大饭店"]);
    expect(await app.startCheck({ type: "premises", key })).toMatchObject({ placeName: "新开商店" });

    await app.record("household.set", "150624101003001", { key: "home-1", number: "12A", vulnerable: true, purpose: "x", keep_until: "2027-01-01", personal: null, base: "h-0" }, "更改住户");
    expect(app.registers.households[0]).toMatchObject({ number: "12A", plate: "HHHH00000001" });

    server.failures.clear();
    server.changes = { premises: [shop({ name: "草原大饭店", entry: first })] };
    await app.syncNow();
    expect(app.registers.premises.map(({ name }) => name)).toEqual(["草原大饭店"]);
  });

  it("keep hazards as they were changed here", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(99).fill("down"));
    const hazard = newId();
    const finding = { id: hazard, item: "", text: "线路老化", element: "", severity: "serious", action: "cannot", due: null, photos: [], after: [] };
    await app.record("hazard.found", "150624101003001", { place: { type: "area", key: "150624101003001", snapshot: { name: "第一网格" } }, finding }, "发现隐患");
    expect(app.registers.hazards[0]).toMatchObject({ id: hazard, state: "reported", place_name: "第一网格" });
    await app.record("hazard.corrected", "150624101003001", { hazard, note: "", photos: [] }, "整改");
    expect(app.registers.hazards[0]).toMatchObject({ state: "corrected", conflict: false });
    await app.record("hazard.corrected", "150624101003001", { hazard, note: "", photos: [] }, "整改");
    expect(app.registers.hazards[0]).toMatchObject({ state: "corrected", conflict: true });
    await app.record("hazard.settled", "150624101003001", { hazard, state: "open", note: "x" }, "核对");
    expect(app.registers.hazards[0]).toMatchObject({ state: "open", conflict: false });
  });

  it("carry the mark of two truths until somebody here saved them again, places and households alike", async () => {
    const app = await signedIn(server);
    server.changes = { premises: [shop({ conflict: true })], households: [{ ...app.registers.households[0]!, conflict: true } as Household] };
    await app.syncNow();
    expect([app.registers.premises[0]?.conflict, app.registers.households[0]?.conflict]).toEqual([true, true]);
    server.fail("/sync/push", ...Array<"down">(99).fill("down"));
    await app.record("household.set", "150624101003001", { key: "home-1", number: "12", base: "h-0" }, "更改住户");
    expect(app.registers.households[0]?.conflict).toBe(false);
  });

  it("let go of hazards that were corrected a month ago, on the screen at once and on the phone at the next pull", async () => {
    const day = 24 * 3600 * 1000;
    const app = await signedIn(server, { clock: new Clock(() => Date.now(), () => Date.now()) });
    const ago = (days: number): string => dayOf(new Date(Date.now() - days * day));
    const hazard = (id: string, change: Partial<Hazard>): Hazard => ({
      id, area: "150624101003001", place_type: "premises", place_key: "shop-1", place_name: "草原饭店", item: "", element: "", text: id, severity: "general",
      state: "corrected", action: "by_date", due: null, found_on: ago(60), corrected_on: ago(29), conflict: false, photos: [], state_title: "", ended: true, owner: "", next_step: "", next_due: null, stopped: false, referred_to: "", entry: "e-1", ...change,
    });
    server.changes = { hazards: [hazard("done", {}), hazard("doubted", { conflict: true }), hazard("open", { state: "open", corrected_on: null })] };
    await app.syncNow();
    const shown = (): string[] => app.registers.hazards.map(({ id }) => id).sort();
    expect(shown()).toEqual(["done", "doubted", "open"]);

    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 2 * day });
    server.fail("/sync/push", "down");
    await app.record("hazard.reported", "150624101003001", { hazard: "open" }, "上报");
    expect(shown()).toEqual(["doubted", "open"]);
    await app.syncNow();
    vi.useRealTimers();
    // With the time of before it would show again, were it still there.
    await inside(app.database, (db) => db.meta.delete("clock"));
    const again = await phone(server, { database: app.database });
    expect(again.registers.hazards.map(({ id }) => id).sort()).toEqual(["doubted", "open"]);
  });

  it("say how many duties there are beyond those that the server told", async () => {
    const app = await signedIn(server);
    expect(app.registers.dutiesMore).toBe(0);
    server.dutiesInAll = 312;
    await app.syncNow();
    expect(app.registers.dutiesMore).toBe(312);
  });

  it("follow the server: changed, removed, and lists that were not sent again stay", async () => {
    const app = await signedIn(server);
    server.changes = { premises: [shop({ key: "shop-2", name: "二店" })], removed: { premises: ["shop-1"], households: ["home-1"], hazards: [] } };
    await app.syncNow();
    expect(app.registers.premises.map(({ key }) => key)).toEqual(["shop-2"]);
    expect(app.registers.households).toEqual([]);
    expect(app.registers.checklists).toHaveLength(2);
    expect(app.registers).toMatchObject({ countyName: "鄂托克旗", demo: true, person: { key: "p1" } });
  });
});

describe("small things", () => {
  it("ids sort by when they were made", () => {
    expect(newId(1_000) < newId(2_000)).toBe(true);
    expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(Array.from({ length: 1000 }, () => newId(5))).size).toBe(1000);
  });

  it("texts fall back to Chinese and fill in values", () => {
    expect(language()).toBe("zh");
    expect(say(text("还有 {n} 条", "{n} left"), { n: 3 })).toBe("还有 3 条");
  });
});
