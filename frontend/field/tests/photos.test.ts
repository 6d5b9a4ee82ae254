import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { resolveObjectURL } from "node:buffer";
import type { Hazard } from "../src/core/api";
import { NetTrouble } from "../src/core/http";
import { sendWith } from "../src/core/upload";
import { check, closeAll, fakeCamera, inside, offline, phone, picture, signedIn, withPhoto } from "./phone";
import { FakeServer } from "./server";
import { FakeTus } from "./tus";

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer().install();
  fakeCamera();
});
afterEach(closeAll);

const textAt = async (url: string | null): Promise<string> => (url ? (await resolveObjectURL(url)?.text()) ?? "" : "");

describe("photos of others", () => {
  const hazard = (id: string, photos: string[]): Hazard => ({
    id, area: "150624101003001", place_type: "premises", place_key: "shop-1", place_name: "草原饭店", item: "", element: "", text: id, severity: "general", state: "open",
    state_title: "", ended: false, owner: "", next_step: "", next_due: null, stopped: false, referred_to: "", entry: "e-1", action: "by_date", due: null,
    found_on: "2026-11-24", corrected_on: null, conflict: false, photos,
  });
  const [here, gone] = ["a".repeat(64), "b".repeat(64)];

  it("are looked at closely as the server has them, and without a network as small as they are kept", async () => {
    const app = await signedIn(server);
    server.copies.set(here, "large");
    expect(await textAt(await app.photoUrl(here))).toBe("thumb of large");
    expect(await textAt(await app.photoUrl(here, true))).toBe("copy of large");
    server.copies.clear();
    expect(await textAt(await app.photoUrl(here, true))).toBe("thumb of large");
    expect(await app.photoUrl(gone, true)).toBeNull();
  });

  it("go with what they show: when a post ends, when areas change", async () => {
    const app = await signedIn(server);
    server.changes = { hazards: [hazard("h1", [here]), hazard("h2", [gone])] };
    await app.syncNow();
    for (const sha256 of [here, gone]) server.copies.set(sha256, "x");
    for (const sha256 of [here, gone]) await app.photoUrl(sha256);
    const own = await app.takePhoto(picture(2000, 1500, 900_000), "scene", "camera");
    const kept = (): Promise<string[]> => inside(app.database, async (db) => (await db.thumbs.toCollection().primaryKeys()).map((id) => id.split("|")[1]!).sort());
    expect(await kept()).toEqual([here, gone, own.ref.sha256].sort());
    server.changes = { removed: { premises: [], households: [], hazards: ["h2"] } };
    await app.syncNow();
    expect(await kept()).toEqual([here, own.ref.sha256].sort());
    server.changes = { reset: true };
    await app.syncNow();
    expect(await kept()).toEqual([own.ref.sha256]);
  });
});

