/**
 * What the screens see of the core: one object, `app`, reactive where it says so. Screens never touch the database, the network or the keys.
 *
 * Everything typed is kept the moment it is typed: a screen changes a draft's `data` and calls `saveDraft`; closing the app loses nothing.
 */

import type { DeepReadonly, Ref } from "vue";
import type {
  Area, Checklist, Choice, Draft, Duty, EvidenceKind, Fulfilled, Hazard, HazardState, HazardStep, HeldPost, Household, InspectionPayload, Mark, NoPosition,
  PhotoRef, PhotoRole, PhotoSource, PlannedVisit, Position, Premises, PremisesKind, Problem, Suggested, Uuid,
} from "./api";

/** Everything that this phone may see, in memory, decrypted. */
export interface Registers {
  person: { key: string; name: string };
  county: string;
  countyName: string;
  demo: boolean;
  posts: HeldPost[];
  areas: Area[];
  kinds: PremisesKind[];
  marks: Mark[];
  categories: Choice[];
  evidence: EvidenceKind[];
  parties: Choice[];
  departments: Choice[];
  checklists: Checklist[];
  /** The county's table of a hazard's life: its states, and the steps that this person's posts may take. */
  states: HazardState[];
  steps: HazardStep[];
  /** With what was made on this phone and has not been answered yet already applied. */
  premises: Premises[];
  households: Household[];
  /** New places that the server refused, by key, and why. They stand in the lists all the same. */
  unaccepted: Record<Uuid, Problem>;
  hazards: Hazard[];
  /** Hazards about which something recorded here has not arrived: how they stand is what this phone expects. */
  unsent: Record<Uuid, true>;
  duties: Duty[];
  /** By key of a duty: how many records of this phone count for it that the server did not know when it told what is due. */
  dutiesUnsent: Record<string, number>;
  /** How many more there are than the server told. */
  dutiesMore: number;
  /** Places that plans ask for. */
  visits: PlannedVisit[];
  /** Those of them, as `visitKey` names them, that were inspected on this phone since. */
  visited: Record<string, true>;
  /** Where a visit helps most, first things first. */
  suggested: Suggested[];
  dutiesAsOf: string;
}

export type SessionState = "loading" | "signed_out" | "locked" | "open";

export interface Session {
  /** `locked`: the key has expired; the person signs in again and finds everything as it was. */
  state: SessionState;
  username: string;
  keyExpiresAt: string;
  problem: Problem | null;
}

export interface DraftCheck {
  id: Uuid;
  startedAt: string;
  changedAt: string;
  placeName: string;
  area: string;
  data: InspectionPayload;
  /** The checklist as it was when the check was begun; a newer version does not change what is being asked. Missing where it is not known any more. */
  list?: Checklist;
  /** Counts what was kept of it, in whichever window. */
  rev: number;
}

/** What is kept while it is typed: each form becomes an entry of this kind about one place, household or hazard. */
export const FORMS = [
  "premises.set", "household.set", "hazard.found", "hazard.corrected", "hazard.reported", "hazard.moved", "hazard.settled", "inspection.withdrawn",
  "household.revealed", "premises.revealed",
] as const;
export type FormKind = (typeof FORMS)[number];
/** What a plan asks of one place. */
export const visitKey = ({ plan, place }: { plan: Uuid; place: string }): string => `${plan}|${place}`;
/** Each step about a hazard is a form of its own. */
export const stepSubject = (hazard: Uuid, event: string): string => `${hazard}:${event}`;

export interface FormDraft {
  id: Uuid;
  form: FormKind;
  /**
   * Key of the place, household, hazard or inspection, of a step with its event. What is new has its key before it is saved, so that several may be
   * half filled in.
   */
  subject: string;
  area: string;
  changedAt: string;
  /** What stands in the fields. */
  data: Record<string, unknown>;
}

/** `refused`: why the server did not take what this form corrects; null when nothing of it was refused. */
export type OpenedForm = FormDraft & { refused: Problem | null };

export type PhotoState = "kept" | "sending" | "arrived" | "failed";

export interface QueuedPhoto {
  sha256: string;
  role: PhotoRole;
  size: number;
  sent: number;
  state: PhotoState;
  problem: Problem | null;
}

/** `waiting`: to be sent; `refused`: the server said no, and why; it stays until the person acts. */
export type QueuedState = "waiting" | "sending" | "arrived" | "refused";

export interface QueuedEntry {
  id: Uuid;
  kind: string;
  title: string;
  area: string;
  /** Key of the place where it was recorded, or empty. */
  place: string;
  savedAt: string;
  state: QueuedState;
  problem: Problem | null;
  photos: QueuedPhoto[];
  arrivedAt: string;
  /** The refused entry that has to be put right before this one can arrive, or empty. */
  waitsFor: Uuid;
  /** Cannot arrive as things are, because its place was refused or given up; may be given up though the server did not refuse it. */
  stuck: boolean;
}

