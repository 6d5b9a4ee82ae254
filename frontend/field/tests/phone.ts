import { vi } from "vitest";
import type { PhotoRef } from "../src/core/api";
import { createFieldApp } from "../src/core/app";
import type { Clock } from "../src/core/clock";
import type { DraftCheck } from "../src/core/contract";
import { FieldDb } from "../src/core/db";
import { newId } from "../src/core/ids";
import type { FakeServer } from "./server";

export type Phone = ReturnType<typeof createFieldApp>;
const opened: Phone[] = [];

/** The app on a phone of its own, or, with `database`, once more on the same phone. */
export async function phone(server: FakeServer, { database = `field-${newId()}`, clock }: { database?: string; clock?: Clock } = {}): Promise<Phone & { database: string }> {
  const app = createFieldApp({ database, sendPhoto: server.sendPhoto, ...(clock ? { clock } : {}) });
  opened.push(app);
  await app.start();
  return Object.assign(app, { database });
}

export async function signedIn(server: FakeServer, options: { database?: string; clock?: Clock } = {}): Promise<Phone & { database: string }> {
  const app = await phone(server, options);
  await app.signIn("batu", "right");
  await app.syncNow();
  return app;
}

export function closeAll(): void {
  for (const app of opened.splice(0)) app.close();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}

/** What really stands in the database. */
export async function inside<T>(database: string, read: (db: FieldDb) => Promise<T>): Promise<T> {
  const db = new FieldDb(database);
  try {
    return await read(db);
  } finally {
    db.close();
  }
}

/** A picture as `fakeCamera` understands it: type by its first bytes, then its sides, then filling. */
export function picture(width: number, height: number, bytes: number, kind: "jpeg" | "png" | "heic" | "text" = "jpeg", name = "IMG_1.jpg", lastModified = Date.now()): File {
  const heads = { jpeg: [0xff, 0xd8, 0xff], png: [0x89, 0x50, 0x4e, 0x47], heic: [0, 0, 0, 24], text: [0x68, 0x65, 0x6c] };
  const content = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 60_000) crypto.getRandomValues(content.subarray(at, Math.min(at + 60_000, bytes)));
  content.set(heads[kind]);
  new DataView(content.buffer).setUint16(4, width);
  new DataView(content.buffer).setUint16(6, height);
  if (kind === "png") for (const [at, side] of [[16, width], [20, height]] as const) new DataView(content.buffer).setUint32(at, side);
  if (kind === "text") content[3] = 0;
  return new File([content], name, { lastModified });
}

/** A decoder and a canvas whose JPEG has `perPixel` bytes a pixel at quality 1. */
export function fakeCamera(perPixel = 0.2): void {
  vi.stubGlobal("createImageBitmap", async (file: Blob) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (bytes[0] === 0x68) throw new Error("The source image could not be decoded.");
    const view = new DataView(bytes.buffer);
    return { width: view.getUint16(4), height: view.getUint16(6), close: () => undefined };
  });
  vi.stubGlobal(
    "OffscreenCanvas",
    class {
      constructor(readonly width: number, readonly height: number) {}
      getContext = (): object => ({ fillRect: () => undefined, drawImage: () => undefined });
      convertToBlob = ({ quality }: { quality: number }): Promise<Blob> => {
        const size = Math.ceil(this.width * this.height * perPixel * quality);
        return Promise.resolve(picture(this.width, this.height, Math.max(size, 16)));
      };
    },
  );
}

/** A check with nothing wrong, filled in and ready. */
export async function check(app: Phone, change: (draft: DraftCheck) => void = () => undefined): Promise<DraftCheck> {
  const draft = await app.startCheck({ type: "premises", key: "shop-1" });
  change(draft);
  await app.saveDraft(draft);
  return draft;
}

export const withPhoto = (ref: PhotoRef) => (draft: DraftCheck): void => void draft.data.photos.push(ref);

/** What is done without a network; afterwards there is one again, and nothing is on its way yet. */
export async function offline<T>(server: FakeServer, app: Phone, work: () => Promise<T>): Promise<T> {
  server.fail("/sync/push", ...Array<"down">(99).fill("down"));
  const done = await work();
  await app.syncNow();
  server.failures.clear();
  return done;
}
