import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { language, say, text } from "../src/core/texts";
import { newId } from "../src/core/ids";
import { readPlate } from "../src/core/plates";
import { closeAll, signedIn } from "./phone";
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