export interface Sync {
  online: boolean;
  running: boolean;
  lastArrivedAt: string;
  lastPulledAt: string;
  /** Entries and photos that have not arrived. */
  pending: number;
  refused: number;
  /** Why nothing is being sent just now, in words; null when nothing is wrong. */
  problem: Problem | null;
  /** When it tries again by itself (ISO), or empty. */
  nextTryAt: string;
  /** Seconds by which this phone's clock is off, as far as known. */
  clockOffset: number;
  /** `stays`: whether the browser has promised not to clear this phone's data by itself; null where it does not say. */
  storage: { used: number; quota: number; low: boolean; stays: boolean | null };
}

/** What a check that was just saved is for, as far as this phone knows before the server has confirmed it. */
export interface Served {
  confirmed: boolean;
  duties: { title: string; clause: string; areaName: string; ownerName: string }[];
}

/** What was recorded on this phone, to be read again; a few days after it has arrived it is left to the server. */
export interface Recorded {
  entry: Draft;
  queued: QueuedEntry;
}

export interface Taken {
  ref: PhotoRef;
  /** For showing; revoke with `URL.revokeObjectURL` when done. */
  url: string;
}

export interface FieldApp {
  session: DeepReadonly<Session>;
  registers: DeepReadonly<Registers>;
  sync: DeepReadonly<Sync>;
  drafts: DeepReadonly<Ref<DraftCheck[]>>;
  forms: DeepReadonly<Ref<FormDraft[]>>;
  queue: DeepReadonly<Ref<QueuedEntry[]>>;

  start(): Promise<void>;
  signIn(username: string, password: string): Promise<void>;
  signOut(): Promise<void>;

  /** A new id (UUIDv7). */
  newId(): Uuid;
  /** The place that a plate's text or address names, or null. Works without a network. */
  findByPlate(text: string): { type: "premises" | "household" | "area"; key: string } | null;

  startCheck(place: { type: "premises" | "household" | "area"; key: string }, checklist?: string): Promise<DraftCheck>;
  /**
   * Keeps what was typed since `began`, and answers with what is kept; null when it was finished or discarded meanwhile. Where another window kept
   * something since, that is what both typed.
   */
  saveDraft(draft: DraftCheck, began?: DraftCheck): Promise<DraftCheck | null>;
  discardDraft(id: Uuid): Promise<void>;
  /** Turns the draft into an entry and queues it. Throws a `Problem` that names what is missing. */
  finishCheck(id: Uuid): Promise<Uuid>;

  /** A form as it was left, or with what was refused of it, to be put right; null when there is neither. */
  openForm(form: FormKind, subject: string): OpenedForm | null;
  saveForm(draft: Omit<FormDraft, "changedAt">): Promise<void>;
  discardForm(id: Uuid): Promise<void>;
  /** Queues what a form says, drops its draft, and takes the place of what was refused of it, in one step. `title` as in `record`. */
  finishForm(about: Pick<FormDraft, "form" | "subject" | "area">, payload: Record<string, unknown>, title: string): Promise<Uuid>;

  /** Queues any other entry; `title` is how the queue shows it. */
  record(kind: string, area: string, payload: Record<string, unknown>, title: string, photos?: PhotoRef[]): Promise<Uuid>;
  served(entry: Uuid): Promise<Served>;
  /** What an entry of the queue says, or null. */
  recorded(entry: Uuid): Recorded | null;

  /**
   * Keeps a picture on this phone: resized (never larger than the original), hashed, with when and where it was taken. A file that was not made
   * just now is from the gallery, whatever `source` says. At somebody's home without
   * where, and painted anew, so that the file does not tell it either.
   */
  takePhoto(file: File, role: PhotoRole, source: PhotoSource, atHome?: boolean): Promise<Taken>;
  /** For showing a photo; `large`: to look at closely, as far as it can be had. Null where neither this phone nor the server has it. */
  photoUrl(sha256: string, large?: boolean): Promise<string | null>;
  where(): Promise<{ position: Position | null; noPosition: NoPosition }>;

  syncNow(): Promise<void>;
  retry(entry: Uuid): Promise<void>;
  /**
   * What was refused, to be put right. A check goes back into a draft, only after the person said so; anything else is given to its form,
   * and stays in the queue until the form is saved or the entry given up.
   */
  reopen(entry: Uuid): Promise<DraftCheck | OpenedForm | null>;
  /** Deletes an entry that was refused or is stuck, or the photos of one that arrived; only after the person said so. */
  giveUp(entry: Uuid): Promise<void>;
  confirmed(entries: Uuid[]): Promise<Fulfilled>;
}
