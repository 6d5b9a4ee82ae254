import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Duty, Finding, PlannedVisit } from "../src/core/api";
import { visitKey } from "../src/core/contract";
import { byUrgency, isCovered } from "../src/parts/lateness";
import { mayFind } from "../src/parts/steps";
import { formRoute, formTitle } from "../src/parts/unfinished";
import { checklistFor, visitsAt, whyVisit } from "../src/parts/visits";
import { check, closeAll, fakeCamera, inside, phone, signedIn, type Phone } from "./phone";
import { FakeServer } from "./server";

const GRID = "150624101003001";
let server: FakeServer;
beforeEach(() => {
  server = new FakeServer().install();
  fakeCamera();
});
afterEach(closeAll);

const duty = (change: Partial<Duty> = {}): Duty => ({
  key: "k", duty: "d", title: "每月排查", clause: "三（二）", area: GRID, area_name: "第一网格", period: "2026-11", state: "overdue", start: "2026-01-01",
  due: "2026-11-01", counted: 0, at_least: 1, evidence: ["daily_patrol"], done_by: ["grid_chief"], parties: [], owner_name: "巴图", mine: true, ...change,
});
const visit = (change: Partial<PlannedVisit> = {}): PlannedVisit => ({
  plan: "plan-1", kind: "campaign", kind_title: "专项行动", title: "节前检查", by: { key: "p9", name: "王某" }, post_title: "大队长", departments: [],
  place: "shop-1", place_name: "草原饭店", area: GRID, area_name: "第一网格", since: "2026-01-01", due: "2099-01-01", late: false, checklist: "", evidence: [],
  mine: true, ...change,
});
const finding = (change: Partial<Finding> = {}): Finding => ({
  id: crypto.randomUUID(), item: "", text: "楼道堆放杂物", element: "", severity: "general", action: "cannot", due: null, photos: [], no_photo: "camera",
  after: [], ...change,
});
const offline = (): void => server.fail("/sync/push", ...Array.from({ length: 9 }, () => "down" as const));

async function done(app: Phone): Promise<string> {
  const { id } = await check(app);
  await app.finishCheck(id);
  await app.syncNow();
  return id;
}

describe("what a plan asks for", () => {
  it("comes with what is due, and is there again when the app is opened without a network", async () => {
    server.visits = [visit()];
    server.suggested = [{ place: "shop-1", reasons: ["还没有检查过"] }];
    const app = await signedIn(server);
    expect(app.registers.visits).toEqual([visit()]);
    app.close();
    server.fail("/sync/pull", "down");
    const again = await phone(server, { database: app.database });
    expect(again.registers.visits).toEqual([visit()]);
    expect(again.registers.suggested).toEqual([{ place: "shop-1", reasons: ["还没有检查过"] }]);
  });

  it("isn't asked again once a check that counts is saved here, before it has arrived", async () => {
    const others = [
      visit({ plan: "other-place", place: "shop-2" }), visit({ plan: "other-list", checklist: "home" }), visit({ plan: "joint", evidence: ["joint_inspection"] }),
      visit({ plan: "later", since: "2098-01-01" }), visit({ plan: "drawn", kind: "draw", mine: false }),
    ];
    server.visits = [visit({ checklist: "restaurant", evidence: ["daily_patrol"] }), visit({ plan: "drawn-me", kind: "draw" }), ...others];
    const app = await signedIn(server);
    offline();
    expect(app.registers.visited).toEqual({});
    const id = await done(app);
    expect(Object.keys(app.registers.visited)).toEqual([visitKey(visit()), visitKey(visit({ plan: "drawn-me" }))]);
    // Taken back, it is asked for again.
    await app.finishForm({ form: "inspection.withdrawn", subject: id, area: GRID }, { inspection: id, evidence: "daily_patrol", reason: "记错了" }, "撤回");
    expect(app.registers.visited).toEqual({});
  });

  it("is believed to be done until the server has been asked after it arrived", async () => {
    server.visits = [visit()];
    const app = await signedIn(server);
    server.fail("/today", "down", "down", "down");
    await done(app);
    expect(app.queue.value.map(({ state }) => state)).toEqual(["arrived"]);
    expect(Object.keys(app.registers.visited)).toHaveLength(1);
    server.visits = [];
    server.failures.clear();
    await app.syncNow();
    expect(app.registers.visited).toEqual({});
    expect(app.registers.visits).toEqual([]);
  });

  it("is named at its place until it was done, to whom it is asked of", async () => {
    server.visits = [visit(), visit({ plan: "others", mine: false }), visit({ plan: "elsewhere", place: "shop-2" })];
    const app = await signedIn(server);
    offline();
    expect(visitsAt(app.registers, "shop-1").map(({ plan }) => plan)).toEqual(["plan-1"]);
    await done(app);
    expect(visitsAt(app.registers, "shop-1")).toEqual([]);
  });

  it("is said in words, with the checklist that counts for it", async () => {
    const app = await signedIn(server);
    const asked = visit({ departments: ["nobody_knows"] });
    expect(whyVisit(app.registers, asked)).toBe("专项行动 · 节前检查 · 大队长 王某；邀请nobody_knows");
    expect(checklistFor(app.registers, asked)).toBe("restaurant");
    expect(checklistFor(app.registers, visit({ checklist: "special" }))).toBe("special");
  });
});

