import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { resolveObjectURL } from "node:buffer";
import type { Hazard } from "../src/core/api";
import { pixelsOf, takenOf } from "../src/core/exif";
import { NetTrouble } from "../src/core/http";
import { fit, shrink, typeOf } from "../src/core/picture";
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

/** A JPEG whose camera says when; `big`: the other order of bytes, and a zone. */
function withExif(taken: string, zone = "", big = false): Uint8Array<ArrayBuffer> {
  const tiff = new DataView(new ArrayBuffer(120));
  const little = !big;
  const text = (at: number, words: string): void => [...words].forEach((letter, i) => tiff.setUint8(at + i, letter.charCodeAt(0)));
  const field = (at: number, tag: number, type: number, count: number, value: number): void => {
    tiff.setUint16(at, tag, little);
    tiff.setUint16(at + 2, type, little);
    tiff.setUint32(at + 4, count, little);
    tiff.setUint32(at + 8, value, little);
  };
  text(0, little ? "II" : "MM");
  tiff.setUint16(2, 42, little);
  tiff.setUint32(4, 8, little);
  tiff.setUint16(8, 1, little);
  field(10, 0x8769, 4, 1, 30);
  tiff.setUint16(30, zone ? 2 : 1, little);
  field(32, 0x9003, 2, 20, 70);
  if (zone) field(44, 0x9011, 2, 7, 95);
  text(70, taken);
  text(95, zone);
  return new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 128, ...new TextEncoder().encode("Exif"), 0, 0, ...new Uint8Array(tiff.buffer), ...frame(2000, 1500)]);
}

const frame = (width: number, height: number): number[] => [0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255, 3, 1, 34, 0, 2, 17, 1, 3, 17, 1, 0xff, 0xda, 0, 2];
/** A JPEG of that size, much compressed. */
const withSize = (width: number, height: number): Uint8Array<ArrayBuffer> => new Uint8Array([0xff, 0xd8, ...frame(width, height), ...new Uint8Array(3_000)]);

