import type { Draft, Duty, Fulfilled, InspectionPayload, Uuid } from "./api";
import type { Registers, Served } from "./contract";
import { dayOf } from "./clock";
import type { Core } from "./core";
import { readQueue } from "./queue";

/** What a check is for: as the server says once it has arrived; until then as this phone can tell from the duties it knows. */
export async function served(core: Core, id: Uuid): Promise<Served> {
  const found = (await readQueue(core)).find(({ row }) => row.id === id);
  if (!found || found.row.state === "arrived") {
    try {
      const { entries } = await confirmed(core, [id]);
      const known = entries[id];
      if (known) return { confirmed: true, duties: known.map((duty) => shown(duty)) };
    } catch {
      // No network: what this phone can tell has to do.
    }
  }
  return { confirmed: false, duties: found ? predicted(found.content.entry, core.state.registers).map(shown) : [] };
}

/** An address takes so many ids at once. */
const ASKED_AT_ONCE = 100;

export async function confirmed(core: Core, entries: Uuid[]): Promise<Fulfilled> {
  const all: Fulfilled = { as_of: core.clock.today(), entries: {} };
  for (let at = 0; at < entries.length; at += ASKED_AT_ONCE) {
    const part = await core.http.json<Fulfilled>("GET", `/fulfilled?entries=${entries.slice(at, at + ASKED_AT_ONCE).join(",")}`);
    all.as_of = part.as_of;
    Object.assign(all.entries, part.entries);
  }
  return all;
}

/** Open duties that such a record counts for: its kind of evidence, its area and day, the post that makes it, everybody who has to take part. */
export function predicted(entry: Omit<Draft, "id" | "post">, registers: Pick<Registers, "duties" | "posts" | "evidence">): Duty[] {
  const counts = new Set(countsAs(entry, registers));
  const { parties = [], hazard } = entry.payload as Partial<InspectionPayload> & { hazard?: Uuid };
  const day = dayOf(new Date(entry.occurred_at));
  const posts = registers.posts.filter((post) => entry.area.startsWith(post.area)).map(({ post }) => post);
  const present = new Set([...parties, ...posts]);
  return registers.duties.filter(
    (duty) =>
      (duty.state === "open" || duty.state === "overdue") &&
      duty.evidence.some((kind) => counts.has(kind)) &&
      (duty.start ?? "") <= day &&
      // What is owed about one hazard is done by what is done about that one.
      (hazard === undefined || !RECORD.test(duty.period) || duty.period === hazard) &&
      entry.area.startsWith(duty.area) &&
      (duty.done_by.length === 0 || posts.some((post) => duty.done_by.includes(post))) &&
      duty.parties.every((party) => present.has(party)),
  );
}

/** A duty that a record started has its id in the place of a period. */
const RECORD = /^[0-9a-f]{8}-/;

/** As which kinds of evidence it counts: an inspection as what was chosen, a step about a hazard as what the notice says of such steps. */
function countsAs({ kind, payload }: Pick<Draft, "kind" | "payload">, { evidence }: Pick<Registers, "evidence">): string[] {
  const origin = kind === "hazard.moved" ? `hazard.${String(payload["event"])}` : kind;
  const steps = evidence.filter((one) => one.comes_from?.includes(origin)).map(({ id }) => id);
  return kind === "inspection.made" ? [String(payload["evidence"])] : steps;
}

const shown = ({ title, clause, area_name, owner_name }: Pick<Duty, "title" | "clause" | "area_name" | "owner_name">): Served["duties"][number] => ({
  title, clause, areaName: area_name, ownerName: owner_name,
});
