/** The rear camera as a stream of pictures to read a plate from. */

import { readQr } from "../core/qr";

const EVERY_MS = 180;
/** Large enough for a plate at arm's length, small enough for an old phone. */
const SIDE = 640;

function pixels(source: CanvasImageSource, width: number, height: number, side: number): ImageData | null {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return pen?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}

/** Looks through the camera until a code is read; ends when `stop` is called. Throws what the browser says when there is no camera. */
export async function watchCamera(video: HTMLVideoElement, read: (text: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false });
  video.srcObject = stream;
  await video.play();
  const timer = setInterval(() => {
    if (!video.videoWidth || document.visibilityState === "hidden") return;
    const image = pixels(video, video.videoWidth, video.videoHeight, SIDE);
    const text = image && readQr(image);
    if (text) read(text);
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}

/** What a plate on a photo says, or null. Tried large and small: a code may fill the picture or stand in a corner of it. */
export async function readPhoto(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file);
  try {
    for (const side of [SIDE, 1280, 2048]) {
      const image = pixels(picture, picture.width, picture.height, side);
      const text = image && readQr(image);
      if (text) return text;
    }
    return null;
  } finally {
    picture.close();
  }
}