describe("taking a photo", () => {
  it("makes it at most 1600 pixels long and fewer bytes", async () => {
    const taken = await shrink(picture(4000, 3000, 3_000_000));
    expect(taken).toMatchObject({ width: 1600, height: 1200, type: "image/jpeg" });
    expect(taken.bytes.length).toBeLessThan(3_000_000);
    expect(fit(3000, 4000, 1600)).toEqual({ width: 1200, height: 1600 });
    expect(fit(200, 100, 1600)).toEqual({ width: 200, height: 100 });
  });

  it.each([["jpeg", 50_000], ["png", 50_000], ["jpeg", 3_000_000], ["png", 3_000_000], ["heic", 3_000_000]] as const)(
    "never makes a %s of %d bytes larger", async (kind, bytes) => {
      const file = picture(2000, 1500, bytes, kind);
      expect((await shrink(file)).bytes.length).toBeLessThanOrEqual(bytes);
    },
  );

  it("keeps the original's bytes where they are fewer", async () => {
    const file = picture(1600, 1200, 40_000);
    const taken = await shrink(file);
    expect([...taken.bytes.subarray(0, 99)]).toEqual([...new Uint8Array(await file.arrayBuffer()).subarray(0, 99)]);
    expect(taken).toMatchObject({ width: 1600, height: 1200 });
  });

  it("paints one from somebody's home anew, however small, so that the file does not say where it was taken", async () => {
    const file = picture(1600, 1200, 40_000);
    const taken = await shrink(file, "anew");
    expect([...taken.bytes.subarray(0, 99)]).not.toEqual([...new Uint8Array(await file.arrayBuffer()).subarray(0, 99)]);
    expect(taken).toMatchObject({ width: 1600, height: 1200, type: "image/jpeg" });
    const app = await signedIn(server);
    const album = await app.takePhoto(picture(1600, 1200, 40_000), "scene", "gallery", true);
    expect(album.ref).toMatchObject({ position: null, no_position: "gallery" });
    expect(album.ref.size).not.toBe(40_000);
  });

  it("knows a picture by its bytes, and refuses what is none", async () => {
    expect(typeOf(new Uint8Array([0xff, 0xd8, 0xff]))).toBe("image/jpeg");
    const app = await signedIn(server);
    await expect(app.takePhoto(picture(1, 1, 100, "text"), "before", "gallery")).rejects.toMatchObject({ code: "not_a_picture" });
    expect(await inside(app.database, (db) => db.photos.count())).toBe(0);
  });

  it("says when and where: of the camera now and here, of the gallery the file's own time and no place", async () => {
    vi.stubGlobal("navigator", {
      geolocation: { getCurrentPosition: (found: PositionCallback) => found({ coords: { latitude: 39.1, longitude: 107.9, accuracy: 12.4 } } as GeolocationPosition) },
    });
    const app = await signedIn(server);
    const { ref, url } = await app.takePhoto(picture(2000, 1500, 900_000), "before", "camera");
    expect(ref).toMatchObject({ role: "before", source: "camera", width: 1600, height: 1200, position: { lat: 39.1, lon: 107.9, accuracy: 12 }, no_position: "" });
    expect(ref.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.now() - Date.parse(ref.taken_at)).toBeLessThan(5_000);
    expect(url).toMatch(/^blob:/);
    const LONG_AGO = Date.parse("2026-11-01T02:03:04Z");
    const old = await app.takePhoto(picture(2000, 1500, 900_000, "jpeg", "a.jpg", LONG_AGO), "scene", "gallery");
    expect(old.ref).toMatchObject({ taken_at: "2026-11-01T02:03:04.000Z", position: null, no_position: "gallery" });
  });

  it("one that was not made just now is from the gallery, whichever button was pressed", async () => {
    const app = await signedIn(server);
    const minutes = (n: number): number => Date.now() - n * 60_000;
    const source = async (lastModified: number): Promise<string> =>
      (await app.takePhoto(picture(2000, 1500, 900_000, "jpeg", "a.jpg", lastModified), "before", "camera")).ref.source;
    expect(await source(minutes(1))).toBe("camera");
    expect(await source(0)).toBe("camera");
    expect(await source(minutes(60))).toBe("gallery");
    const { ref } = await app.takePhoto(picture(2000, 1500, 900_000, "jpeg", "a.jpg", minutes(60 * 24 * 20)), "before", "camera");
    expect(ref).toMatchObject({ no_position: "gallery", position: null });
    expect(Date.now() - Date.parse(ref.taken_at)).toBeGreaterThan(86_400_000 * 19);
  });

  it("from the gallery was taken when the camera says so, not when the file was copied", async () => {
    const app = await signedIn(server);
    const takenAt = async (...exif: Parameters<typeof withExif>): Promise<string> =>
      (await app.takePhoto(new File([withExif(...exif)], "a.jpg", { lastModified: Date.parse("2026-11-20T00:00:00Z") }), "scene", "gallery")).ref.taken_at;
    expect(await takenAt("2026:10:05 09:30:00")).toBe("2026-10-05T01:30:00.000Z");
    expect(await takenAt("2026:10:05 09:30:00", "+00:00", true)).toBe("2026-10-05T09:30:00.000Z");
    for (const nonsense of ["0000:00:00 00:00:00", "1970:01:01 00:00:00", "2099:01:01 00:00:00", "gestern um halb"]) expect(await takenAt(nonsense)).toBe("2026-11-20T00:00:00.000Z");
  });

  it("with a broken header is kept all the same", () => {
    const whole = withExif("2026:10:05 09:30:00");
    for (let length = 0; length < whole.length; length += 1) {
      const cut = whole.slice(0, length);
      expect(() => [takenOf(cut), pixelsOf(cut)]).not.toThrow();
      const spoilt = whole.slice();
      spoilt[length] = (spoilt[length]! + 97) % 256;
      expect(() => [takenOf(spoilt), pixelsOf(spoilt)]).not.toThrow();
    }
  });

  it("a very large one is made smaller while it is decoded", async () => {
    expect(pixelsOf(withSize(8000, 6000))).toBe(48_000_000);
    const decode = vi.fn((_file: Blob, { resizeWidth }: ImageBitmapOptions = {}) =>
      Promise.resolve(resizeWidth ? { width: resizeWidth, height: (resizeWidth * 6000) / 8000, close: () => undefined } : { width: 8000, height: 6000, close: () => undefined }));
    vi.stubGlobal("createImageBitmap", decode);
    const taken = await shrink(new Blob([withSize(8000, 6000)]));
    expect(decode).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ resizeWidth: 1600 }));
    expect(taken).toMatchObject({ width: 1600, height: 1200, type: "image/jpeg" });
    decode.mockClear();
    await shrink(new Blob([withSize(4000, 3000)]));
    expect(decode.mock.calls[0]?.[1]).not.toHaveProperty("resizeWidth");
  });

  it("in a format that this browser can't open says which setting to change", async () => {
    vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("cannot be decoded")));
    const app = await signedIn(server);
    const heic = new File([new Uint8Array([0, 0, 0, 24, ...new TextEncoder().encode("ftypheic"), 0, 0])], "IMG_2.HEIC", { lastModified: Date.now() });
    await expect(app.takePhoto(heic, "before", "gallery")).rejects.toMatchObject({ code: "heif", hint: expect.stringContaining("兼容性最佳") as string });
    await expect(app.takePhoto(picture(10, 10, 900), "before", "gallery")).rejects.toMatchObject({ code: "not_a_picture" });
  });

  it("on a full phone keeps nothing by halves, says what to do, and still keeps what is typed", async () => {
    const app = await signedIn(server);
    const draft = await check(app);
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === "blobs") throw Object.assign(new Error("full"), { name: "QuotaExceededError" });
      return put.apply(this, args);
    });
    await expect(app.takePhoto(picture(2000, 1500, 900_000), "before", "camera")).rejects.toMatchObject({ code: "storage_full" });
    await inside(app.database, async (db) => {
      for (const table of [db.photos, db.blobs, db.thumbs]) expect(await table.count()).toBe(0);
    });
    draft.data.note = "还能写";
    await app.saveDraft(draft);
    expect(app.drafts.value[0]?.data.note).toBe("还能写");
  });
});

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
