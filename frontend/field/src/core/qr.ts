import decodeQR from "qr/decode.js";

/** What a QR code in a frame of the camera says; null when there is none to be read. Only the scanning screen loads this file. */
export function readQr(image: ImageData): string | null {
  try {
    return decodeQR(image);
  } catch {
    return null;
  }
}
