import type { Draft, Finding, Hazard, Household, HouseholdPersonal, InspectionPayload, PhotoRef, PlaceType, Premises } from "./api";
import { dayOf } from "./clock";
import type { QueueRow } from "./db";
import { NO_TABLE, stands, steppedBy, type LifeTable } from "./life";

/**
 * This phone's own entries over what was pulled: what was recorded here shows at once, and the next form can build on it, before anything is sent.
 */
export interface Rows {
  premises: Map<string, Premises>;
  households: Map<string, Household>;
  hazards: Map<string, Hazard>;
}

/** Not refused, and not yet in what was pulled. */
export const isUnanswered = (row: Pick<QueueRow, "state" | "seen">): boolean =>
  row.state === "waiting" || (row.state === "arrived" && row.seen === 0);

/** `entries` in the order in which they were saved. What was pulled is left as it is. */
export function withOwnEntries(pulled: Rows, entries: Draft[], table: LifeTable = NO_TABLE): Rows {
  if (entries.length === 0) return pulled;
  const rows: Rows = { premises: new Map(pulled.premises), households: new Map(pulled.households), hazards: new Map(pulled.hazards) };
  for (const entry of entries) APPLY[entry.kind]?.(rows, entry, table);
  return rows;
}

type Apply = (rows: Rows, entry: Draft, table: LifeTable) => void;

const APPLY: Record<string, Apply> = {
  "premises.set": (rows, { id, area, payload }) => {
    const said = payload as unknown as Partial<Premises> & { key: string };
    const { base: _, ...told } = said as typeof said & { base?: string };
    const before = rows.premises.get(said.key) ?? { ...NEW_PREMISES, key: said.key, area };
    rows.premises.set(said.key, { ...before, ...told, conflict: false, entry: id });
  },
  "household.set": (rows, { id, area, payload }) => {
    const { base: _, ...told } = payload as unknown as Partial<Household> & { key: string; base?: string; personal?: HouseholdPersonal | null };
    const before = rows.households.get(told.key) ?? { ...NEW_HOUSEHOLD, key: told.key, area };
    rows.households.set(told.key, { ...before, ...told, conflict: false, entry: id });
  },
  "inspection.made": (rows, entry, table) => {
    const { place, findings } = entry.payload as unknown as InspectionPayload;
    const day = dayOf(new Date(entry.occurred_at));
    const premises = place.type === "premises" ? rows.premises.get(place.key) : undefined;
    const household = place.type === "household" ? rows.households.get(place.key) : undefined;
    if (premises) rows.premises.set(place.key, { ...premises, last_inspected: later(premises.last_inspected, day) });
    if (household) rows.households.set(place.key, { ...household, last_inspected: later(household.last_inspected, day) });
    for (const finding of findings) rows.hazards.set(finding.id, hazardOf(entry, place.type, place.key, nameOf(place.snapshot), finding, table));
  },
  "hazard.found": (rows, entry, table) => {
    const { place, finding } = entry.payload as { place?: InspectionPayload["place"]; finding?: Finding };
    if (place && finding) rows.hazards.set(finding.id, hazardOf(entry, place.type, place.key, nameOf(place.snapshot), finding, table));
  },
  // What it found was wrongly entered too, as far as nothing was done about it since.
  "inspection.withdrawn": (rows, { payload }, table) => {
    for (const [id, hazard] of rows.hazards) {
      if (hazard.entry === payload["inspection"]) rows.hazards.set(id, { ...hazard, ...stands(table, hazard, "withdrawn") });
    }
  },
  // Two ends of one hazard: both stay, marked for a person, as the server does it.
  "hazard.corrected": (rows, entry, table) =>
    changeHazard(rows, entry, (hazard) => ({
      ...(steppedBy(table, hazard, "corrected") ?? (table.states.length ? {} : stands(table, hazard, "corrected"))),
      corrected_on: dayOf(new Date(entry.occurred_at)), conflict: hazard.conflict || hazard.state === "corrected",
    })),
  "hazard.reported": (rows, entry, table) =>
    changeHazard(rows, entry, (hazard) =>
      hazard.state === "corrected" ? { conflict: true } : (steppedBy(table, hazard, "reported") ?? stands(table, hazard, "reported"))),
  "hazard.moved": (rows, entry, table) =>
    changeHazard(rows, entry, (hazard) => steppedBy(table, hazard, String(entry.payload["event"]), entry.payload) ?? {}),
  "hazard.settled": (rows, entry, table) =>
    changeHazard(rows, entry, (hazard) => ({ ...stands(table, hazard, String(entry.payload["state"] ?? hazard.state), dayIn(entry.payload["due"])), conflict: false })),
};

const dayIn = (value: unknown): string | null => (typeof value === "string" ? value : null);

function changeHazard(rows: Rows, entry: Draft, change: (hazard: Hazard) => Partial<Hazard>): void {
  const hazard = rows.hazards.get(String(entry.payload["hazard"]));
  const photos = (entry.payload["photos"] as PhotoRef[] | undefined) ?? [];
  if (!hazard) return;
  const shown = [...hazard.photos, ...photos.map(({ sha256 }) => sha256)];
  rows.hazards.set(hazard.id, { ...hazard, ...change(hazard), photos: shown, entry: entry.id });
}

function hazardOf(entry: Draft, type: PlaceType, key: string, name: string, finding: Finding, table: LifeTable): Hazard {
  const day = dayOf(new Date(entry.occurred_at));
  const corrected = finding.action === "on_the_spot";
  return {
    ...stands(table, { referred_to: "" }, STATES[finding.action], finding.due),
    id: finding.id, area: entry.area, place_type: type, place_key: key, place_name: name, item: finding.item, element: finding.element,
    text: finding.text, severity: finding.severity, action: finding.action, due: finding.due,
    found_on: day, corrected_on: corrected ? day : null, conflict: false, entry: entry.id,
    photos: [...finding.photos, ...finding.after].map(({ sha256 }) => sha256),
  };
}

/** What cannot be corrected there is thereby reported up, as on the server. */
const STATES: Record<Finding["action"], string> = { on_the_spot: "corrected", by_date: "open", cannot: "reported" };
const nameOf = (snapshot: Record<string, unknown>): string => String(snapshot["name"] ?? snapshot["number"] ?? "");
const later = (a: string, b: string): string => (a > b ? a : b);

const NEW_PREMISES: Omit<Premises, "key" | "area"> = {
  kind: "", marks: [], name: "", code: "", address: "", position: null, responsible: "", phone: "", storeys: null, floor_area: null, occupancy: null,
  sector: "", notes: "", initials: "", closed: false, conflict: false, plate: "", last_inspected: "", entry: "",
};
const NEW_HOUSEHOLD: Omit<Household, "key" | "area"> = {
  number: "", vulnerable: false, purpose: "", keep_until: "", personal: null, conflict: false, plate: "", last_inspected: "", entry: "",
};
