import type { Pull, Today } from "./api";
import type { Core } from "./core";
import { NetTrouble } from "./http";
import { dropForeignThumbs } from "./kept-photos";
import { readQueue } from "./queue";
import { keepPull, keepToday, loadRegisters, readCursor, refreshRegisters } from "./registers";
import { keyExpires } from "./session";
import { problemOf } from "./trouble";

const MOST_PAGES = 2_000;

/** Reads what changed on the server, page by page, until there is nothing more. */
export async function pullAll(core: Core): Promise<void> {
  const { owner } = core.vault;
  const answered = (await readQueue(core)).filter(({ row }) => row.state === "arrived" && row.seen === 0).map(({ row }) => row.id);
  let cursor = await readCursor(core);
  // Another window has read on since: from its place, over what it kept.
  if (cursor !== core.memory.registers.cursor) await loadRegisters(core);
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const pull = await core.http.json<Pull>("GET", `/sync/pull?cursor=${encodeURIComponent(cursor)}`, { timeout: 120 });
    if (typeof pull?.cursor !== "string" || !pull.person) throw new NetTrouble("busy", problemOf("not_our_server"));
    if (core.vault.owner !== owner) return;
    if (pull.person.key !== core.identity?.person.key) {
      // Whose data these are has changed under the same device: nothing of it comes in here.
      await core.unauthorised(problemOf("person_changed"));
      throw new NetTrouble("unauthorised", problemOf("person_changed"));
    }
    core.clock.contact(Date.parse(pull.server_time));
    await keepPull(core, pull);
    await keyExpires(core, pull.key_expires_at);
    const last = pull.cursor === cursor || (!pull.reset && isEmpty(pull));
    cursor = pull.cursor;
    if (page === 0 || last) refreshRegisters(core);
    if (last) break;
  }
  await dropForeignThumbs(core);
  await markSeen(core, answered);
  core.state.sync.lastPulledAt = new Date(core.clock.now()).toISOString();
  await core.db.keep(`${owner}|pulled_at`, core.state.sync.lastPulledAt);
  refreshRegisters(core);
  core.announce("registers");
}

export async function readToday(core: Core): Promise<void> {
  const asked = new Date(core.clock.now()).toISOString();
  const today = await core.http.json<Today>("GET", "/today");
  if (!Array.isArray(today?.duties)) throw new NetTrouble("busy", problemOf("not_our_server"));
  await keepToday(core, today, asked);
  refreshRegisters(core);
  core.announce("registers");
}

const isEmpty = ({ premises, households, hazards, removed }: Pull): boolean =>
  premises.length + households.length + hazards.length + Object.values(removed ?? {}).reduce((sum, keys) => sum + keys.length, 0) === 0;

/** What had arrived before this pull began is in it: the phone's own version gives way. */
async function markSeen(core: Core, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await core.db.queue.where("id").anyOf(ids).modify((row) => {
    row.seen = 1;
    row.rev += 1;
  });
  await readQueue(core);
}