describe("duties", () => {
  it("are no longer overdue once a record that counts is on its way", async () => {
    server.duties = [duty(), duty({ key: "two", at_least: 2 }), duty({ key: "later", start: "2098-01-01" }), duty({ key: "visits", evidence: ["home_visit"] })];
    const app = await signedIn(server);
    offline();
    await done(app);
    expect(app.registers.dutiesUnsent).toEqual({ k: 1, two: 1 });
    expect([isCovered(duty(), 1), isCovered(duty({ at_least: 2 }), 1), isCovered(duty({ at_least: 2, counted: 1 }), 1), isCovered(duty())]).toEqual([true, false, true, false]);
    await app.syncNow();
    expect(app.registers.dutiesUnsent).toEqual({ k: 1, two: 1 });
    server.failures.clear();
    await app.syncNow();
    expect(app.registers.dutiesUnsent).toEqual({});
  });

  it("that are owed about one hazard are done by what is done about that one", async () => {
    const [id, other] = [crypto.randomUUID(), crypto.randomUUID()];
    server.duties = [duty({ key: "this", period: id, evidence: ["daily_patrol"] }), duty({ key: "other", period: other, evidence: ["daily_patrol"] })];
    const app = await signedIn(server);
    offline();
    // The fake notice counts what is found in passing as a patrol.
    await app.record("hazard.found", GRID, { hazard: id, place: { type: "area", key: GRID, snapshot: {} }, finding: finding() }, "隐患");
    expect(app.registers.dutiesUnsent).toEqual({ this: 1 });
  });
});

describe("a hazard in passing", () => {
  const at = { type: "premises", key: "shop-1", snapshot: { name: "草原饭店" } };

  it("is kept while it is written down, goes on after the battery was dead, and shows at once when it is saved", async () => {
    const app = await signedIn(server);
    offline();
    const one = finding();
    await app.saveForm({ id: app.newId(), form: "hazard.found", subject: one.id, area: GRID, data: { place: at, finding: one } });
    app.close();
    const again = await phone(server, { database: app.database });
    const [draft] = again.forms.value;
    expect(draft && [formTitle(again.registers, draft), formRoute(again.registers, draft)]).toEqual([
      "随手记隐患 草原饭店", { name: "place", params: { type: "premises", key: "shop-1" }, query: { found: one.id } },
    ]);
    expect(formTitle(again.registers, { ...draft!, data: { place: { type: "household", key: "home-1", snapshot: { number: "12" } } } })).toBe("随手记隐患 12 号户");
    await again.finishForm({ form: "hazard.found", subject: one.id, area: GRID }, { place: at, finding: one }, "隐患：草原饭店");
    expect(again.forms.value).toEqual([]);
    expect(again.registers.hazards.map(({ id, text, place_key, state }) => [id, text, place_key, state])).toEqual([[one.id, "楼道堆放杂物", "shop-1", "reported"]]);
    expect(again.queue.value[0]).toMatchObject({ kind: "hazard.found", place: "shop-1" });
    await inside(app.database, async (db) => expect(await db.queue.count()).toBe(1));
  });

  it("is put right in its form when the server refuses it, under the same id", async () => {
    const app = await signedIn(server);
    offline();
    const one = finding({ action: "by_date", due: "2020-01-01" });
    const entry = await app.finishForm({ form: "hazard.found", subject: one.id, area: GRID }, { place: at, finding: one }, "隐患：草原饭店");
    server.refuses.set(entry, { code: "finding_due", message: "整改期限早于检查当天。", hint: "改正期限后重发。" });
    server.failures.clear();
    await app.syncNow();
    const opened = await app.reopen(entry);
    expect(opened).toMatchObject({ form: "hazard.found", subject: one.id, refused: { code: "finding_due" }, data: { finding: { due: "2020-01-01" } } });
    const better = { ...one, due: "2099-01-01" };
    await app.finishForm({ form: "hazard.found", subject: one.id, area: GRID }, { place: at, finding: better }, "隐患：草原饭店");
    await app.syncNow();
    expect(app.queue.value.map(({ state }) => state)).toEqual(["arrived"]);
    expect([...server.entries.values()].map(({ payload }) => payload["finding"])).toEqual([better]);
  });

  it("may be written down by whoever has the power that the notice counts it by", async () => {
    const app = await signedIn(server);
    expect(mayFind(app.registers, GRID)).toBe(true);
    expect(mayFind(app.registers, "150624102")).toBe(false);
    expect(mayFind({ ...app.registers, evidence: [] }, GRID)).toBe(false);
  });
});

describe("what was recorded", () => {
  it("can be read again, and taken back with what it found", async () => {
    const app = await signedIn(server);
    const { id } = await check(app, ({ data }) => {
      data.findings = [finding({ item: "exit" })];
    });
    await app.finishCheck(id);
    await app.syncNow();
    expect(app.recorded(id)?.entry.payload).toMatchObject({ checklist: "restaurant", findings: [{ text: "楼道堆放杂物", no_photo: "camera" }] });
    expect(app.recorded("nothing")).toBeNull();
    server.fail("/sync/pull", "down");
    await app.finishForm({ form: "inspection.withdrawn", subject: id, area: GRID }, { inspection: id, evidence: "daily_patrol", reason: "记错了" }, "撤回");
    expect(app.registers.hazards.filter(({ ended }) => !ended)).toEqual([]);
  });
});

describe("hazards", () => {
  it("come by how late they are, then by how grave", () => {
    const one = (text: string, next_due: string | null, severity: "general" | "serious") => ({
      text, next_due, severity, state: "open", state_title: "", ended: false, stopped: false, found_on: "2026-11-01",
    });
    const rows = [
      one("later", "2026-12-30", "general"), one("grave", null, "serious"), one("soon", "2026-12-01", "general"), one("late", "2026-11-20", "general"),
      one("late and grave", "2026-11-20", "serious"), one("latest", "2026-11-02", "general"),
    ];
    expect(rows.sort(byUrgency("2026-11-24")).map(({ text }) => text)).toEqual(["latest", "late and grave", "late", "grave", "soon", "later"]);
  });
});
