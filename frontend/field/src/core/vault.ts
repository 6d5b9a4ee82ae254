import { open, seal, type Sealed } from "./crypt";
import { trouble } from "./trouble";

/** The key while this phone is open, and nothing else: everything that holds content goes through here on its way to the database and back. */
export class Vault {
  private key: CryptoKey | null = null;
  /** Whose data this key opens: the device and a mark of the key. Other people's data on the same phone stand under other owners. */
  owner = "";

  get isOpen(): boolean {
    return this.key !== null;
  }

  unlock(key: CryptoKey, owner: string): void {
    this.key = key;
    this.owner = owner;
  }

  lock(): void {
    this.key = null;
    this.owner = "";
  }

  /** Row ids carry the owner: two people on one phone never meet in one row. */
  row(...parts: string[]): string {
    return [this.held().owner, ...parts].join("|");
  }

  sealBytes(about: string, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> {
    return seal(this.held().key, about, bytes);
  }

  openBytes(about: string, sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
    return open(this.held().key, about, sealed);
  }

  seal(about: string, value: unknown): Promise<Sealed> {
    return this.sealBytes(about, new TextEncoder().encode(JSON.stringify(value)));
  }

  async open<T>(about: string, sealed: Sealed): Promise<T> {
    return JSON.parse(new TextDecoder().decode(await this.openBytes(about, sealed))) as T;
  }

  /** Undefined for a row that cannot be opened: one spoilt row must not keep the app shut. It stays where it is. */
  async tryOpen<T>(about: string, sealed: Sealed): Promise<T | undefined> {
    try {
      return await this.open<T>(about, sealed);
    } catch (error) {
      if (this.isOpen) console.error("Cannot be opened:", about, error);
      return undefined;
    }
  }

  private held(): { key: CryptoKey; owner: string } {
    if (!this.key) throw trouble("locked");
    return { key: this.key, owner: this.owner };
  }
}
