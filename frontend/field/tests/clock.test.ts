import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Clock } from "../src/core/clock";
import { check, closeAll, phone, signedIn } from "./phone";
import { FakeServer } from "./server";

const DAY = 86_400;

/** A phone's clock and its ticks, and what the server would say. */
class Time {
  wall = Date.parse("2026-11-24T08:00:00Z");
  ticks = 1_000;
  true = this.wall;
  pass(seconds: number): void {
    this.sleep(seconds);
    this.ticks += seconds * 1000;
  }
  /** The ticks stand still. */
  sleep(seconds: number): void {
    this.wall += seconds * 1000;
    this.true += seconds * 1000;
  }
  set(seconds: number): void {
    this.wall += seconds * 1000;
  }
  clock(): Clock {
    return new Clock(() => this.wall, () => this.ticks);
  }
}

describe("a clock that is set", () => {
  let time: Time;
  let clock: Clock;
  beforeEach(() => {
    time = new Time();
    clock = time.clock();
    clock.contact(time.true);
  });

  it("forward or back while the app is in sight, is noticed, and the best guess of the time stays right", () => {
    for (const seconds of [DAY, -3 * DAY, 3_600]) {
      clock.stamp();
      const before = clock.setsSoFar;
      time.pass(60);
      time.set(seconds);
      clock.stamp();
      expect(clock.setSince(before)).toBe(seconds);
      expect(clock.now()).toBe(time.true);
    }
  });

  it("is not set by passing, drifting or sleeping", () => {
    clock.stamp();
    time.pass(40 * DAY);
    time.set(30);
    clock.stamp();
    clock.rests(true);
    time.sleep(8 * 3600);
    clock.rests(false);
    expect(clock.setSince(0)).toBe(0);
    clock.contact(time.true);
    expect(clock.setSince(0)).toBe(0);
  });

  it("back is noticed from one opening to the next; forward too, when it was behind what the server had said", () => {
    const battery = time.clock();
    battery.restore(clock.kept);
    time.pass(3_600);
    time.set(-900 * DAY); // the battery was flat
    battery.look();
    const kept = battery.kept;
    time.ticks = 5; // opened anew
    time.sleep(600);
    const reopened = time.clock();
    reopened.restore(kept);
    const made = reopened.setsSoFar;
    reopened.stamp();
    const again = reopened.kept;
    time.ticks = 7;
    time.sleep(300);
    time.set(900 * DAY); // the network sets it
    const last = time.clock();
    last.restore(again);
    expect(last.isUnsure).toBe(true);
    last.contact(time.true);
    expect(Math.abs(last.setSince(made) - 900 * DAY)).toBeLessThan(3_600 + 1_000);
    expect(last.offset).toBe(0);
  });

  it("is believed only as far as the server's time agrees", () => {
    clock.stamp();
    const before = clock.setsSoFar;
    time.sleep(8 * 3600); // a lid was closed, and nobody said so
    clock.stamp();
    expect(clock.setSince(before)).toBe(8 * 3600);
    clock.contact(time.true);
    expect(clock.setSince(before)).toBe(0);
    expect(clock.offset).toBe(0);
    time.set(2 * DAY);
    clock.stamp();
    clock.contact(time.true);
    expect(clock.setSince(before)).toBe(2 * DAY);
    expect(clock.offset).toBe(-2 * DAY);
  });

  it("while the phone slept or the app was closed, is told from sleep by the server's time", () => {
    time.set(-DAY);
    const wrong = time.clock();
    wrong.restore(clock.kept);
    wrong.contact(time.true); // the server has put it right
    const made = wrong.setsSoFar;
    wrong.stamp();
    const kept = wrong.kept;
    time.sleep(3_600);
    time.set(DAY);
    time.ticks = 9;
    const reopened = time.clock();
    reopened.restore(kept);
    const after = reopened.setsSoFar;
    reopened.stamp();
    expect(reopened.setSince(made)).toBe(0);
    reopened.contact(time.true);
    expect(reopened.setSince(made)).toBe(DAY);
    expect(reopened.setSince(after)).toBe(0);
  });

  it("among many long sleeps is not guessed at, and not all is remembered for ever", () => {
    const before = clock.setsSoFar;
    clock.rests(true);
    for (let night = 0; night < 3; night += 1) {
      time.sleep(8 * 3600);
      clock.look();
    }
    time.set(3_600);
    clock.contact(time.true);
    expect(clock.setSince(before)).toBe(0);
    for (let night = 0; night < 900; night += 1) {
      time.sleep(8 * 3600);
      clock.contact(time.true);
    }
    expect(clock.kept.sets!.length).toBeLessThanOrEqual(500);
    const count = clock.setsSoFar;
    clock.rests(false);
    time.set(-DAY);
    clock.stamp();
    clock.contact(time.true);
    expect(clock.setSince(count)).toBe(-DAY);
  });

  it("of several that don't add up, none is believed", () => {
    clock.stamp();
    const before = clock.setsSoFar;
    time.set(-DAY);
    clock.stamp();
    time.sleep(8 * 3600);
    clock.stamp();
    clock.contact(time.true);
    expect(clock.setSince(before)).toBe(0);
    expect(clock.setsSoFar).toBe(2);
  });

  it("is known in the other window too, once", () => {
    const other = time.clock();
    other.restore(clock.kept);
    clock.stamp();
    time.set(DAY);
    clock.stamp();
    other.agree(clock.kept);
    other.stamp();
    expect(other.setsSoFar).toBe(1);
    expect(other.offset).toBe(-DAY);
  });
});

