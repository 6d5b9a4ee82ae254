import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Checklist, Duty, Finding, InspectionPayload } from "../src/core/api";
import type { DraftCheck } from "../src/core/contract";
import { copy } from "../src/core/drafts";
import { check, closeAll, fakeCamera, phone, picture, signedIn } from "./phone";
import { FakeServer, shop } from "./server";

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer().install();
  fakeCamera();
});
afterEach(closeAll);

const finding = (change: Partial<Finding> = {}): Finding => ({
  id: crypto.randomUUID(), item: "extinguisher", text: "灭火器压力不足", element: "", severity: "general", action: "by_date", due: "2099-01-01", photos: [], no_photo: "",
  after: [], ...change,
});

/** The restaurants' list in its next version, in which the extinguisher is no longer asked for. */
const renewed = (lists: Checklist[]): Checklist[] =>
  copy(lists).map((list) => (list.id === "restaurant" ? { ...list, version: 4, items: list.items.filter(({ id }) => id !== "extinguisher") } : list));

describe("a check", () => {
  it("starts with the kind's checklist, the evidence the person may record, and nothing personal", async () => {
    const app = await signedIn(server);
    const draft = await app.startCheck({ type: "premises", key: "shop-1" });
    expect(draft).toMatchObject({ placeName: "草原饭店", area: "150624101003001" });
    expect(draft.data).toMatchObject({ checklist: "restaurant", checklist_version: 3, evidence: "daily_patrol", answers: {}, signature: { state: "absent" } });
    expect(draft.data.place.snapshot).toMatchObject({ name: "草原饭店", kind: "restaurant", responsible: "乌兰" });
    expect(draft.data.place.snapshot).not.toHaveProperty("phone");

    const home = await app.startCheck({ type: "household", key: "home-1" });
    expect(home.data.place.snapshot).toEqual({ number: "12", vulnerable: true });
    expect(JSON.stringify(home)).not.toContain("其其格");
    await expect(app.startCheck({ type: "premises", key: "gone" })).rejects.toMatchObject({ code: "place_unknown" });
    await expect(app.startCheck({ type: "area", key: "150624101003" })).rejects.toMatchObject({ code: "checklist_unknown" });
    expect(app.drafts.value).toHaveLength(2);
  });

  it("at somebody's home asks for no position and sends none", async () => {
    const asked = vi.fn((found: PositionCallback) => found({ coords: { latitude: 39.1, longitude: 107.9, accuracy: 12 } } as GeolocationPosition));
    vi.stubGlobal("navigator", { geolocation: { getCurrentPosition: asked } });
    const app = await signedIn(server);
    const draft = await app.startCheck({ type: "household", key: "home-1" });
    draft.data.photos = [(await app.takePhoto(picture(2000, 1500, 900_000), "scene", "camera", true)).ref];
    // As an app kept it that still asked.
    draft.data.position = { lat: 39.1, lon: 107.9, accuracy: 12 };
    await app.saveDraft(draft);
    await app.finishCheck(draft.id);
    await app.syncNow();
    expect(asked).not.toHaveBeenCalled();
    const payload = server.entries.get(draft.id)?.payload as unknown as InspectionPayload;
    expect(payload).toMatchObject({ position: null, no_position: "private", photos: [{ position: null, no_position: "private" }] });
    expect(JSON.stringify(payload)).not.toContain("39.1");

    const shop = await check(app);
    await app.finishCheck(shop.id);
    await app.syncNow();
    expect(server.entries.get(shop.id)?.payload).toMatchObject({ position: { lat: 39.1 }, no_position: "" });
  });

  it("goes by the checklist of a mark before that of the kind", async () => {
    const app = await signedIn(server);
    const keyUnit: Checklist = { id: "key_unit", version: 1, title: "重点单位检查表", for: ["factory"], evidence: ["daily_patrol"], sections: [], items: [] };
    server.changes = {
      marks: [
        { id: "relic", title: "文物", checklist: "" },
        { id: "newer", title: "别处才有的", checklist: "not_on_this_phone" },
        { id: "key_unit", title: "重点单位", checklist: "key_unit" },
      ],
      checklists: [...copy(app.registers.checklists as Checklist[]), keyUnit],
      premises: [shop({ marks: ["newer", "relic"] }), shop({ key: "hotel-1", name: "大饭店", marks: ["key_unit", "relic", "newer"] })],
    };
    await app.syncNow();
    const begun = async (key: string, wanted?: string): Promise<string> => (await app.startCheck({ type: "premises", key }, wanted)).data.checklist;
    expect(await begun("hotel-1")).toBe("key_unit");
    expect(await begun("hotel-1", "restaurant")).toBe("restaurant");
    expect(await begun("shop-1")).toBe("restaurant");
  });

  it("goes on with the version of the list with which it was begun, after a newer one came", async () => {
    const app = await signedIn(server);
    const { ref } = await app.takePhoto(picture(2000, 1500, 900_000), "before", "camera");
    const draft = await check(app, ({ data }) => {
      data.answers = { exit: "none", extinguisher: "problem" };
      data.findings = [finding({ photos: [ref] })];
    });
    server.changes = { checklists: renewed(app.registers.checklists as Checklist[]) };
    await app.syncNow();
    expect(app.registers.checklists.find(({ id }) => id === "restaurant")?.version).toBe(4);
    expect(app.drafts.value[0]?.list).toMatchObject({ version: 3, items: [{ id: "extinguisher" }, { id: "exit" }] });
    await app.finishCheck(draft.id);
    await app.syncNow();
    expect(server.entries.get(draft.id)?.payload).toMatchObject({ checklist_version: 3, answers: { exit: "none", extinguisher: "problem" }, findings: [{ item: "extinguisher" }] });
    expect((await app.startCheck({ type: "premises", key: "shop-1" })).data.checklist_version).toBe(4);
  });

  it("that was begun by an app which did not keep the list goes on with the present one, with its answers", async () => {
    const app = await signedIn(server);
    const draft = await check(app, ({ data }) => {
      data.answers = { exit: "none", extinguisher: "problem" };
      data.findings = [finding(), finding({ item: "exit", text: "出口堵塞" })];
    });
    server.changes = { checklists: renewed(app.registers.checklists as Checklist[]) };
    await app.syncNow();
    const { list: _, ...without } = (await app.saveDraft(draft))!;
    await app.saveDraft(without);
    app.close();
    const again = await phone(server, { database: app.database });
    const migrated = again.drafts.value[0]!;
    expect(migrated.list?.version).toBe(4);
    expect(migrated.data).toMatchObject({ checklist_version: 4, answers: { exit: "none" }, findings: [{ item: "", text: "灭火器压力不足" }, { item: "exit" }] });
  });

  it("that the server refused for its list is put right with the present one", async () => {
    const app = await signedIn(server);
    const draft = await check(app, ({ data }) => void (data.answers = { exit: "none", extinguisher: "none" }));
    server.refuses.set(draft.id, { code: "item_unknown", message: "没有这一项", hint: "" });
    await app.finishCheck(draft.id);
    server.changes = { checklists: renewed(app.registers.checklists as Checklist[]) };
    await app.syncNow();
    const reopened = (await app.reopen(draft.id)) as DraftCheck;
    expect(reopened).toMatchObject({ list: { version: 4 }, data: { checklist_version: 4, answers: { exit: "none" } } });
    await app.finishCheck(reopened.id);
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ state: "arrived" });
  });

  it("names everything that is missing, at once", async () => {
    const app = await signedIn(server);
    const draft = await check(app, ({ data }) => {
      data.evidence = "joint_inspection";
      data.answers = { extinguisher: "problem", exit: "problem" };
      data.findings = [finding({ due: "2020-01-01" }), finding({ item: "", text: "", action: "on_the_spot", due: null })];
      data.signature = { state: "signed", name: "乌兰", sha256: "" };
    });
    const thrown = (await app.finishCheck(draft.id).catch((error: unknown) => error)) as { code: string; message: string; missing: string[] };
    expect(thrown.code).toBe("incomplete");
    expect(thrown.missing).toEqual([
      "没有选参加方",
      "没有写到场人员的姓名（除您以外至少一人）",
      "记为已签字，但没有签名",
      "“安全出口”记为有问题，但没有写是什么问题",
      "第 1 处问题“灭火器压力不足”缺整改前的照片",
      "第 1 处问题“灭火器压力不足”的整改期限已过",
      "第 2 处问题“未写明”没有写明是什么问题",
      "第 2 处问题“未写明”缺整改前的照片",
      "第 2 处问题“未写明”记为当场改好，缺整改后的照片",
    ]);
    for (const words of thrown.missing) expect(thrown.message).toContain(words);
    expect(app.drafts.value).toHaveLength(1);
    expect(app.queue.value).toHaveLength(0);
  });

  it("with a problem described at too great length says so before it is sent", async () => {
    const app = await signedIn(server);
    const { ref } = await app.takePhoto(picture(2000, 1500, 900_000), "before", "camera");
    const draft = await check(app, ({ data }) => void (data.findings = [finding({ text: "长".repeat(501), photos: [ref] })]));
    await expect(app.finishCheck(draft.id)).rejects.toMatchObject({ missing: [expect.stringContaining("最多 500 字")] });
  });

  it("becomes one entry, with the hazards that show at once", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    const before = await app.takePhoto(picture(2000, 1500, 900_000), "before", "camera");
    const after = await app.takePhoto(picture(2000, 1500, 900_001), "after", "camera");
    const signed = await app.takePhoto(picture(400, 200, 5_000, "png"), "signature", "drawn");
    const draft = await check(app, ({ data }) => {
      data.findings = [
        finding({ photos: [before.ref] }),
        finding({ item: "", text: "通道堵塞", action: "on_the_spot", due: "2099-01-01", photos: [before.ref], after: [after.ref] }),
      ];
      data.signature = { state: "signed", name: "乌兰", sha256: signed.ref.sha256 };
      Object.assign(data, { helper: "a screen's own" });
    });
    const [first, second] = await Promise.all([app.finishCheck(draft.id), app.finishCheck(draft.id).catch(() => draft.id)]);
    expect([first, second]).toEqual([draft.id, draft.id]);
    expect(app.drafts.value).toEqual([]);
    expect(app.queue.value[0]).toMatchObject({ title: "日常排查：草原饭店", kind: "inspection.made", area: "150624101003001" });
    expect(app.queue.value[0]?.photos.map(({ role }) => role).sort()).toEqual(["after", "before", "signature"]);
    expect(app.sync.pending).toBe(4);
    expect(app.registers.premises[0]?.last_inspected).not.toBe("");
    expect(app.registers.hazards.map(({ text, state, place_name }) => [text, state, place_name]).sort()).toEqual([
      ["灭火器压力不足", "open", "草原饭店"],
      ["通道堵塞", "corrected", "草原饭店"],
    ]);

    server.failures.clear();
    await app.syncNow();
    const { payload } = server.entries.get(draft.id)! as unknown as { payload: Record<string, unknown> & { findings: Finding[] } };
    expect(payload).not.toHaveProperty("helper");
    expect(payload["answers"]).toEqual({ extinguisher: "problem" });
    expect(payload.findings[1]?.due).toBeNull();
    expect(payload["no_position"]).toBe("unavailable");
    expect(payload["photos"]).toMatchObject([{ role: "signature", sha256: signed.ref.sha256 }]);
    expect(server.photos.size).toBe(3);
    // What the server told since is what counts; its pull knows nothing of these hazards.
    expect(app.registers.hazards).toEqual([]);
  });

  it("refuses a photo that is no longer on the phone, and forgets a discarded draft", async () => {
    const app = await signedIn(server);
    const draft = await check(app, ({ data }) => {
      data.photos = [{
        sha256: "f".repeat(64), name: "", size: 1, width: 1, height: 1, role: "scene", source: "camera", taken_at: "2026-11-23T00:00:00Z", position: null,
        no_position: "denied",
      }];
    });
    await expect(app.finishCheck(draft.id)).rejects.toMatchObject({ missing: ["有 1 张照片不在这部手机里"] });
    await app.discardDraft(draft.id);
    await expect(app.finishCheck(draft.id)).rejects.toMatchObject({ code: "draft_gone" });
  });
});

