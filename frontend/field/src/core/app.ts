import type { FieldApp } from "./contract";
import { startCheck } from "./check";
import { Clock } from "./clock";
import type { Core } from "./core";
import { FieldDb } from "./db";
import { discardDraft, loadDrafts, saveDraft } from "./drafts";
import { finishCheck } from "./finish";
import { discardForm, finishForm, loadForms, openForm, saveForm } from "./forms";
import { Http } from "./http";
import { newId } from "./ids";
import { giveUp, reopen, retry, retryAfterUpdate } from "./amend";
import { photoUrl, takePhoto } from "./photos";
import { findByPlate } from "./plates";
import { queueChanged, record, recorded } from "./queue";
import { loadRegisters, PulledRegisters } from "./registers";
import { confirmed, served } from "./served";
import { restore, signOut, unauthorised } from "./session";
import { signIn } from "./sign-in";
import { createState } from "./state";
import { askToStay } from "./storage";
import { Sync } from "./sync";
import { openTabs, type Change } from "./tabs";
import { asProblem, problemOf } from "./trouble";
import { sendPhoto, type SendPhoto } from "./upload";
import { Vault } from "./vault";
import { watch } from "./watch";
import { registerWorker } from "./worker";
import { where } from "./where";

/** Puts the parts together. One a window; tests make several over one database. */
export function createFieldApp(options: { database?: string; sendPhoto?: SendPhoto; clock?: Clock } = {}): FieldApp & { close(): void } {
  const db = new FieldDb(options.database);
  const state = createState();
  const tabs = openTabs(db.name, (change) => void heard(change).catch(() => undefined));
  const clock = options.clock ?? new Clock();
  const core: Core = {
    db, state, clock,
    vault: new Vault(),
    sendPhoto: options.sendPhoto ?? sendPhoto,
    http: new Http({
      token: () => core.identity?.token ?? null,
      // `Date` has whole seconds: half of one makes up for what it leaves out.
      contact: (server) => clock.measured((server + 500 - Date.now()) / 1000),
      unauthorised: (problem) => unauthorised(core, problem),
    }),
    identity: null,
    memory: { drafts: new Map(), forms: new Map(), queue: new Map(), registers: new PulledRegisters(), sending: new Set(), uploading: new Map(), pushFailed: false, askedToStay: 0 },
    announce: (change) => tabs.announce(change),
    unauthorised: (problem) => unauthorised(core, problem),
    sync: () => sync.request("recorded"),
  };
  const sync = new Sync(core);
  let stopWatching = (): void => undefined;

  async function load(): Promise<void> {
    if (state.session.state !== "open") return;
    state.sync.lastPulledAt = (await db.read<string>(`${core.vault.owner}|pulled_at`)) ?? "";
    await loadRegisters(core);
    await Promise.all([loadDrafts(core), loadForms(core)]);
    await queueChanged(core, false);
    await retryAfterUpdate(core);
    state.sync.clockOffset = clock.offset;
  }

  /** Another window changed something. */
  async function heard(change: Change): Promise<void> {
    if (change === "session") {
      await restore(core);
      return load();
    }
    if (!core.vault.isOpen) return;
    if (change === "drafts") await loadDrafts(core);
    else if (change === "forms") await loadForms(core);
    else if (change === "queue") await queueChanged(core, false);
    else await loadRegisters(core);
  }

  return {
    session: state.session,
    registers: state.registers,
    sync: state.sync,
    drafts: state.drafts as unknown as FieldApp["drafts"],
    forms: state.forms as unknown as FieldApp["forms"],
    queue: state.queue,

    async start() {
      if (!globalThis.crypto?.subtle) {
        Object.assign(state.session, { state: "signed_out", problem: problemOf("insecure") });
        return;
      }
      try {
        await db.open();
        await restore(core);
        await load();
      } catch (error) {
        const unopened = error instanceof Error && /^(OpenFailed|MissingAPI|InvalidState|Security|Unknown)Error$/.test(error.name);
        Object.assign(state.session, { state: "signed_out", problem: unopened ? problemOf("no_database") : asProblem(error) });
        return;
      }
      stopWatching = watch(core, sync, load);
      void registerWorker();
      if (state.session.state === "open") void askToStay(core);
      void sync.request("started");
    },
    async signIn(username, password) {
      await signIn(core, username, password);
      await load();
      core.announce("session");
      void askToStay(core);
      void sync.request("asked");
    },
    async signOut() {
      if (core.vault.isOpen) await sync.request("asked");
      await signOut(core, state.sync.pending + state.sync.refused + state.drafts.value.length + state.forms.value.length);
    },

    newId: () => newId(),
    findByPlate: (text) => findByPlate(state.registers, text),
    startCheck: (place, checklist) => startCheck(core, place, checklist),
    saveDraft: (draft, began) => saveDraft(core, draft, began),
    discardDraft: (id) => discardDraft(core, id),
    finishCheck: (id) => finishCheck(core, id),
    openForm: (form, subject) => openForm(core, form, subject),
    saveForm: (draft) => saveForm(core, draft),
    discardForm: (id) => discardForm(core, id),
    finishForm: (about, payload, title) => finishForm(core, about, payload, title),
    record: (kind, area, payload, title, photos) => record(core, kind, area, payload, title, photos),
    served: (entry) => served(core, entry),
    recorded: (entry) => recorded(core, entry),
    takePhoto: (file, role, source, atHome) => takePhoto(core, file, role, source, atHome),
    photoUrl: (sha256, large) => photoUrl(core, sha256, large).catch(() => null),
    where,

    syncNow: () => sync.request("asked"),
    async retry(entry) {
      await retry(core, entry);
      await sync.request("asked");
    },
    reopen: (entry) => reopen(core, entry),
    giveUp: (entry) => giveUp(core, entry),
    confirmed: (entries) => confirmed(core, entries),
    close() {
      stopWatching();
      sync.stop();
      tabs.close();
      db.close();
    },
  };
}

export const app: FieldApp = createFieldApp();
