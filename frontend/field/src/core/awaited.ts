import type { Draft, InspectionPayload, Problem, Uuid } from "./api";
import type { QueuedEntry } from "./contract";
import type { QueueRow } from "./db";
import type { Rows } from "./overlay";
import type { QueueContent } from "./queue";
import { names, say } from "./texts";
import { problemOf } from "./trouble";

/** New places that the server refused, and what cannot arrive before they have been put right. */

type Pulled = Pick<Rows, "premises" | "households">;
type Queued = { row: QueueRow; content: QueueContent };

export interface Unaccepted {
  entry: Uuid;
  name: string;
  problem: Problem;
}

const TABLES: Record<string, keyof Pulled> = { "premises.set": "premises", "household.set": "households" };
const keyOf = ({ payload }: Draft): Uuid => String(payload["key"]);

/** By key. `queue` in the order in which it was saved: what was saved over a refused state counts in its stead. */
export function unaccepted(pulled: Pulled, queue: Queued[]): Map<Uuid, Unaccepted> {
  const found = new Map<Uuid, Unaccepted>();
  // A new place is based on nothing, or on a state of itself that was refused too.
  const bases = new Set<unknown>(["", undefined]);
  for (const { row, content: { entry, problem } } of queue) {
    const table = TABLES[entry.kind];
    if (!table) continue;
    if (row.state !== "refused") {
      found.delete(keyOf(entry));
    } else if (problem && !pulled[table].has(keyOf(entry)) && bases.has(entry.payload["base"])) {
      bases.add(row.id);
      found.set(keyOf(entry), { entry: row.id, name: nameOf(entry), problem });
    }
  }
  return found;
}

function nameOf({ kind, payload }: Draft): string {
  return kind === "premises.set" ? String(payload["name"]) : say(names.household, { number: String(payload["number"]) });
}

/** The place that the server has to know before it takes an entry; empty where there is none. */
export function placeNeeded({ kind, payload }: Draft): Uuid {
  if (/^(premises|household)\.(revealed|removed|erased)$/.test(kind)) return String(payload["key"]);
  const { place } = payload as unknown as Partial<InspectionPayload>;
  return place && place.type !== "area" ? place.key : "";
}

/** What is said of entries that wait for a place which will not come by itself. */
export function placesAwaited(pulled: Pulled, queue: Queued[]): Map<Uuid, Pick<QueuedEntry, "problem" | "waitsFor" | "stuck">> {
  const refused = unaccepted(pulled, queue);
  const onTheWay = new Set(queue.filter(({ row, content }) => TABLES[content.entry.kind] && row.state !== "refused").map(({ content }) => keyOf(content.entry)));
  const said = new Map<Uuid, Pick<QueuedEntry, "problem" | "waitsFor" | "stuck">>();
  for (const { row, content } of queue.filter((one) => one.row.state === "waiting")) {
    const key = placeNeeded(content.entry);
    if (!key) continue;
    const place = refused.get(key);
    if (place) {
      const problem = problemOf("place_refused", { place: place.name, why: place.problem.message });
      said.set(row.id, { problem, waitsFor: place.entry, stuck: true });
    } else if (content.problem?.code === "place_unknown" && !onTheWay.has(key)) {
      said.set(row.id, { problem: problemOf("place_given_up"), waitsFor: "", stuck: true });
    }
  }
  return said;
}