describe("what a check is for", () => {
  const duty: Duty = { key: "k", duty: "d", title: "每月排查", clause: "三（二）", area: "150624101003001", area_name: "第一网格", period: "2026-11", state: "open", start: "2026-11-01", due: "2026-11-30", counted: 0, at_least: 1, evidence: ["daily_patrol"], done_by: ["grid_chief"], parties: [], owner_name: "巴图", mine: true };
  const shown = { title: "每月排查", clause: "三（二）", areaName: "第一网格", ownerName: "巴图" };

  it("is told from the duties known here, and confirmed by the server", async () => {
    server.duties = [
      duty,
      { ...duty, key: "met", state: "met" },
      { ...duty, key: "elsewhere", area: "150624102" },
      { ...duty, key: "others", done_by: ["brigade_chief"] },
      { ...duty, key: "joint", parties: ["police_station"] },
      { ...duty, key: "visit", evidence: ["home_visit"] },
    ];
    const app = await signedIn(server);
    server.fail("/sync/push", "down");
    const { id } = await check(app);
    await app.finishCheck(id);
    await app.syncNow();
    server.fail("/fulfilled", "down");
    expect(await app.served(id)).toEqual({ confirmed: false, duties: [shown] });
    server.fulfilled = { [id]: [{ title: "每月排查", clause: "三（二）", area_name: "第一网格", owner_name: "巴图", state: "met" }] };
    expect(await app.served(id)).toEqual({ confirmed: true, duties: [shown] });
  });
});