describe("photos on their way", () => {
  const finish = async (app: Awaited<ReturnType<typeof signedIn>>): Promise<{ id: string; sha256: string }> => {
    const { ref } = await app.takePhoto(picture(2000, 1500, 900_000), "scene", "camera");
    return { id: await app.finishCheck((await check(app, withPhoto(ref))).id), sha256: ref.sha256 };
  };

  it("follow their entry; only what the server lacks is sent", async () => {
    const app = await signedIn(server);
    const first = await finish(app);
    await app.syncNow();
    expect(server.photos.has(first.sha256)).toBe(true);
    expect(app.queue.value[0]?.photos[0]).toMatchObject({ state: "arrived", role: "scene" });
    expect(app.sync.pending).toBe(0);
    await app.syncNow();
    expect(server.uploads).toHaveLength(1);
  });

  it("go on where they were cut, after a restart too", async () => {
    const app = await signedIn(server);
    server.uploadFailures = Array.from({ length: 9 }, () => new NetTrouble("offline", { code: "offline", message: "", hint: "" }));
    const { sha256 } = await finish(app);
    await app.syncNow();
    expect(app.queue.value[0]).toMatchObject({ state: "arrived", photos: [{ state: "kept" }] });
    expect(app.sync.pending).toBe(1);
    app.close();
    server.uploadFailures = [];
    const again = await phone(server, { database: app.database });
    await again.syncNow();
    expect(server.uploads.map(({ uploadUrl }) => uploadUrl)).toContain(`/api/v1/photos/up-${sha256.slice(0, 8)}`);
    expect(server.photos.has(sha256)).toBe(true);
    expect(again.sync.pending).toBe(0);
  });

  it("one that is refused holds up neither another nor any entry; retry sends it again", async () => {
    const app = await signedIn(server);
    const refused = new NetTrouble("refused", { code: "photo_pixels", message: "照片超过 50 百万像素。", hint: "缩小。" }, 422);
    server.uploadFailures = [refused];
    server.fail("/sync/push", "down");
    const first = await finish(app);
    const second = await finish(app);
    await app.syncNow();
    const photos = app.queue.value.map((entry) => entry.photos[0]);
    expect(photos).toMatchObject([{ state: "failed", problem: { code: "photo_pixels" } }, { state: "arrived" }]);
    expect(app.queue.value.map(({ state }) => state)).toEqual(["arrived", "arrived"]);
    expect(app.sync.lastPulledAt).not.toBe("");
    await app.retry(first.id);
    expect(server.photos.has(first.sha256) && server.photos.has(second.sha256)).toBe(true);
  });

  const fault = (status = 500): NetTrouble => new NetTrouble("busy", { code: "server_busy", message: "", hint: "" }, status);

  it.each([500, 502, 507])("one over which the server fails (%d) says so, the next is sent, what changed is pulled, and it goes later by itself", async (status) => {
    const app = await signedIn(server);
    const [first, second] = await offline(server, app, async () => [await finish(app), await finish(app)] as const);
    server.keyExpiresAt = "2099-01-01T00:00:00.000Z";
    server.uploadFailures = [fault(status)];
    await app.syncNow();
    expect(app.queue.value.map((entry) => entry.photos[0])).toMatchObject([{ state: "kept", problem: { code: "photo_fault" } }, { state: "arrived" }]);
    expect(app.queue.value[0]?.photos[0]?.problem?.hint).toContain("自动再发");
    expect(app.session.keyExpiresAt).toBe("2099-01-01T00:00:00.000Z");
    expect(app.sync.nextTryAt).not.toBe("");
    expect(server.photos).toEqual(new Set([second.sha256]));
    await app.syncNow();
    expect(app.queue.value[0]?.photos[0]).toMatchObject({ state: "arrived", problem: null });
    expect(server.photos.has(first.sha256)).toBe(true);
  });

  it("after three failures in a row it is the server; the next run begins with those that have not failed", async () => {
    const app = await signedIn(server);
    await offline(server, app, async () => {
      for (let n = 0; n < 5; n += 1) await finish(app);
    });
    server.uploadFailures = Array.from({ length: 3 }, () => fault());
    await app.syncNow();
    expect(server.uploads).toHaveLength(3);
    expect(app.sync.problem).not.toBeNull();
    const failed = server.uploads.map(({ sha256 }) => sha256);
    await app.syncNow();
    expect(server.uploads.slice(3, 5).some(({ sha256 }) => failed.includes(sha256))).toBe(false);
    expect(server.photos.size).toBe(5);
  });

  it("a cut network stops at once, and everything else has been done before the photos", async () => {
    const app = await signedIn(server);
    await offline(server, app, async () => [await finish(app), await finish(app)]);
    server.uploadFailures = [new NetTrouble("offline", { code: "offline", message: "", hint: "" })];
    const calls = server.calls.length;
    await app.syncNow();
    expect(server.uploads).toHaveLength(1);
    expect(server.calls.slice(calls)).toEqual(["POST /sync/push", "GET /sync/pull", "GET /today", "POST /photos/missing"]);
  });

  it("a record saved while photos are on their way does not wait for them", async () => {
    const app = await signedIn(server);
    await offline(server, app, async () => {
      for (let n = 0; n < 3; n += 1) await finish(app);
    });
    let during = "";
    const order: string[] = [];
    server.during = async () => {
      order.push("photo");
      if (!during) during = await app.record("hazard.reported", "150624101003001", { hazard: "h" }, "上传时记的");
      else if (server.entries.has(during)) order.push("record");
    };
    await app.syncNow();
    expect(order).toEqual(["photo", "photo", "record", "photo", "record"]);
  });

  it("one that can't be opened any more is told to be lost, and holds up no other", async () => {
    const app = await signedIn(server);
    server.fail("/sync/push", "down");
    const first = await finish(app);
    const second = await finish(app);
    await inside(app.database, (db) => db.blobs.filter(({ id }) => id.endsWith(first.sha256)).modify((row) => void (row.sealed[20] = (row.sealed[20]! + 1) % 256)));
    await app.syncNow();
    expect(app.queue.value.map((entry) => entry.photos[0])).toMatchObject([{ state: "failed", problem: { code: "photo_lost" } }, { state: "arrived" }]);
    expect(server.photos).toEqual(new Set([second.sha256]));
  });

  it("a damaged one is sent again by itself, four times at most", async () => {
    const app = await signedIn(server);
    const damaged = (): NetTrouble => new NetTrouble("refused", { code: "photo_hash", message: "不一致", hint: "" }, 460);
    server.uploadFailures = Array.from({ length: 9 }, damaged);
    await finish(app);
    for (let n = 0; n < 7; n += 1) await app.syncNow();
    expect(server.uploads).toHaveLength(4);
    expect(app.queue.value[0]?.photos[0]).toMatchObject({ state: "failed", problem: { code: "photo_damaged" } });
  });

  it("an entry leaves the phone only when it and all its photos have arrived and a week has passed", async () => {
    const app = await signedIn(server);
    server.uploadFailures = Array.from({ length: 99 }, () => new NetTrouble("busy", { code: "server_busy", message: "", hint: "" }, 503));
    const { sha256 } = await finish(app);
    await app.syncNow();
    const old = new Date(Date.now() - 8 * 86_400_000).toISOString();
    const age = (): Promise<unknown> => inside(app.database, async (db) => {
      await db.queue.toCollection().modify((row) => void (row.arrivedAt = old));
      await db.photos.toCollection().modify((row) => void (row.keptAt = old));
    });
    await age();
    await app.syncNow();
    expect(app.queue.value).toHaveLength(1);

    server.uploadFailures = [];
    await app.syncNow();
    expect(server.photos.has(sha256)).toBe(true);
    await app.syncNow();
    expect(app.queue.value).toHaveLength(0);
    await inside(app.database, async (db) => {
      for (const table of [db.photos, db.blobs, db.thumbs]) expect(await table.count()).toBe(0);
    });
  });

  it("bytes are dropped a day after arrival, unless the server has lost the photo: then they are sent again", async () => {
    const app = await signedIn(server);
    const { sha256 } = await finish(app);
    await app.syncNow();
    const old = new Date(Date.now() - 2 * 86_400_000).toISOString();
    const age = (): Promise<unknown> => inside(app.database, (db) => db.photos.toCollection().modify((row) => void (row.arrivedAt = old)));
    await age();
    server.photos.clear();
    await app.syncNow();
    await app.syncNow();
    expect(server.photos.has(sha256)).toBe(true);
    expect(await inside(app.database, (db) => db.blobs.count())).toBe(1);
    await age();
    await app.syncNow();
    expect(await inside(app.database, (db) => db.blobs.count())).toBe(0);
    expect(await app.photoUrl(sha256)).toMatch(/^blob:/);
    expect(app.queue.value[0]?.photos[0]).toMatchObject({ state: "arrived" });
  });
});

