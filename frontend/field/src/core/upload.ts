import type { DetailedError, HttpStack, UploadOptions } from "tus-js-client";
import { API, failureOf, NetTrouble } from "./http";
import { trouble } from "./trouble";

/** One photo on its way to the server. Resolves when the server has all of it and its hash agrees. */
export interface Sending {
  sha256: string;
  name: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
  headers: Record<string, string>;
  /** Where an upload that was cut goes on; "" for a new one. */
  uploadUrl: string;
  begun(url: string): void;
  progress(sent: number): void;
}

export type SendPhoto = (photo: Sending) => Promise<void>;

const CHUNK = 256 * 1024;
/** An upload that has not moved for so long counts as cut: the browser itself would wait for ever. */
const STALLED_MS = 90_000;

/** Uploads with tus, which can go on where it was cut. Loaded when the first photo is sent. */
export const sendPhoto: SendPhoto = (photo) => sendWith(photo);

export async function sendWith(photo: Sending, httpStack?: HttpStack): Promise<void> {
  const { Upload } = await import("tus-js-client");
  const { sha256, name, type, bytes, headers, uploadUrl } = photo;
  return new Promise<void>((done, failed) => {
    let timer: ReturnType<typeof setTimeout>;
    const moving = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        void upload.abort();
        failed(offline());
      }, STALLED_MS);
    };
    const ended = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    const options: UploadOptions = {
      endpoint: `${API}/photos/`,
      uploadUrl: uploadUrl || null,
      metadata: { sha256, filename: name, filetype: type },
      headers,
      chunkSize: CHUNK,
      uploadDataDuringCreation: true,
      // Where to go on is kept with the photo, not in localStorage; and when to try again is for `sync.ts` to say.
      storeFingerprintForResuming: false,
      fingerprint: () => Promise.resolve(sha256),
      retryDelays: null,
      onUploadUrlAvailable: () => upload.url && photo.begun(upload.url),
      onBeforeRequest: moving,
      onProgress: (sent) => {
        moving();
        photo.progress(sent);
      },
      onSuccess: () => ended(done),
      onError: (error) => ended(() => failed(meaning(error))),
      ...(httpStack ? { httpStack } : {}),
    };
    const upload = new Upload(new Blob([bytes], { type }), options);
    moving();
    upload.start();
  });
}

const offline = (): NetTrouble => new NetTrouble("offline", trouble("offline").problem);

function meaning(error: Error | DetailedError): Error {
  if (!("originalResponse" in error)) return error;
  const response = error.originalResponse;
  const status = response?.getStatus() ?? 0;
  if (!response || status === 0) return offline();
  // Another request of this upload is still being ended on the server.
  if (status === 423 || status === 409) return new NetTrouble("busy", trouble("server_busy").problem, status);
  return failureOf(status, response.getBody() ?? "", response.getHeader("Retry-After") ?? null);
}
