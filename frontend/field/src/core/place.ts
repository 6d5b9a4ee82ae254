import type { DeepReadonly } from "vue";
import type { Checklist, PlaceType, Premises } from "./api";
import type { Registers } from "./contract";
import { names, say } from "./texts";
import { trouble } from "./trouble";

export interface Place {
  type: PlaceType;
  key: string;
  area: string;
  name: string;
  /** As it stands in the register just now, to go into a check. Of a household: its number, nothing personal. */
  snapshot: Record<string, unknown>;
  /** What checklists are for: a kind of premises, `household` or `area`. */
  checked: string;
  checklist: string;
}

export function findPlace(registers: Registers, { type, key }: { type: PlaceType; key: string }): Place | null {
  if (type === "premises") {
    const found = registers.premises.find((premises) => premises.key === key);
    if (!found) return null;
    const { name, kind, marks, address, code, responsible, position, storeys, floor_area, occupancy, sector, closed, area } = found;
    return {
      type, key, area, name, checked: kind, checklist: usualChecklist(registers, found),
      snapshot: { name, kind, marks, address, code, responsible, position, storeys, floor_area, occupancy, sector, closed },
    };
  }
  if (type === "household") {
    const found = registers.households.find((household) => household.key === key);
    if (!found) return null;
    const { number, vulnerable, area } = found;
    return { type, key, area, name: say(names.household, { number }), checked: "household", checklist: "", snapshot: { number, vulnerable } };
  }
  const found = registers.areas.find(({ code }) => code === key);
  return found ? { type, key, area: key, name: found.name, checked: "area", checklist: "", snapshot: { name: found.name } } : null;
}

/** The checklist usually used at a place: that of the first mark it carries that names one; otherwise its kind's own. "" for none. */
export function usualChecklist(
  { marks, kinds, checklists }: DeepReadonly<Pick<Registers, "marks" | "kinds" | "checklists">>, place: DeepReadonly<Pick<Premises, "kind" | "marks">>,
): string {
  const marked = marks.filter(({ id }) => place.marks.includes(id)).map(({ checklist }) => checklist);
  const known = marked.find((id) => checklists.some((list) => list.id === id));
  return known ?? kinds.find(({ id }) => id === place.kind)?.checklist ?? "";
}

/** The checklist that was asked for; the usual one of the place; or the first that is for such a place and that the person may record. */
export function checklistFor(registers: Registers, place: Place, wanted = ""): Checklist {
  const fits = registers.checklists.filter((list) => list.for.includes(place.checked));
  const mine = fits.filter((list) => list.evidence.some((id) => mayRecord(registers, id, place.area)));
  const named = (id: string): Checklist | undefined => registers.checklists.find((list) => id !== "" && list.id === id);
  const found = wanted ? named(wanted) : (named(place.checklist) ?? mine[0] ?? fits[0]);
  if (!found) throw trouble("checklist_unknown");
  return found;
}

/** The kind of evidence a check with it usually is: the first that the person may record here. */
export function evidenceFor(registers: Registers, checklist: Checklist, area: string): string {
  return checklist.evidence.find((id) => mayRecord(registers, id, area)) ?? checklist.evidence[0] ?? "";
}

const LEVELS: Record<number, string> = { 6: "county", 9: "town", 12: "village", 15: "grid" };

/** By the powers of the posts held over the area, and the levels at which that evidence is recorded. The server decides; this only chooses first. */
function mayRecord(registers: Registers, evidence: string, area: string): boolean {
  const levels = registers.evidence.find(({ id }) => id === evidence)?.levels ?? [];
  if (levels.length > 0 && !levels.includes(LEVELS[area.length] ?? "")) return false;
  return registers.posts.some((post) => area.startsWith(post.area) && post.powers.includes(`record.${evidence}`));
}