describe("an entry made by a wrong clock", () => {
  let server: FakeServer;
  beforeEach(() => (server = new FakeServer().install()));
  afterEach(closeAll);

  const timed = (time: Time): typeof fetch => {
    const real = globalThis.fetch;
    return (async (url: string, init: RequestInit) => {
      const answer = await real(url, init);
      const headers = new Headers(answer.headers);
      headers.set("Date", new Date(Date.now() + (time.true - time.wall)).toUTCString());
      return new Response(await answer.text(), { status: answer.status, headers });
    }) as typeof fetch;
  };

  it("says by how much the clock was set since; what it said stays", async () => {
    const time = new Time();
    time.wall = time.true = Date.now();
    vi.stubGlobal("fetch", timed(time));
    const app = await signedIn(server, { clock: time.clock() });
    server.fail("/sync/push", ...Array<"down">(9).fill("down"));
    time.set(-DAY);
    const made = new Date(time.wall).toISOString();
    const first = await app.record("hazard.reported", "150624101003001", { hazard: "a" }, "一");
    time.pass(600);
    time.set(DAY);
    const second = await app.record("hazard.reported", "150624101003001", { hazard: "b" }, "二");
    server.failures.clear();
    await app.syncNow();
    expect(server.entries.get(first)).toMatchObject({ occurred_at: made, clock_set: DAY });
    expect(server.entries.get(second)).not.toHaveProperty("clock_set");
    expect(server.calls.lastIndexOf("POST /sync/push")).toBeGreaterThan(server.calls.indexOf("POST /photos/missing"));
  });

  it("that the server takes for the future is sent again, at the latest as of when it was refused", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", "down");
    const draft = await check(app);
    server.refuses.set(draft.id, { code: "future", message: "发生时间晚于现在。", hint: "检查设备的日期和时间。" });
    await app.finishCheck(draft.id);
    await app.syncNow();
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ state: "refused", problem: { code: "future" } });
    server.refuses.clear();
    const refusedAt = Date.now();
    await app.retry(draft.id);
    expect(app.queue.value[0]).toMatchObject({ state: "arrived" });
    expect(Math.abs(Date.parse(server.entries.get(draft.id)!.occurred_at) - refusedAt)).toBeLessThan(5_000);
  });

  it("keeps what was noticed for the next opening", async () => {
    const time = new Time();
    time.wall = time.true = Date.now();
    vi.stubGlobal("fetch", timed(time));
    const app = await signedIn(server, { clock: time.clock() });
    server.fail("/sync/push", ...Array<"down">(99).fill("down"));
    time.set(DAY);
    const first = await app.record("hazard.reported", "150624101003001", { hazard: "a" }, "一");
    app.close();
    time.ticks = 3;
    time.sleep(60);
    time.set(-DAY);
    const again = await phone(server, { database: app.database, clock: time.clock() });
    server.failures.clear();
    await again.syncNow();
    const sent = server.entries.get(first) as unknown as { clock_set: number };
    // The minute in which it was closed can't be told from the rest.
    expect(Math.abs(sent.clock_set + DAY)).toBeLessThanOrEqual(61);
  });
});
