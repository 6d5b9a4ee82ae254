import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Hazard, HazardState, HazardStep, Pull, StepNeed } from "../src/core/api";
import { stepSubject } from "../src/core/contract";
import { byDue, isOverdue, showHazard, stateWord } from "../src/parts/lateness";
import { expectedOf, payloadOf, stepNamed, stepsFor, waitsForMe, wrongIn, type Given } from "../src/parts/steps";
import { formRoute, formTitle } from "../src/parts/unfinished";
import { closeAll, phone, signedIn, type Phone } from "./phone";
import { FakeServer } from "./server";

const GRID = "150624101003001";
const MEANWHILE = { code: "step_meanwhile", message: "您看的时候，别人已经办理了一步。", hint: "刷新，看清现在的情况后再办。" };
const state = (id: string, title: string, next: string, more: Partial<HazardState> = {}): HazardState =>
  ({ id, title, next, next_step: next, owner: `${title}的人`, by_department: false, ended: false, ...more });
const need = (field: string, more: Partial<StepNeed> = {}): StepNeed => ({ field, title: field, optional: false, at_least: 1, at_most_days: null, choices: [], ...more });
const step = (event: string, of: string[], to: string, needs: StepNeed[] = [], more: Partial<HazardStep> = {}): HazardStep => ({
  event, title: `办${event}`, of, to, kind: "hazard.moved", power: "record.daily_patrol", by_department: false, deadline: "kept", document: "", takes_photos: true,
  needs, ...more,
});
const states = [
  state("open", "待整改", "corrected"), state("asked", "申请延期", "granted"), state("reported", "已上报大队", "taken"), state("taken", "大队接管", "ordered"),
  state("referred", "已抄告部门", "receipt", { by_department: true }), state("corrected", "已整改", "", { ended: true, owner: "" }),
];
const steps = [
  step("urged", ["open"], "same", [need("note")]),
  step("extension_asked", ["open"], "asked", [need("note"), need("until")]),
  step("corrected", ["open", "reported"], "corrected", [need("photos")], { kind: "hazard.corrected" }),
  step("reported", ["open"], "reported", [], { kind: "hazard.reported", takes_photos: false, deadline: "counted" }),
  step("referred", ["open", "reported"], "referred", [need("department"), need("note")], { deadline: "counted" }),
  step("ordered", ["open", "taken"], "taken", [need("number"), need("due", { at_most_days: 30 })], { deadline: "due", power: "issue.orders" }),
  step("receipt", ["referred"], "taken", [need("note")], { by_department: true }),
  step("tomorrows", ["open"], "same", [need("fingerprint")]),
  step("linked", ["open"], "same", [need("earlier")]),
];
const hazard = (change: Partial<Hazard> = {}): Hazard => ({
  id: "z", area: GRID, place_type: "premises", place_key: "shop-1", place_name: "草原饭店", item: "", element: "", text: "出口锁闭", severity: "general",
  state: "open", state_title: "待整改", ended: false, owner: "网格", next_step: "整改", next_due: "2026-12-01", stopped: false, referred_to: "", action: "by_date",
  due: "2026-12-01", found_on: "2026-11-01", corrected_on: null, conflict: false, photos: [], entry: "e-1", ...change,
});
const given = (change: Partial<Given> = {}): Given =>
  ({ note: "", photos: [], due: "", until: "", number: "", department: "", people: "", agreed: "", result: "", earlier: "", ...change });

let server: FakeServer;
let app: Phone & { database: string };
beforeEach(async () => {
  server = new FakeServer().install();
  app = await signedIn(server);
  await pulls({ states, steps, departments: [{ id: "housing", title: "住建局" }], hazards: [hazard()] });
});
afterEach(closeAll);

async function pulls(changes: Partial<Pull>): Promise<void> {
  server.changes = changes;
  await app.syncNow();
}

const only = (): Hazard => app.registers.hazards[0] as Hazard;
const offline = (): void => server.fail("/sync/push", ...Array<"down">(99).fill("down"));
const online = (): void => server.fail("/sync/push");
const named = (event: string): HazardStep => steps.find((one) => one.event === event)!;

/** As the form does it, on top of the hazard as it is shown. */
function take(event: string, filled: Partial<Given> = {}): Promise<string> {
  const { kind } = named(event);
  const subject = kind === "hazard.moved" ? stepSubject("z", event) : "z";
  return app.finishForm({ form: kind as "hazard.moved", subject, area: GRID }, payloadOf(named(event), "z", only().entry, given(filled)), event);
}

