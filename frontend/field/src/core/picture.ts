import { pixelsOf } from "./exif";
import { trouble, type Trouble } from "./trouble";

/** A picture as it is kept: its bytes, its type and its size. */
export interface Picture {
  bytes: Uint8Array<ArrayBuffer>;
  type: string;
  width: number;
  height: number;
  thumb: Uint8Array<ArrayBuffer>;
}

const LONGEST = 1600;
const THUMB = 320;
const QUALITIES = [0.8, 0.65, 0.5];
/** Decoded whole, so many pixels take a hundred megabytes. */
const MANY_PIXELS = 24_000_000;
const HEIF = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];

interface Decoded {
  width: number;
  height: number;
  source: CanvasImageSource;
  /** Made smaller while it was decoded: its width and height are not the file's own. */
  reduced: boolean;
  close(): void;
}

/**
 * Makes a photo small enough for a weak signal. "smaller": never larger than it came, for the original's bytes are kept where they are fewer and
 * of a type that the server takes. "anew": painted anew in any case, so that nothing is left of what the camera wrote into it. A drawn signature
 * stays "as it is".
 */
export async function shrink(file: Blob, how: "smaller" | "anew" | "as it is" = "smaller"): Promise<Picture> {
  const original = new Uint8Array(await file.arrayBuffer());
  const type = typeOf(original);
  const decoded = await decode(file, original);
  try {
    const { width, height } = fit(decoded.width, decoded.height, LONGEST);
    // A signature is small as it is, and must be kept at once.
    if (how === "as it is" && type) return { bytes: original, type, width: decoded.width, height: decoded.height, thumb: original };
    const thumb = await draw(decoded, fit(decoded.width, decoded.height, THUMB), 0.6);
    const asIs = (): Picture => ({ bytes: original, type, width: decoded.width, height: decoded.height, thumb });
    let smallest: Uint8Array<ArrayBuffer> | null = null;
    for (const quality of QUALITIES) {
      const drawn = await draw(decoded, { width, height }, quality);
      if (!smallest || drawn.length < smallest.length) smallest = drawn;
      if (drawn.length < original.length || type) break;
    }
    if (!smallest || (how !== "anew" && type && !decoded.reduced && original.length <= smallest.length)) return asIs();
    return { bytes: smallest, type: "image/jpeg", width, height, thumb };
  } finally {
    decoded.close();
  }
}

/** Within a square of `longest`, never enlarged. */
export function fit(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** What the bytes are, whatever the file's name says: a type that the server takes, or nothing. */
export function typeOf(bytes: Uint8Array): "image/jpeg" | "image/png" | "image/webp" | "" {
  const starts = (at: number, ...expected: number[]): boolean => expected.every((byte, i) => bytes[at + i] === byte);
  if (starts(0, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0, 0x89, 0x50, 0x4e, 0x47)) return "image/png";
  if (starts(0, 0x52, 0x49, 0x46, 0x46) && starts(8, 0x57, 0x45, 0x42, 0x50)) return "image/webp";
  return "";
}

/** A photo as some cameras keep it, which few browsers can open. */
export function isHeif(bytes: Uint8Array): boolean {
  const word = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  return word(4) === "ftyp" && HEIF.includes(word(8));
}

/** The picture upright, as its EXIF says; a very large one smaller, so that an old phone has room for it. */
async function decode(file: Blob, bytes: Uint8Array<ArrayBuffer>): Promise<Decoded> {
  const unreadable = (): Trouble => trouble(isHeif(bytes) ? "heif" : "not_a_picture");
  if (typeof createImageBitmap === "function") {
    const reduced = pixelsOf(bytes) > MANY_PIXELS;
    try {
      // The shorter side is at least as long as it is needed, whichever side that is.
      const bitmap = await createImageBitmap(file, { imageOrientation: "from-image", ...(reduced ? { resizeWidth: LONGEST, resizeQuality: "high" } : {}) });
      return { width: bitmap.width, height: bitmap.height, source: bitmap, reduced, close: () => bitmap.close() };
    } catch {
      // Older web views know neither the options nor every type; an <img> may.
    }
  }
  if (typeof Image === "undefined") throw unreadable();
  const url = URL.createObjectURL(file);
  const image = new Image();
  const close = (): void => URL.revokeObjectURL(url);
  try {
    await new Promise((done, failed) => {
      image.onload = done;
      image.onerror = failed;
      image.src = url;
    });
  } catch {
    close();
    throw unreadable();
  }
  return { width: image.naturalWidth, height: image.naturalHeight, source: image, reduced: false, close };
}

async function draw(picture: Decoded, size: { width: number; height: number }, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = typeof OffscreenCanvas === "undefined" ? Object.assign(document.createElement("canvas"), size) : new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext("2d") as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  if (!context) throw trouble("not_a_picture");
  // JPEG knows no transparency: what was clear would turn black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, size.width, size.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture.source, 0, 0, size.width, size.height);
  const blob =
    "convertToBlob" in canvas
      ? await canvas.convertToBlob({ type: "image/jpeg", quality })
      : await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", quality));
  if (!blob) throw trouble("not_a_picture");
  return new Uint8Array(await blob.arrayBuffer());
}