describe("tus", () => {
  const sending = (bytes: Uint8Array<ArrayBuffer>, uploadUrl = ""): Parameters<typeof sendWith>[0] => ({
    sha256: "a".repeat(64), name: "p.jpg", type: "image/jpeg", bytes, headers: { Authorization: "Bearer t" }, uploadUrl, begun: vi.fn(), progress: vi.fn(),
  });

  it("sends in pieces of 256 kB, the first with the creation, and goes on from where the server is", async () => {
    const tus = new FakeTus();
    const photo = sending(picture(10, 10, 600_000).size ? new Uint8Array(600_000).fill(7) : new Uint8Array());
    await sendWith(photo, tus);
    expect(tus.requests.map(({ method }) => method)).toEqual(["POST", "PATCH", "PATCH"]);
    expect(tus.requests[0]?.headers["Upload-Metadata"]).toContain(`sha256 ${btoa("a".repeat(64))}`);
    expect(tus.requests[0]?.headers["Authorization"]).toBe("Bearer t");
    expect(photo.begun).toHaveBeenCalledWith(expect.stringContaining("/api/v1/photos/u1"));
    expect(tus.received).toBe(600_000);

    const cut = new FakeTus();
    cut.dieAfter = 2;
    const first = sending(new Uint8Array(600_000));
    await expect(sendWith(first, cut)).rejects.toMatchObject({ kind: "offline" });
    cut.dieAfter = Infinity;
    cut.requests.length = 0;
    await sendWith(sending(new Uint8Array(600_000), "http://localhost/api/v1/photos/u1"), cut);
    expect(cut.requests.map(({ method }) => method)).toEqual(["HEAD", "PATCH"]);
  });

  it.each([[460, "refused"], [422, "refused"], [409, "busy"], [507, "busy"], [429, "busy"]])("%d means %s", async (status, kind) => {
    const tus = new FakeTus();
    tus.answerWith = { status, body: JSON.stringify({ code: "c", message: "m", hint: "h" }) };
    await expect(sendWith(sending(new Uint8Array(10)), tus)).rejects.toMatchObject({ kind, status });
  });
});