describe("a step", () => {
  it("shows at once how the hazard is expected to stand, in the county's words, until the server has said so", async () => {
    offline();
    await take("extension_asked", { note: "等货", until: "2026-12-20" });
    expect(only()).toMatchObject({ state: "asked", state_title: "申请延期", owner: "申请延期的人", next_step: "granted", next_due: "2026-12-01" });
    expect(app.registers.unsent).toEqual({ z: true });
    online();
    await pulls({ hazards: [hazard({ state: "asked", state_title: "申请延期", entry: "e-2" })] });
    expect([only().entry, app.registers.unsent]).toEqual(["e-2", {}]);
  });

  it("has the deadline that was given, and none where the server counts it", async () => {
    await pulls({ hazards: [hazard({ id: "y", found_on: "2026-10-01" })] });
    offline();
    await take("ordered", { number: "1号", due: "2026-11-30" });
    await app.record("hazard.reported", GRID, { hazard: "y", note: "" }, "上报");
    expect(app.registers.hazards).toMatchObject([
      { id: "z", state: "taken", next_due: "2026-11-30", due: "2026-11-30" }, { id: "y", state: "reported", next_due: null, due: "2026-12-01" },
    ]);
  });

  it("names the department that has it in hand", async () => {
    offline();
    await take("referred", { department: "housing", note: "请查处" });
    expect(only()).toMatchObject({ state: "referred", referred_to: "housing", owner: "住建局" });
  });

  it("of this phone stands on the one before it, so that neither is refused for the other", async () => {
    offline();
    const first = await take("urged", { note: "第一次" });
    await take("urged", { note: "第二次" });
    online();
    await app.syncNow();
    expect(server.pushes.slice(-1).flat().map(({ payload }) => payload["seen"])).toEqual(["e-1", first]);
  });

  it("that somebody else was faster with is said in words, and sent again on top of what is known then: once, with all that was typed", async () => {
    offline();
    const id = await take("urged", { note: "店主答应三天内清理" });
    online();
    server.refuses.set(id, MEANWHILE);
    await pulls({ hazards: [hazard({ entry: "e-9" })] });
    expect(app.queue.value.map((one) => [one.state, one.problem?.message])).toEqual([["refused", MEANWHILE.message]]);
    expect(app.registers.unsent).toEqual({});
    const again = await phone(server, { database: app.database });
    const opened = again.openForm("hazard.moved", stepSubject("z", "urged"));
    expect([opened?.refused?.code, opened?.data["note"]]).toEqual(["step_meanwhile", "店主答应三天内清理"]);
    expect(await again.reopen(id)).toMatchObject({ form: "hazard.moved", subject: "z:urged" });
    app = again as typeof app;
    await take("urged", { note: String(opened!.data["note"]) });
    await app.syncNow();
    const kept = [...server.entries.values()].filter(({ kind }) => kind === "hazard.moved");
    expect(kept.map(({ payload }) => [payload["note"], payload["seen"]])).toEqual([["店主答应三天内清理", "e-9"]]);
    expect(app.queue.value.map((one) => one.state)).toEqual(["arrived"]);
  });

  it("is a form of its own beside the other steps about the same hazard", async () => {
    const draft = (event: string, note: string) =>
      app.saveForm({ id: event, form: "hazard.moved", subject: stepSubject("z", event), area: GRID, data: { ...given(), note } });
    await draft("urged", "督促写到一半");
    await draft("referred", "抄告写到一半");
    expect(app.openForm("hazard.moved", "z:urged")?.data["note"]).toBe("督促写到一半");
    await take("urged", { note: "督促" });
    expect(app.forms.value.map(({ subject }) => subject)).toEqual(["z:referred"]);
    const [left] = app.forms.value;
    expect(formTitle(app.registers, left!)).toBe("办referred 草原饭店");
    expect(formRoute(app.registers, left!)).toEqual({ name: "hazard", params: { id: "z" }, query: { step: "referred" } });
  });
});

