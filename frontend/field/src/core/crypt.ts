/** AES-GCM under this phone's key. Each sealed thing is bound to what it is (`about`), so that none can be put in another's place. */

export type Sealed = Uint8Array<ArrayBuffer>;

const IV = 12;
const utf8 = new TextEncoder();

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** A key that scripts can use but never read out. */
export function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

export async function seal(key: CryptoKey, about: string, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(about) }, key, bytes);
  const both = new Uint8Array(IV + sealed.byteLength);
  both.set(iv);
  both.set(new Uint8Array(sealed), IV);
  return both;
}

export async function open(key: CryptoKey, about: string, sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  const iv = sealed.subarray(0, IV);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(about) }, key, sealed.subarray(IV)));
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
