import Dexie, { type Table } from "dexie";
import type { Instant, Uuid } from "./api";
import type { Sealed } from "./crypt";

/**
 * The phone's database. In the clear stand ids, states and moments; whatever has content is sealed (`Sealed`).
 * A later version of the app adds `version(n)`; it never drops `drafts`, `forms`, `queue`, `photos` or `blobs`.
 */

export interface MetaRow {
  name: string;
  value: unknown;
}

/** A list, or a bundle of rows, that was pulled. */
export interface RegisterRow {
  id: string;
  owner: string;
  table: RegisterTable;
  key: string;
  sealed: Sealed;
}
export type RegisterTable = "lists" | "premises" | "households" | "hazards";

export interface DraftRow {
  id: Uuid;
  owner: string;
  /** Counts what was kept; missing in drafts of earlier versions. */
  rev?: number;
  sealed: Sealed;
}

export interface FormRow {
  id: Uuid;
  owner: string;
  sealed: Sealed;
}

export interface QueueRow {
  /** The order in which entries were saved, which is the order in which they are sent. */
  seq?: number;
  id: Uuid;
  owner: string;
  state: "waiting" | "refused" | "arrived";
  /** Counts changes, so that readers know what they have read already. */
  rev: number;
  /** Whether a pull has answered since it arrived: until then the phone shows its own version. */
  seen: 0 | 1;
  savedAt: Instant;
  arrivedAt: Instant | "";
  sealed: Sealed;
}

/** What is known about a photo; its bytes are in `blobs`, so that listing photos does not load them. */
export interface PhotoRow {
  id: string;
  owner: string;
  sha256: string;
  size: number;
  keptAt: Instant;
  arrivedAt: Instant | "";
  /** Where an upload that was cut goes on. */
  uploadUrl: string;
  attempts: number;
  sealed: Sealed;
}

export interface BlobRow {
  id: string;
  owner: string;
  sealed: Sealed;
}

export interface ThumbRow {
  id: string;
  owner: string;
  keptAt: Instant;
  sealed: Sealed;
}

export class FieldDb extends Dexie {
  declare meta: Table<MetaRow, string>;
  declare registers: Table<RegisterRow, string>;
  declare drafts: Table<DraftRow, Uuid>;
  declare forms: Table<FormRow, Uuid>;
  declare queue: Table<QueueRow, number>;
  declare photos: Table<PhotoRow, string>;
  declare blobs: Table<BlobRow, string>;
  declare thumbs: Table<ThumbRow, string>;

  constructor(name = "sanzhang-field") {
    super(name);
    this.version(1).stores({
      meta: "name",
      registers: "id, owner",
      drafts: "id, owner",
      queue: "++seq, &id, owner",
      photos: "id, owner",
      blobs: "id, owner",
      thumbs: "id, owner",
    });
    this.version(2).stores({ forms: "id, owner" });
  }

  async read<T>(name: string): Promise<T | undefined> {
    return (await this.meta.get(name))?.value as T | undefined;
  }

  async keep(name: string, value: unknown): Promise<void> {
    await this.meta.put({ name, value });
  }

  /** Everything of everybody, the keys too: for a phone that was reported lost. */
  async wipe(): Promise<void> {
    await this.transaction("rw", this.tables, async () => {
      for (const table of this.tables) await table.clear();
    });
  }

  /** Everything of one owner, for somebody who signs out with nothing left to send. */
  async forget(owner: string): Promise<void> {
    await this.transaction("rw", this.tables, async () => {
      for (const table of [this.registers, this.drafts, this.forms, this.queue, this.photos, this.blobs, this.thumbs])
        await table.where("owner").equals(owner).delete();
      await this.meta.where("name").startsWith(`${owner}|`).delete();
    });
  }
}
