import { createRenderer, nextTick, type App } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Finding } from "../../src/core/api";
import type { DraftCheck } from "../../src/core/contract";
import { copy } from "../../src/core/drafts";
import { joined } from "../../src/core/join";
import { openDraft, type OpenDraft } from "../../src/screens/check/draft";
import { check, closeAll, phone, signedIn, type Phone } from "../phone";
import { FakeServer } from "../server";

const finding = (id: string, change: Partial<Finding> = {}): Finding => ({
  id, item: "", text: id, element: "", severity: "general", action: "cannot", due: null, photos: [], no_photo: "", after: [], ...change,
});

const renderer = createRenderer<object, object>({
  patchProp: () => undefined, insert: () => undefined, remove: () => undefined, createElement: () => ({}), createText: () => ({}), createComment: () => ({}),
  setText: () => undefined, setElementText: () => undefined, parentNode: () => null, nextSibling: () => null,
});
const mounted: App[] = [];

/** The screen of a check in one window. */
function enter(app: Phone, id: string, held: () => string | undefined = () => undefined): OpenDraft {
  let open!: OpenDraft;
  const screen = renderer.createApp({
    setup() {
      open = openDraft(app, id, held);
      return () => null;
    },
  });
  mounted.push(screen);
  screen.mount({});
  return open;
}

describe("a check that is open in two windows", () => {
  let one: Phone & { database: string };
  let two: Phone;
  let id: string;

  beforeEach(async () => {
    const server = new FakeServer().install();
    one = await signedIn(server);
    two = await phone(server, { database: one.database });
    vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible", documentElement: { lang: "zh-CN" } }));
    vi.stubGlobal("window", new EventTarget());
    id = (await check(one, ({ data }) => void (data.findings = [finding("早先的")]))).id;
    await vi.waitFor(() => expect(two.drafts.value[0]?.data.findings).toHaveLength(1));
  });
  afterEach(() => {
    for (const screen of mounted.splice(0)) screen.unmount();
    closeAll();
  });

  const written = (): { findings: string[]; note: string } => {
    const { findings, note } = one.drafts.value[0]!.data;
    return { findings: findings.map(({ text }) => text), note };
  };

  it("keeps what was typed in both, tells so, and both go on from there", async () => {
    const here = enter(one, id);
    const there = enter(two, id);
    here.draft.value!.data.findings.push(finding("这边的"));
    here.draft.value!.data.note = "这边的说明";
    there.draft.value!.data.findings.push(finding("那边的"));
    there.draft.value!.data.answers["exit"] = "none";
    await nextTick();
    await Promise.all([here.flush(), there.flush()]);
    await vi.waitFor(() => expect(written()).toEqual({ findings: expect.arrayContaining(["早先的", "这边的", "那边的"]) as string[], note: "这边的说明" }));
    await vi.waitFor(() => {
      for (const { draft } of [here, there]) {
        expect(draft.value?.data.findings.map(({ text }) => text).sort()).toEqual(["那边的", "早先的", "这边的"].sort());
        expect(draft.value?.data).toMatchObject({ note: "这边的说明", answers: { exit: "none" } });
      }
    });
    expect([here.elsewhere.value, there.elsewhere.value].some((told) => told?.message.includes("另一个窗口"))).toBe(true);
    here.draft.value!.data.findings.push(finding("再一条"));
    await nextTick();
    await here.flush();
    await vi.waitFor(() => expect(there.draft.value?.data.findings).toHaveLength(4));
    expect(one.drafts.value[0]?.data.findings).toHaveLength(4);
  });

  it("a window that was opened long ago and is typed in only now erases nothing", async () => {
    vi.stubGlobal("BroadcastChannel", undefined);
    const stale = enter(two, id);
    const here = enter(one, id);
    here.draft.value!.data.findings = [finding("早先的", { text: "改过的" }), finding("新的")];
    await nextTick();
    await here.flush();
    stale.draft.value!.data.note = "旧窗口里写的";
    await nextTick();
    await stale.flush();
    expect(stale.unkept.value).toBeNull();
    await vi.waitFor(() => expect(written()).toEqual({ findings: ["改过的", "新的"], note: "旧窗口里写的" }));
    expect(stale.draft.value?.data.findings.map(({ text }) => text)).toEqual(["改过的", "新的"]);
  });

  it("the finding that is open stays open, though it was removed in the other one", async () => {
    const here = enter(one, id, () => "早先的");
    const there = enter(two, id);
    const open = here.draft.value!.data.findings[0]!;
    there.draft.value!.data.findings = [];
    await nextTick();
    await there.flush();
    await vi.waitFor(() => expect(one.drafts.value[0]?.data.findings).toEqual([]));
    open.text = "还在写";
    await nextTick();
    await here.flush();
    await vi.waitFor(() => expect(written().findings).toEqual(["还在写"]));
  });

  it("alone in one window says nothing, however fast the typing", async () => {
    const here = enter(one, id);
    for (const note of ["一", "一二", "一二三"]) {
      here.draft.value!.data.note = note;
      await nextTick();
      void here.flush();
    }
    here.draft.value!.data.note = "一二三四";
    await nextTick();
    await here.flush();
    await vi.waitFor(() => expect(written().note).toBe("一二三四"));
    await new Promise((done) => setTimeout(done, 400));
    expect(here.elsewhere.value).toBeNull();
    const { rev } = one.drafts.value[0]!;
    await new Promise((done) => setTimeout(done, 600));
    expect(one.drafts.value[0]?.rev).toBe(rev);
  });
});

describe("two versions of a check", () => {
  const draft = (change: Partial<DraftCheck["data"]> = {}): Pick<DraftCheck, "data"> => ({
    data: {
      checklist: "c", checklist_version: 1, evidence: "e", place: { type: "premises", key: "k", snapshot: {} }, parties: [], departments: [], present: [], answers: {},
      findings: [finding("a"), finding("b")], photos: [], signature: { state: "absent", name: "", sha256: "" }, position: null, no_position: "", note: "", started_at: "2026-11-24T00:00:00Z",
      ...change,
    },
  });

  it("are joined part by part", () => {
    const both = joined(
      draft(),
      draft({ note: "甲", answers: { x: "none" }, findings: [finding("a", { text: "改了文字" }), finding("b"), finding("c")], parties: ["police"] }),
      draft({ note: "乙", answers: { y: "none" }, findings: [finding("a", { severity: "serious" }), finding("d")], parties: ["town"] }),
    ).data;
    expect(both.note).toBe("乙\n甲");
    expect(both.answers).toEqual({ x: "none", y: "none" });
    expect(both.parties).toEqual(["police", "town"]);
    expect(both.findings).toMatchObject([{ id: "a", text: "改了文字", severity: "serious" }, { id: "c" }, { id: "d" }]);
  });

  it("lose nothing where it is not known how they began", () => {
    const both = joined(null, draft({ findings: [finding("a")] }), draft({ findings: [finding("b")], note: "乙" })).data;
    expect(both.findings.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(both.note).toBe("乙");
  });

  it("take a signature whole", () => {
    const signed = { state: "signed" as const, name: "乌兰", sha256: "f".repeat(64) };
    expect(joined(draft(), draft(), draft({ signature: signed })).data.signature).toEqual(signed);
    const refused = { ...copy(signed), state: "refused" as const, sha256: "" };
    expect(joined(draft(), draft({ signature: signed }), draft({ signature: refused })).data.signature).toEqual(signed);
  });
});
