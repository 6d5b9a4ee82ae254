import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pixelsOf, takenOf } from "../src/core/exif";
import { fit, shrink, typeOf } from "../src/core/picture";
import { check, closeAll, fakeCamera, inside, picture, signedIn } from "./phone";
import { FakeServer } from "./server";

let server: FakeServer;
beforeEach(() => {
  server = new FakeServer().install();
  fakeCamera();
});
afterEach(closeAll);

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
