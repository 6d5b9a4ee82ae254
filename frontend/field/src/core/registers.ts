import type { Draft, Instant, Pull, Today } from "./api";
import type { Registers } from "./contract";
import type { Core } from "./core";
import type { QueueRow, RegisterRow, RegisterTable } from "./db";
import { unaccepted } from "./awaited";
import { dayOf } from "./clock";
import { doneSince } from "./done";
import { completed, type LifeTable } from "./life";
import { isUnanswered, withOwnEntries } from "./overlay";

/** What was pulled, opened, before this phone's own entries are applied. */
export class PulledRegisters {
  readonly lists = new Map<string, unknown>();
  readonly premises = new Map<string, Registers["premises"][number]>();
  readonly households = new Map<string, Registers["households"][number]>();
  readonly hazards = new Map<string, Registers["hazards"][number]>();
  /** How far the server had been read when this was; another window may have read on since. */
  cursor = "";

  clear(): void {
    for (const table of TABLES) this[table].clear();
    this.cursor = "";
  }
}

const TABLES: RegisterTable[] = ["lists", "premises", "households", "hazards"];
const LISTS = ["areas", "kinds", "marks", "categories", "evidence", "parties", "departments", "checklists", "states", "steps"] as const;
const ROWS = ["premises", "households", "hazards"] as const;
const COUNTY = ["county", "county_name", "demo", "person", "posts"] as const;
/** So long a corrected hazard is kept. */
const CORRECTED_DAYS = 30;
/** Rows are sealed in so many bundles a table: opening five thousand places one by one would take seconds on a phone. */
const BUNDLES = 32;

type Bundle = Record<string, unknown>;

const about = (table: RegisterTable, key: string): string => `registers|${table}|${key}`;
const cursorOf = (owner: string): string => `${owner}|cursor`;

export const readCursor = async (core: Core): Promise<string> => (await core.db.read<string>(cursorOf(core.vault.owner))) ?? "";

export async function loadRegisters(core: Core): Promise<void> {
  const { db, vault } = core;
  const { owner } = vault;
  const [rows, cursor] = await db.transaction("r", db.registers, db.meta, async () => [
    await db.registers.where("owner").equals(owner).toArray(), await readCursor(core),
  ] as const);
  const opened = await Promise.all(rows.map((row) => vault.tryOpen<Bundle>(about(row.table, row.key), row.sealed)));
  if (vault.owner !== owner) return;
  const { registers } = core.memory;
  registers.clear();
  registers.cursor = cursor;
  rows.forEach(({ table }, i) => fill(registers, table, opened[i] ?? {}));
  refreshRegisters(core);
}

function fill(registers: PulledRegisters, table: RegisterTable, bundle: Bundle): void {
  const rows = registers[table] as Map<string, unknown>;
  for (const [key, value] of Object.entries(bundle)) rows.set(key, table === "hazards" ? completed(value as Pull["hazards"][number]) : value);
}

/** What a page of the pull changes, with hazards past their time, and the cursor after it, in one transaction: cut anywhere, the next pull goes on from there. */
export async function keepPull(core: Core, pulled: Pull): Promise<void> {
  const { db, vault, memory } = core;
  const past = [...memory.registers.hazards.values()].filter((hazard) => isPast(core, hazard)).map(({ id }) => id);
  const pull = { ...pulled, removed: { ...pulled.removed, hazards: [...(pulled.removed?.hazards ?? []), ...past] } };
  const { owner } = vault;
  const lists: Bundle = { county: Object.fromEntries(COUNTY.map((name) => [name, pull[name]])) };
  for (const list of LISTS) if (pull[list]) lists[list] = pull[list];
  const bundles = ROWS.flatMap((table) => changedBundles(memory.registers[table], table, pull));
  const sealed = await Promise.all([
    ...Object.entries(lists).map(([name, list]) => seal(core, "lists", name, { [name]: list })),
    ...bundles.map(({ table, key, bundle }) => seal(core, table, key, bundle)),
  ]);
  await db.transaction("rw", db.registers, db.meta, async () => {
    if (pull.reset) await db.registers.where("owner").equals(owner).delete();
    await db.registers.bulkPut(sealed);
    await db.keep(cursorOf(owner), pull.cursor);
  });
  if (vault.owner !== owner) return;
  const { registers } = memory;
  if (pull.reset) registers.clear();
  registers.cursor = pull.cursor;
  for (const table of ROWS) for (const key of pull.removed?.[table] ?? []) registers[table].delete(key);
  for (const { table, bundle } of bundles) fill(registers, table, bundle);
  fill(registers, "lists", lists);
}

/** The bundles of a table in which the pull changes something, as they are afterwards. */
function changedBundles(known: Map<string, unknown>, table: (typeof ROWS)[number], pull: Pull): { table: RegisterTable; key: string; bundle: Bundle }[] {
  const rows = new Map<string, unknown>(pull.reset ? [] : known);
  const changed = new Set<string>();
  for (const key of pull.removed?.[table] ?? []) if (rows.delete(key)) changed.add(bundleOf(key));
  for (const row of pull[table]) {
    const key = "key" in row ? row.key : row.id;
    rows.set(key, row);
    changed.add(bundleOf(key));
  }
  const bundles = new Map<string, Bundle>([...changed].map((key) => [key, {}]));
  for (const [key, row] of rows) {
    const bundle = bundles.get(bundleOf(key));
    if (bundle) bundle[key] = row;
  }
  return [...bundles].map(([key, bundle]) => ({ table, key, bundle }));
}

