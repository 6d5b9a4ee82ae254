import { createRenderer, nextTick, type App } from "vue";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { FormDraft, FormKind } from "../../src/core/contract";
import { question } from "../../src/parts/messages";
import { typedForm, type TypedForm } from "../../src/parts/typedForm";
import { formRoute, formTitle } from "../../src/parts/unfinished";
import { closeAll, signedIn, type Phone } from "../phone";
import { FakeServer } from "../server";

type Fields = { name: string; notes: string };
const about = { form: "premises.set", subject: "new-1" } as const;
let app: Phone;
let mounted: App | null = null;
let hide: () => void;

beforeEach(async () => {
  app = await signedIn(new FakeServer().install());
  const page = Object.assign(new EventTarget(), { visibilityState: "visible", documentElement: { lang: "zh-CN" } });
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", new EventTarget());
  hide = () => {
    page.visibilityState = "hidden";
    page.dispatchEvent(new Event("visibilitychange"));
  };
});
afterEach(() => {
  leave();
  closeAll();
});

/** A screen without a picture: what a form does needs no elements. */
const renderer = createRenderer<object, object>({
  patchProp: () => undefined, insert: () => undefined, remove: () => undefined, createElement: () => ({}), createText: () => ({}), createComment: () => ({}),
  setText: () => undefined, setElementText: () => undefined, parentNode: () => null, nextSibling: () => null,
});

function enter(): TypedForm<Fields> {
  let typed!: TypedForm<Fields>;
  mounted = renderer.createApp({
    setup() {
      typed = typedForm(app, () => ({ name: "", notes: "" }), () => "150624101003001");
      typed.open(about.form, about.subject);
      return () => null;
    },
  });
  mounted.mount({});
  return typed;
}

function leave(): void {
  mounted?.unmount();
  mounted = null;
}

const kept = (): unknown => app.forms.value.map(({ data }) => data);

describe("a form on the screen", () => {
  it("keeps what is typed a moment later, and is there when it is opened again", async () => {
    const { form } = enter();
    form.name = "便民小卖部";
    expect(kept()).toEqual([]);
    await vi.waitFor(() => expect(kept()).toEqual([{ name: "便民小卖部", notes: "" }]));
    leave();
    const again = enter();
    expect([again.form.name, again.restored.value, again.refused.value]).toEqual(["便民小卖部", true, null]);
  });

  it("keeps it at once when the app goes out of sight, or the screen is left", async () => {
    const { form } = enter();
    form.name = "便";
    await nextTick();
    hide();
    await vi.waitFor(() => expect(kept()).toEqual([{ name: "便", notes: "" }]), { timeout: 200, interval: 5 });
    form.name = "便民";
    await nextTick();
    leave();
    await vi.waitFor(() => expect(kept()).toEqual([{ name: "便民", notes: "" }]), { timeout: 200, interval: 5 });
  });

  it("leaves nothing when it was only looked at, or when what was typed was taken out again", async () => {
    const { form } = enter();
    form.name = "便民小卖部";
    await vi.waitFor(() => expect(kept()).toHaveLength(1));
    form.name = "";
    await vi.waitFor(() => expect(kept()).toEqual([]));
    leave();
    enter();
    leave();
    expect(kept()).toEqual([]);
  });

  it("is gone once saved, and nothing typed late brings it back", async () => {
    const typed = enter();
    typed.form.name = "便民小卖部";
    await nextTick();
    const saving = typed.save("150624101003001", { key: about.subject, name: "便民小卖部", base: "" }, "新建场所");
    typed.form.notes = "来不及了";
    await saving;
    leave();
    await new Promise((done) => setTimeout(done, 300));
    expect(kept()).toEqual([]);
    expect(app.queue.value.map(({ kind }) => kind)).toEqual(["premises.set"]);
  });

  it("is given up only after the person said so", async () => {
    const typed = enter();
    typed.form.name = "便民小卖部";
    await vi.waitFor(() => expect(kept()).toHaveLength(1));
    const staying = typed.discard();
    question.value?.answer(false);
    expect(await staying).toBe(false);
    const leaving = typed.discard();
    question.value?.answer(true);
    expect(await leaving).toBe(true);
    expect(kept()).toEqual([]);
  });
});

describe("what is not finished", () => {
  const draft = (form: FormKind, subject: string, data: Record<string, unknown> = {}): FormDraft => ({ id: "x", form, subject, area: "", changedAt: "", data });

  it("has a name, and of a household nothing but its number", () => {
    const titles = [
      draft("premises.set", "new-1", { name: "便民小卖部 ", base: "" }),
      draft("premises.set", "new-1", { name: "", base: "" }),
      draft("premises.set", "shop-1", { name: "改了的名字", base: "e-0" }),
      draft("household.set", "home-9", { number: "9", base: "", personal: { name: "乌云其木格" } }),
      draft("household.set", "home-1", { number: "12", base: "h-0", personal: { name: "其其格" } }),
      draft("household.revealed", "home-1", { words: "其其格病了" }),
    ].map((one) => formTitle(app.registers, one));
    expect(titles).toEqual(["新场所 便民小卖部", "新场所", "改资料 草原饭店", "新住户 9", "户 12", "查看第 12 户信息"]);
  });

  it("goes on where it stands", () => {
    const route = (form: FormKind, subject: string, base = ""): unknown => formRoute(app.registers, draft(form, subject, { base }));
    expect(route("premises.set", "new-1")).toEqual({ name: "premises-new", params: { key: "new-1" } });
    expect(route("premises.set", "shop-1", "e-0")).toEqual({ name: "premises-edit", params: { key: "shop-1" } });
    expect(route("premises.set", "no longer here", "e-7")).toEqual({ name: "premises-edit", params: { key: "no longer here" } });
    expect(route("hazard.corrected", "z")).toEqual({ name: "hazard", params: { id: "z" }, query: { step: "corrected" } });
    expect(route("household.revealed", "home-1")).toEqual({ name: "place", params: { type: "household", key: "home-1" }, query: { reveal: "1" } });
  });
});
