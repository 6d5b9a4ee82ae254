import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backoff } from "../src/core/sync";
import { check, closeAll, offline, phone, signedIn } from "./phone";
import { FakeServer } from "./server";

let server: FakeServer;
beforeEach(() => (server = new FakeServer().install()));
afterEach(closeAll);

describe("sending entries", () => {
  it("sends again what was cut between the commit and the answer, and stores it once", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", "cut_after_commit");
    const id = await app.finishCheck((await check(app)).id);
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ id, state: "arrived" });
    expect(server.entries.size).toBe(1);
    expect(server.pushes).toHaveLength(2);
    expect(JSON.stringify(server.pushes[0])).toBe(JSON.stringify(server.pushes[1]));
  });

  it("keeps what was recorded without a network, through a restart, and sends it in the order saved", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push(await app.record("hazard.reported", "150624101003001", { hazard: `h${n}`, note: "" }, `上报 ${n}`));
    await app.syncNow();
    expect(app.sync.pending).toBe(5);
    expect(app.sync.problem?.code).toBe("offline");
    expect(app.sync.nextTryAt).not.toBe("");
    app.close();

    server.failures.clear();
    const again = await phone(server, { database: app.database });
    await again.syncNow();
    expect([...server.entries.keys()]).toEqual(ids);
    expect(again.sync).toMatchObject({ pending: 0, problem: null, nextTryAt: "" });
  });

  it("splits what is waiting into batches of at most 100 entries and 1 MB", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(999).fill("down"));
    for (let n = 0; n < 130; n += 1) await app.record("hazard.reported", "150624101003001", { hazard: `h${n}`, note: n < 20 ? "检".repeat(30_000) : "" }, "上报");
    server.failures.clear();
    await app.syncNow();
    expect(server.entries.size).toBe(130);
    for (const push of server.pushes) {
      expect(push.length).toBeLessThanOrEqual(100);
      expect(new TextEncoder().encode(JSON.stringify(push)).length).toBeLessThan(1_000_000);
    }
    expect(server.pushes.length).toBeGreaterThanOrEqual(3);
  }, 30_000);

  it("lets one entry that is too large be refused alone", async () => {
    const app = await signedIn(server);
    const tooLarge = { code: "body_size", message: "一次发送的内容太大。", hint: "" };
    server.fail("/sync/push", { status: 413, problem: tooLarge }, { status: 413, problem: tooLarge });
    const [first, second] = await Promise.all(["1", "2"].map((n) => app.record("hazard.reported", "150624101003001", { hazard: n }, n)));
    await app.syncNow();
    await app.syncNow();
    const states = Object.fromEntries(app.queue.value.map(({ id, state }) => [id, state]));
    expect(Object.values(states).sort()).toEqual(["arrived", "refused"]);
    expect(Object.keys(states).sort()).toEqual([first, second].sort());
  });

  it("keeps a refused entry with its reason until the person acts", async () => {
    const app = await signedIn(server);
    const id = app.newId();
    server.fail("/sync/push", "down");
    const draft = await check(app);
    server.refuses.set(draft.id, { code: "no_post", message: "记录那天您没有任职。", hint: "请核对。" });
    await app.finishCheck(draft.id);
    await app.syncNow();
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ state: "refused", problem: { code: "no_post", message: "记录那天您没有任职。" } });
    expect(app.sync).toMatchObject({ refused: 1, pending: 0 });
    const pushed = server.pushes.length;
    await app.syncNow();
    expect(server.pushes).toHaveLength(pushed);

    const reopened = await app.reopen(draft.id);
    expect(reopened?.id).not.toBe(draft.id);
    expect(app.queue.value).toHaveLength(0);
    expect(app.drafts.value.map((one) => one.id)).toEqual([reopened?.id]);
    expect(id).not.toBe(draft.id);
    await app.finishCheck(reopened!.id);
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ id: reopened!.id, state: "arrived" });
  });

  it("gives up only what the person gives up", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    const id = await app.record("hazard.reported", "150624101003001", {}, "上报");
    await app.giveUp(id);
    expect(app.queue.value).toHaveLength(1);
    server.failures.clear();
    server.refuses.set(id, { code: "entry", message: "不对", hint: "" });
    await app.syncNow();
    await app.giveUp(id);
    expect(app.queue.value).toHaveLength(0);
  });

  it("sends again what waits for another entry, once that one has arrived", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    const first = await app.record("hazard.corrected", "150624101003001", { hazard: "h" }, "整改");
    const second = await app.record("hazard.found", "150624101003001", { hazard: "h" }, "发现");
    server.waitsFor.set(first, second);
    server.failures.clear();
    await app.syncNow();
    expect(app.queue.value.map(({ state }) => state)).toEqual(["arrived", "arrived"]);

    const third = await app.record("hazard.corrected", "150624101003001", { hazard: "k" }, "整改");
    server.waitsFor.set(third, "somebody else's");
    await app.syncNow();
    const before = server.pushes.length;
    expect(app.queue.value[2]).toMatchObject({ state: "waiting" });
    expect(app.sync.problem).toBeNull();
    expect(app.sync.nextTryAt).not.toBe("");
    server.waitsFor.clear();
    await app.syncNow();
    expect(server.pushes).toHaveLength(before + 1);
    expect(app.queue.value[2]).toMatchObject({ state: "arrived" });
  });

  it("stops when the server refuses the whole request, says why, and does not hammer; but still pulls", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", ...Array(9).fill({ status: 403, problem: { code: "device", message: "登录凭证不是这部手机的。", hint: "请重新登录。" } }));
    const calls = server.calls.length;
    await app.record("hazard.reported", "150624101003001", {}, "上报");
    await app.syncNow();
    expect(app.sync.problem).toMatchObject({ code: "device", message: "登录凭证不是这部手机的。" });
    expect(app.sync.nextTryAt).toBe("");
    expect(server.calls.slice(calls)).toContain("GET /sync/pull");
    const pushes = server.calls.filter((call) => call === "POST /sync/push").length;
    await app.record("hazard.reported", "150624101003001", {}, "再报");
    await new Promise((done) => setTimeout(done, 20));
    expect(server.calls.filter((call) => call === "POST /sync/push")).toHaveLength(pushes);
    expect(app.queue.value).toHaveLength(2);
  });

  it("finds the one entry over which the server fails, tells so in words, and tries it again without holding up the others", async () => {
    const app = await signedIn(server);
    const ids: string[] = [];
    await offline(server, app, async () => {
      for (let n = 0; n < 9; n += 1) ids.push(await app.record("hazard.reported", "150624101003001", { hazard: `h${n}` }, `上报 ${n}`));
    });
    const bad = ids[4]!;
    server.failsOver.add(bad);
    await app.syncNow();
    expect(server.entries.size).toBe(0);
    expect(app.sync.problem?.code).toBe("server_busy");
    await app.syncNow();
    expect([...server.entries.keys()].sort()).toEqual(ids.filter((id) => id !== bad).sort());
    const row = () => app.queue.value.find(({ id }) => id === bad);
    expect(row()).toMatchObject({ state: "waiting", problem: { code: "server_fault" } });
    expect(row()?.problem?.hint).toContain("自动再发");
    expect(app.sync.nextTryAt).not.toBe("");
    expect(app.sync.lastPulledAt).not.toBe("");

    const later = await app.record("hazard.reported", "150624101003001", { hazard: "later" }, "后来的");
    await app.syncNow();
    expect(server.entries.has(later)).toBe(true);
    const pushes = server.pushes.length;
    await app.syncNow();
    expect(server.pushes.slice(pushes).map((push) => push.map(({ id }) => id))).toEqual([[bad]]);
    server.failsOver.clear();
    await app.syncNow();
    expect(row()).toMatchObject({ state: "arrived", problem: null });
    expect(server.entries.size).toBe(10);
  });

  it("does not go through the whole queue when it is the server that fails, not an entry", async () => {
    const app = await signedIn(server);
    await offline(server, app, async () => {
      for (let n = 0; n < 60; n += 1) await app.record("hazard.reported", "150624101003001", { hazard: `h${n}` }, "上报");
    });
    server.fail("/sync/push", ...Array(99).fill({ status: 500 }));
    await app.syncNow();
    for (let run = 0; run < 2; run += 1) {
      const before = server.calls.filter((call) => call === "POST /sync/push").length;
      await app.syncNow();
      expect(server.calls.filter((call) => call === "POST /sync/push").length - before).toBeLessThanOrEqual(12);
    }
    expect(app.sync.pending).toBe(60);
    server.failures.clear();
    await app.syncNow();
    expect(server.entries.size).toBe(60);
  });

  it("keeps an entry over which the server says that it failed, and sends it later by itself", async () => {
    const app = await signedIn(server);
    const record = (hazard: string) => app.record("hazard.reported", "150624101003001", { hazard }, hazard);
    const [first, second] = await offline(server, app, async () => [await record("1"), await record("2")] as const);
    server.faults.add(first);
    await app.syncNow();
    expect(app.queue.value).toMatchObject([{ state: "waiting", problem: { code: "server_fault" } }, { state: "arrived" }]);
    expect(server.pushes.flat().filter(({ id }) => id === first)).toHaveLength(1);
    expect(app.sync).toMatchObject({ pending: 1, problem: null });
    expect(app.sync.nextTryAt).not.toBe("");
    server.faults.clear();
    await app.syncNow();
    expect([...server.entries.keys()]).toEqual([second, first]);
  });

  it("pulls although the server fails over what is pushed", async () => {
    const app = await signedIn(server);
    server.keyExpiresAt = "2099-01-01T00:00:00.000Z";
    server.fail("/sync/push", { status: 500 });
    await app.record("hazard.reported", "150624101003001", {}, "上报");
    await app.syncNow();
    expect(app.session.keyExpiresAt).toBe("2099-01-01T00:00:00.000Z");
  });

  it("takes a page that is not ours for no answer", async () => {
    const app = await signedIn(server);
    const real = globalThis.fetch;
    globalThis.fetch = () => Promise.resolve(new Response("<html>请登录无线网</html>", { status: 200 }));
    const id = await app.record("hazard.reported", "150624101003001", {}, "上报");
    await app.syncNow();
    expect(app.sync.problem?.code).toBe("not_our_server");
    globalThis.fetch = real;
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ id, state: "arrived" });
  });

  it("waits as long as the server asks", async () => {
    const app = await signedIn(server);
    server.fail("/sync/pull", { status: 503, retryAfter: "120" });
    await app.syncNow();
    expect(app.sync.problem?.code).toBe("server_busy");
    expect(Date.parse(app.sync.nextTryAt) - Date.now()).toBeGreaterThan(110_000);
    const calls = server.calls.length;
    await app.record("hazard.reported", "150624101003001", {}, "上报");
    await new Promise((done) => setTimeout(done, 20));
    expect(server.calls).toHaveLength(calls);
  });

  it("backs off from five seconds to a quarter of an hour", () => {
    expect(backoff(0, 0, 0.5)).toBe(5);
    expect(backoff(3, 0, 0.5)).toBe(40);
    expect(backoff(0, 0, 0)).toBe(3.75);
    expect(backoff(30, 0, 1)).toBe(900);
    expect(backoff(0, 300, 0.5)).toBe(300);
  });
});

