import type { Instant } from "./api";

/** What little is read out of a picture's own bytes: how large it is, and when it was taken. Whatever is broken or foreign is passed over. */

const SOI = 0xffd8;
const APP1 = 0xffe1;
/** Start of a frame, in every kind of JPEG; the four between are something else. */
const isFrame = (marker: number): boolean => marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
const EXIF_IFD = 0x8769;
const TAKEN = 0x9003;
const OFFSET = 0x9011;
/** China keeps one time; a camera that names no zone shows what stood on its clock here. */
const HERE = "+08:00";

/** Pixels of a JPEG or PNG by its header; 0 where they are not known. */
export function pixelsOf(bytes: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length > 24 && view.getUint32(0) === 0x89504e47) return view.getUint32(16) * view.getUint32(20);
  for (const { marker, at, size } of segments(view)) if (isFrame(marker) && size >= 7) return view.getUint16(at + 1) * view.getUint16(at + 3);
  return 0;
}

/** When the camera says that it took the picture; empty where it does not. */
export function takenOf(bytes: Uint8Array<ArrayBuffer>): Instant | "" {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const { marker, at, size } of segments(view)) {
      if (marker !== APP1 || size < 14 || view.getUint32(at) !== 0x45786966) continue;
      return takenIn(new DataView(bytes.buffer, bytes.byteOffset + at + 6, size - 6));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return "";
}

/** The parts of a JPEG before the picture itself: where each begins after its length, and how long it is. */
function* segments(view: DataView): Generator<{ marker: number; at: number; size: number }> {
  if (view.byteLength < 4 || view.getUint16(0) !== SOI) return;
  for (let at = 2; at + 4 <= view.byteLength; ) {
    const marker = view.getUint16(at);
    const size = view.getUint16(at + 2);
    if (marker < 0xffc0 || marker === 0xffda || size < 2 || at + 2 + size > view.byteLength) return;
    yield { marker, at: at + 4, size: size - 2 };
    at += 2 + size;
  }
}

function takenIn(tiff: DataView): Instant | "" {
  const little = tiff.getUint16(0) === 0x4949;
  const main = fields(tiff, tiff.getUint32(4, little), little);
  const exif = main.get(EXIF_IFD);
  if (!exif) return "";
  const inside = fields(tiff, tiff.getUint32(exif + 8, little), little);
  const said = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(textOf(tiff, inside.get(TAKEN), little));
  if (!said) return "";
  const zone = /^[+-]\d\d:\d\d/.exec(textOf(tiff, inside.get(OFFSET), little))?.[0] ?? HERE;
  const moment = new Date(`${said[1]}-${said[2]}-${said[3]}T${said[4]}${zone}`);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
}

/** Where each field of a directory stands. */
function fields(tiff: DataView, at: number, little: boolean): Map<number, number> {
  const count = tiff.getUint16(at, little);
  return new Map(Array.from({ length: count }, (_, n) => [tiff.getUint16(at + 2 + n * 12, little), at + 2 + n * 12]));
}

/** A text is too long to stand in the field itself: there stands where it is. */
function textOf(tiff: DataView, field: number | undefined, little: boolean): string {
  if (field === undefined) return "";
  const length = tiff.getUint32(field + 4, little);
  const start = tiff.getUint32(field + 8, little);
  return Array.from({ length: Math.min(length, 32) }, (_, n) => String.fromCharCode(tiff.getUint8(start + n))).join("");
}