describe("the steps that are offered", () => {
  const events = (change: Partial<Hazard> = {}): string[] => stepsFor(app.registers, hazard(change)).map(({ event }) => event);

  it("are those of the state and of the posts, the expected one first; one that this app cannot ask for is left out", () => {
    expect(events()).toEqual(["corrected", "urged", "extension_asked", "reported", "referred"]);
    expect(events({ state: "taken" })).toEqual([]);
    expect(events({ area: "150624199001001" })).toEqual([]);
    expect(events({ state: "corrected" })).toEqual([]);
  });

  it("lead to an earlier hazard only where there is one", async () => {
    await pulls({ hazards: [hazard({ id: "old", found_on: "2026-09-01", state: "corrected", ended: true, corrected_on: "2026-11-20" })] });
    expect(events()).toContain("linked");
    expect(events({ place_key: "another" })).not.toContain("linked");
  });

  it("are a department's only where the hazard was referred to it", async () => {
    const post = { id: "a2", post: "department_inspector", title: "科员", area: "150624", area_name: "", sector: "housing", powers: ["record.daily_patrol"] };
    await pulls({ posts: [post] });
    expect(events({ state: "referred", referred_to: "housing" })).toEqual(["receipt"]);
    expect(events({ state: "referred", referred_to: "education" })).toEqual([]);
    expect(waitsForMe(app.registers, hazard({ state: "referred", referred_to: "education" }))).toBe(false);
  });

  it("keep the form of one that can't be taken any more", () => {
    expect(stepNamed(app.registers, hazard({ state: "corrected" }), "urged")?.event).toBe("urged");
    expect(stepNamed(app.registers, hazard(), "unheard of")).toBeUndefined();
    expect(expectedOf(app.registers, hazard({ state: "of another county" }))).toBe("");
  });
});

describe("what a step needs", () => {
  const today = "2026-11-24";

  it("is missed by name, and dates have bounds", () => {
    expect(wrongIn(named("extension_asked"), given({ note: " " }), today)).toEqual({ note: "还没有填“note”。", until: "还没有填“until”。" });
    const late = (due: string): string[] => Object.keys(wrongIn(named("ordered"), given({ number: "1号", due }), today));
    expect([late("2026-11-24"), late("2026-12-24"), late("2026-12-25"), late("2026-11-23")]).toEqual([[], [], ["due"], ["due"]]);
    const two = step("x", ["open"], "same", [need("people", { at_least: 2 }), need("photos", { at_least: 2 }), need("result", { optional: true })]);
    expect(Object.keys(wrongIn(two, given({ people: "甲\n甲\n", photos: [{}] }), today))).toEqual(["people", "photos"]);
    expect(wrongIn(two, given({ people: "甲\n乙", photos: [{}, {}] }), today)).toEqual({});
  });

  it("goes into the entry, and nothing that nobody asked for", () => {
    const typed = given({ note: " 好 ", until: "2026-12-20", due: "2026-12-01", number: "1", people: "甲\n乙" });
    expect(payloadOf(named("extension_asked"), "z", "e-1", typed)).toEqual({ hazard: "z", event: "extension_asked", seen: "e-1", note: "好", photos: [], until: "2026-12-20" });
    expect(payloadOf(named("reported"), "z", "e-1", typed)).toEqual({ hazard: "z", note: "好" });
    expect(payloadOf(named("urged"), "z", "", typed)).toMatchObject({ seen: null });
  });
});

describe("how a hazard is shown", () => {
  const now = "2026-11-24";

  it("by its title where its state is unknown here", async () => {
    await pulls({ hazards: [hazard({ state: "of_tomorrow", state_title: "明天才有的状态", next_due: null })] });
    expect(stateWord(only())).toBe("明天才有的状态");
    expect(showHazard(only(), now).word).toBe("明天才有的状态");
    expect(stepsFor(app.registers, only())).toEqual([]);
  });

  it("as far as it can be told where it was pulled before there were life cycles", async () => {
    const { state_title: _t, ended: _e, owner: _o, next_step: _n, next_due: _d, stopped: _s, referred_to: _r, entry: _i, ...old } = hazard();
    await pulls({ hazards: [old as Hazard, { ...old, id: "y", state: "corrected", corrected_on: "2026-11-20" } as Hazard] });
    const shown = new Map(app.registers.hazards.map((one) => [one.id, one]));
    expect([stateWord(shown.get("z")!), showHazard(shown.get("z")!, "2026-12-03").word]).toEqual(["未整改", "逾期 2 天"]);
    expect([shown.get("y")!.ended, stateWord(shown.get("y")!)]).toEqual([true, "已整改"]);
  });

  it("late first, then by the next deadline; a stopped clock is never late", () => {
    const rows = [
      hazard({ id: "none", next_due: null }), hazard({ id: "stopped", next_due: "2026-11-01", stopped: true, found_on: "2026-11-02" }),
      hazard({ id: "later" }), hazard({ id: "late", next_due: "2026-11-20" }), hazard({ id: "done", ended: true, next_due: "2026-01-01", found_on: "2026-11-03" }),
    ];
    expect([...rows].sort(byDue).map(({ id }) => id)).toEqual(["late", "later", "none", "stopped", "done"]);
    expect(rows.filter((one) => isOverdue(one, now)).map(({ id }) => id)).toEqual(["late"]);
  });
});