function bundleOf(key: string): string {
  let sum = 0;
  for (let at = 0; at < key.length; at += 1) sum = (sum * 31 + key.charCodeAt(at)) % 65_521;
  return String(sum % BUNDLES);
}

/** What is due, and when the server was asked: what arrived later is not in it. */
type KeptToday = Today & { askedAt?: Instant };

export async function keepToday(core: Core, told: Today, askedAt: Instant): Promise<void> {
  const today: KeptToday = { ...told, askedAt };
  await core.db.registers.put(await seal(core, "lists", "today", { today }));
  core.memory.registers.lists.set("today", today);
}

async function seal(core: Core, table: RegisterTable, key: string, bundle: Bundle): Promise<RegisterRow> {
  const { owner } = core.vault;
  return { id: `${owner}|${table}|${key}`, owner, table, key, sealed: await core.vault.seal(about(table, key), bundle) };
}

/** Shows what was pulled with this phone's own entries on top: those that are not answered, and new places that were refused. */
export function refreshRegisters(core: Core): void {
  const { lists, premises, households, hazards } = core.memory.registers;
  const county = lists.get("county") as Pick<Pull, (typeof COUNTY)[number]> | undefined;
  const today = lists.get("today") as KeptToday | undefined;
  const queue = [...core.memory.queue.values()];
  const refused = unaccepted({ premises, households }, queue);
  const refusedIds = new Set([...refused.values()].map(({ entry }) => entry));
  const own = queue.filter(({ row }) => isUnanswered(row) || refusedIds.has(row.id)).map(({ content }) => content.entry);
  const table: LifeTable = {
    states: (lists.get("states") as LifeTable["states"] | undefined) ?? [],
    steps: (lists.get("steps") as LifeTable["steps"] | undefined) ?? [],
    departments: (lists.get("departments") as LifeTable["departments"] | undefined) ?? [],
  };
  const rows = withOwnEntries({ premises, households, hazards }, own, table);
  const shown = core.state.registers;
  Object.assign(shown, {
    person: county?.person ?? core.identity?.person ?? { key: "", name: "" },
    county: county?.county ?? core.identity?.county ?? "",
    countyName: county?.county_name ?? "",
    demo: county?.demo ?? false,
    posts: county?.posts ?? [],
    premises: [...rows.premises.values()].sort(byAreaAndName),
    households: [...rows.households.values()].sort((a, b) => order(a.area, b.area) || order(a.number, b.number)),
    unaccepted: Object.fromEntries([...refused].map(([key, { problem }]) => [key, problem])),
    hazards: [...rows.hazards.values()].filter((hazard) => !isPast(core, hazard)).sort((a, b) => order(b.found_on, a.found_on)),
    unsent: Object.fromEntries(queue.filter(({ row }) => row.state === "waiting").flatMap(({ content }) => hazardsOf(content.entry)).map((id) => [id, true])),
    duties: today?.duties ?? [],
    visits: today?.visits ?? [],
    suggested: today?.suggested ?? [],
    dutiesMore: Math.max((today?.total ?? 0) - (today?.duties.filter(({ start }) => (start ?? "") <= today.as_of).length ?? 0), 0),
    dutiesAsOf: today?.as_of ?? "",
  });
  for (const list of LISTS) Object.assign(shown, { [list]: lists.get(list) ?? [] });
  Object.assign(shown, doneSince(shown, queue.filter(({ row }) => isNewerThan(row, today?.askedAt)).map(({ content }) => content.entry)));
}

/** Whether the server cannot have known it when it told what is due. */
const isNewerThan = ({ state, arrivedAt }: QueueRow, askedAt = ""): boolean => state === "waiting" || (state === "arrived" && arrivedAt > askedAt);

/** Which hazards an entry tells something about. */
function hazardsOf({ payload }: Draft): string[] {
  const { hazard, finding, findings } = payload as { hazard?: string; finding?: { id: string }; findings?: { id: string }[] };
  return [...(hazard ? [hazard] : []), ...(finding ? [finding.id] : []), ...(findings ?? []).map(({ id }) => id)];
}

/** Corrected for so long that nobody here needs it any more; the server takes nothing away by itself, and this phone may long be offline. */
function isPast(core: Core, { state, conflict, corrected_on }: Registers["hazards"][number]): boolean {
  const since = dayOf(new Date(core.clock.now() - CORRECTED_DAYS * 24 * 3600 * 1000));
  return state === "corrected" && !conflict && corrected_on !== null && corrected_on < since;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byAreaAndName = (a: Registers["premises"][number], b: Registers["premises"][number]): number =>
  order(a.area, b.area) || order(a.initials, b.initials) || order(a.name, b.name);
