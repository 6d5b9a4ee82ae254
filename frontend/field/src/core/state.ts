import { reactive, shallowReactive, shallowRef, type ShallowRef } from "vue";
import type { DraftCheck, FormDraft, QueuedEntry, Registers, Session, Sync } from "./contract";

/** What the screens see. Rows are replaced, never changed in place, so that long lists need no deep watching. */
export interface State {
  session: Session;
  registers: Registers;
  sync: Sync;
  drafts: ShallowRef<DraftCheck[]>;
  forms: ShallowRef<FormDraft[]>;
  queue: ShallowRef<QueuedEntry[]>;
}

export const emptyRegisters = (): Registers => ({
  person: { key: "", name: "" }, county: "", countyName: "", demo: false, posts: [], areas: [], kinds: [], marks: [], categories: [],
  evidence: [], parties: [], departments: [], checklists: [], states: [], steps: [], premises: [], households: [], unaccepted: {}, hazards: [],
  unsent: {}, duties: [], dutiesUnsent: {}, dutiesMore: 0, dutiesAsOf: "", visits: [], visited: {}, suggested: [],
});

export function createState(): State {
  return {
    session: reactive<Session>({ state: "loading", username: "", keyExpiresAt: "", problem: null }),
    registers: shallowReactive<Registers>(emptyRegisters()),
    sync: reactive<Sync>({
      online: typeof navigator === "undefined" || navigator.onLine !== false,
      running: false, lastArrivedAt: "", lastPulledAt: "", pending: 0, refused: 0, problem: null, nextTryAt: "", clockOffset: 0,
      storage: { used: 0, quota: 0, low: false, stays: null },
    }),
    drafts: shallowRef<DraftCheck[]>([]),
    forms: shallowRef<FormDraft[]>([]),
    queue: shallowRef<QueuedEntry[]>([]),
  };
}