describe("the phone's clock", () => {
  it("keeps what was refused for it, and sends it with the right moment once the clock has been set", async () => {
    const app = await signedIn(server);
    const WRONG = -5 * 86_400;
    server.fail("/sync/push", "down");
    const draft = await check(app);
    server.refuses.set(draft.id, { code: "clock", message: "手机的时间不对。", hint: "调准。" });
    server.clockOffset = -WRONG;
    await app.finishCheck(draft.id);
    await app.syncNow();
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ state: "refused", problem: { code: "clock" } });
    const before = server.pushes[server.pushes.length - 1]![0]!;

    const real = globalThis.fetch;
    const late = (shift: number) => async (url: string, init: RequestInit) => {
      const answer = await real(url, init);
      const headers = new Headers(answer.headers);
      headers.set("Date", new Date(Date.now() + shift * 1000).toUTCString());
      return new Response(await answer.text(), { status: answer.status, headers });
    };
    globalThis.fetch = late(-WRONG) as typeof fetch;
    await expect(app.retry(draft.id)).rejects.toMatchObject({ code: "clock_still_wrong" });
    expect(app.queue.value[0]).toMatchObject({ state: "refused" });

    globalThis.fetch = late(0) as typeof fetch;
    server.refuses.clear();
    server.clockOffset = 0;
    await app.retry(draft.id);
    expect(app.queue.value[0]).toMatchObject({ state: "arrived" });
    const sent = server.entries.get(draft.id)!;
    expect(Math.round((Date.parse(sent.occurred_at) - Date.parse(before.occurred_at)) / 1000 / 60)).toBe(-WRONG / 60);
    globalThis.fetch = real;
  });
});
