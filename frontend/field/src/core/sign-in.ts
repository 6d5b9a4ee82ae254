import type { SignedIn, Uuid } from "./api";
import type { Core, Identity } from "./core";
import { fromBase64, importKey, sha256, type Sealed } from "./crypt";
import { NetTrouble } from "./http";
import { toHex } from "./ids";
import { APP, CURRENT, DEVICES, KEY, type Current } from "./session";
import { problemOf, trouble } from "./trouble";

/** Signs in and opens what this person has on this phone. Needs a network; everything after it does not. */
export async function signIn(core: Core, username: string, password: string): Promise<void> {
  const devices = (await core.db.read<Record<string, Uuid>>(DEVICES)) ?? {};
  let answer = await register(core, username, password, devices[username]);
  let { key, owner } = await keyOf(answer);
  const before = await core.db.read<Sealed>(`${owner}|identity`);
  core.vault.unlock(key, owner);
  let aside = await keptAside(core, answer.device, owner);
  const earlier = before && (await core.vault.tryOpen<Identity>("identity", before));
  if (earlier && earlier.person.key !== answer.person.key) {
    // The account is another person's now. What the first one left stays sealed under the old device; this one begins afresh.
    aside += await unsentOf(core, (row) => row.owner === owner);
    answer = await register(core, username, password, undefined);
    ({ key, owner } = await keyOf(answer));
    core.vault.unlock(key, owner);
  }
  core.identity = { device: answer.device, token: answer.token, person: answer.person, county: answer.county };
  const sealed = await core.vault.seal("identity", core.identity);
  const current: Current = { username, owner, device: answer.device, keyExpiresAt: answer.key_expires_at, out: false };
  await core.db.transaction("rw", core.db.meta, core.db.registers, core.db.thumbs, async () => {
    // Somebody else's registers have no business here any more; drafts, forms, queue and photos stay, sealed.
    for (const table of [core.db.registers, core.db.thumbs]) await table.where("owner").notEqual(owner).delete();
    await core.db.meta.filter((row) => row.name.endsWith("|cursor") && row.name !== `${owner}|cursor`).delete();
    await core.db.meta.bulkPut([
      { name: DEVICES, value: { ...devices, [username]: answer.device } },
      { name: CURRENT, value: current },
      { name: KEY, value: key },
      { name: `${owner}|identity`, value: sealed },
      { name: "clock", value: core.clock.kept },
    ]);
  });
  Object.assign(core.state.session, {
    state: "open", username, keyExpiresAt: answer.key_expires_at, problem: aside ? problemOf("kept_aside", { n: aside }) : null,
  });
}

/** Signs in; a phone that the server knows says which it is, and so gets its key again. */
async function register(core: Core, username: string, password: string, device: Uuid | undefined): Promise<SignedIn> {
  const body = { username, password, label: label(), app: APP, ...(device ? { device } : {}) };
  try {
    const answer = await core.http.json<SignedIn>("POST", "/devices", { body });
    core.clock.contact(Date.parse(answer.server_time));
    return answer;
  } catch (error) {
    throw error instanceof NetTrouble && error.kind === "offline" ? trouble("sign_in_offline") : error;
  }
}

/** The mark of the key is part of the owner: what another key sealed is never touched, whatever the server hands out. */
async function keyOf(answer: SignedIn): Promise<{ key: CryptoKey; owner: string }> {
  const bytes = fromBase64(answer.data_key);
  const owner = `${answer.device}:${toHex((await sha256(bytes)).subarray(0, 4))}`;
  const key = await importKey(bytes);
  bytes.fill(0);
  return { key, owner };
}

/** How much of this very device stands under another key and can't be opened. */
const keptAside = (core: Core, device: Uuid, owner: string): Promise<number> =>
  unsentOf(core, (row) => row.owner.startsWith(`${device}:`) && row.owner !== owner);

async function unsentOf(core: Core, whose: (row: { owner: string }) => boolean): Promise<number> {
  const { db } = core;
  const typed = (await db.drafts.filter(whose).count()) + (await db.forms.filter(whose).count());
  return typed + (await db.queue.filter((row) => whose(row) && row.state !== "arrived").count());
}

/** What the administrator sees this phone as. */
function label(): string {
  const agent = typeof navigator === "undefined" ? "" : navigator.userAgent;
  const system = /Android[^;)]*|iPhone OS [\d_]+|iPad|HarmonyOS[^;)]*|Windows|Mac OS X|Linux/.exec(agent)?.[0] ?? "";
  const model = /Android[^;)]*;\s*([^;)]+?)(?:\s+Build|[;)])/.exec(agent)?.[1] ?? "";
  return [model, system.replace(/_/g, ".")].filter(Boolean).join(" · ").slice(0, 80) || "web";
}
