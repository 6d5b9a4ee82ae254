import type { Problem, Uuid } from "./api";
import type { Clock } from "./clock";
import type { FieldDb, QueueRow } from "./db";
import type { Http } from "./http";
import type { State } from "./state";
import type { Change } from "./tabs";
import type { SendPhoto } from "./upload";
import type { Vault } from "./vault";
import type { CheckContent } from "./drafts";
import type { FormContent } from "./forms";
import type { QueueContent } from "./queue";
import type { PulledRegisters } from "./registers";

/** Who is signed in on this phone. */
export interface Identity {
  device: Uuid;
  token: string;
  person: { key: string; name: string };
  county: string;
}

/** The parts that the modules of the core share. One a window. */
export interface Core {
  readonly db: FieldDb;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly http: Http;
  readonly state: State;
  /** How a photo is uploaded; a test's own in tests. */
  readonly sendPhoto: SendPhoto;
  identity: Identity | null;
  /** Decrypted rows by id, so that a change of one does not decrypt all again. */
  readonly memory: {
    drafts: Map<Uuid, CheckContent>;
    forms: Map<Uuid, FormContent>;
    queue: Map<Uuid, { row: QueueRow; content: QueueContent }>;
    registers: PulledRegisters;
    /** What is on its way just now: entries, and bytes of photos. */
    sending: Set<Uuid>;
    uploading: Map<string, number>;
    /** The server failed over the last batch of entries. */
    pushFailed: boolean;
    /** How often, since it was opened, the browser was asked again to keep this phone's data. */
    askedToStay: number;
  };
  /** Tells the other windows. */
  announce(change: Change): void;
  /** The server says that this phone has to sign in again, or has been reported lost. */
  unauthorised(problem: Problem): Promise<void>;
  /** Asks for a run of the synchronisation; answered when it has ended. */
  sync(): Promise<void>;
}
