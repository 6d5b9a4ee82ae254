import type { Instant, Problem, Uuid } from "./api";
import type { Core, Identity } from "./core";
import type { Sealed } from "./crypt";
import { settled } from "./drafts";
import { emptyRegisters } from "./state";
import { problemOf } from "./trouble";

/** Which device of which person this phone is at present; stands in the clear so that a locked phone can say whose it is. */
export interface Current {
  username: string;
  owner: string;
  device: Uuid;
  keyExpiresAt: Instant;
  /** Signed out by hand, with something still to send. */
  out: boolean;
}

export const CURRENT = "current";
export const KEY = "key";
export const DEVICES = "devices";
/** The server compares it with the oldest version that may still send. */
export const APP: string = typeof __APP_VERSION__ === "undefined" ? "1.0.0" : __APP_VERSION__;

/** Opens what this phone keeps, if the key is still there and has not expired. */
export async function restore(core: Core): Promise<void> {
  core.clock.restore(await core.db.read("clock"));
  const current = await core.db.read<Current>(CURRENT);
  core.state.session.username = current?.username ?? "";
  core.state.session.keyExpiresAt = current?.keyExpiresAt ?? "";
  if (!current) return close(core, "signed_out");
  const key = await core.db.read<CryptoKey>(KEY);
  const sealed = (await core.db.read<Sealed>(`${current.owner}|identity`)) ?? null;
  if (!key || !sealed || hasExpired(core, current)) return lock(core, current.out ? null : problemOf("locked"));
  core.vault.unlock(key, current.owner);
  core.identity = (await core.vault.tryOpen<Identity>("identity", sealed)) ?? null;
  if (!core.identity) return lock(core, problemOf("locked"));
  core.state.session.state = "open";
}

const hasExpired = (core: Core, current: Current): boolean => Date.parse(current.keyExpiresAt) <= core.clock.now();

/** Locks when the time has come. Called at the start, whenever the app is looked at, and by a timer. */
export async function checkExpiry(core: Core): Promise<void> {
  const current = await core.db.read<Current>(CURRENT);
  if (core.state.session.state !== "open" || !current || !hasExpired(core, current)) return;
  await settled();
  await lock(core, problemOf("locked"));
}

export async function keyExpires(core: Core, at: Instant): Promise<void> {
  const current = await core.db.read<Current>(CURRENT);
  if (!current || !at || current.keyExpiresAt === at) return;
  await core.db.keep(CURRENT, { ...current, keyExpiresAt: at });
  core.state.session.keyExpiresAt = at;
}

/** Takes the key and the token away. What was sealed stays as it is. */
export async function lock(core: Core, problem: Problem | null, state: "locked" | "signed_out" = "locked"): Promise<void> {
  await core.db.transaction("rw", core.db.meta, async () => {
    await core.db.meta.delete(KEY);
    const current = await core.db.read<Current>(CURRENT);
    if (current && state === "signed_out") await core.db.keep(CURRENT, { ...current, out: true });
    if (current?.out) state = "signed_out";
  });
  close(core, state);
  core.state.session.problem = problem;
}

/** Forgets what is in memory. */
export function close(core: Core, state: "locked" | "signed_out"): void {
  core.vault.lock();
  core.identity = null;
  core.memory.drafts.clear();
  core.memory.forms.clear();
  core.memory.queue.clear();
  core.memory.registers.clear();
  core.state.drafts.value = [];
  core.state.forms.value = [];
  core.state.queue.value = [];
  Object.assign(core.state.registers, emptyRegisters());
  Object.assign(core.state.sync, { pending: 0, refused: 0, problem: null, nextTryAt: "" });
  core.state.session.state = state;
}

/** The server says that this phone may not go on. */
export async function unauthorised(core: Core, problem: Problem): Promise<void> {
  if (problem.code === "device_lost") {
    await core.db.wipe();
    close(core, "signed_out");
    Object.assign(core.state.session, { username: "", keyExpiresAt: "", problem });
  } else if (core.state.session.state === "open") {
    await lock(core, problem, problem.code === "account_closed" ? "signed_out" : "locked");
  }
  core.announce("session");
}

/** Signs out. With something left to send it stays here, sealed, for the same person's next sign-in; otherwise nothing stays. */
export async function signOut(core: Core, unsent: number): Promise<void> {
  const current = await core.db.read<Current>(CURRENT);
  if (!current) return;
  // The token is good for nothing from now on; the key comes back with the next sign-in on this phone.
  if (core.identity) await core.http.json("DELETE", "/devices/current").catch(() => undefined);
  if (unsent > 0) {
    await lock(core, problemOf("signed_out_kept", { n: unsent }), "signed_out");
  } else {
    await core.db.forget(current.owner);
    const devices = (await core.db.read<Record<string, Uuid>>(DEVICES)) ?? {};
    delete devices[current.username];
    await core.db.transaction("rw", core.db.meta, async () => {
      await core.db.meta.bulkDelete([KEY, CURRENT]);
      await core.db.keep(DEVICES, devices);
    });
    close(core, "signed_out");
    Object.assign(core.state.session, { username: "", keyExpiresAt: "", problem: null });
  }
  core.announce("session");
}
