/** Where a check that counts for a duty is made. */

import type { DeepReadonly } from "vue";
import type { RouteLocationRaw } from "vue-router";
import type { Checklist, Duty } from "../core/api";
import type { Registers } from "../core/contract";
import { usualChecklist } from "../core/place";
import type { Place } from "./places";
import { may } from "./places";

type Regs = DeepReadonly<Registers>;
type List = DeepReadonly<Checklist>;

/** The checklists for a place, the usual one of its kind first. */
export function checklistsFor(registers: Regs, place: Place): List[] {
  if (place.type !== "premises") return registers.checklists.filter((list) => list.for.includes(place.type));
  const found = registers.premises.find((one) => one.key === place.key);
  const kind = found?.kind ?? "";
  const usual = found ? usualChecklist(registers, found) : "";
  return registers.checklists
    .filter((list) => list.for.includes(kind) || list.id === usual)
    .sort((a, b) => Number(b.id === usual) - Number(a.id === usual));
}

const LEVELS: Record<number, string> = { 6: "county", 9: "town", 12: "village", 15: "grid" };

/** What a check with this list in this area may be recorded as by this person; the usual one first. */
export function evidenceFor(registers: Regs, list: List, area: string): readonly string[] {
  const level = LEVELS[area.length] ?? "";
  return list.evidence.filter((id) => {
    const levels = registers.evidence.find((kind) => kind.id === id)?.levels ?? [];
    return (levels.length === 0 || levels.includes(level)) && may(registers, `record.${id}`, area);
  });
}

/** The list of places, or the area itself; null when nothing on the phone counts for the duty. */
export function toCheck(registers: Regs, duty: DeepReadonly<Duty>): RouteLocationRaw | null {
  // Places lie below the duty's area; at which level each may be recorded shows at the place.
  const listsFor = (id: string): List[] => registers.checklists.filter((list) => list.evidence.includes(id));
  // What a grid worker does in his grid counts for the village around it too.
  const area = registers.posts.find((post) => post.area.startsWith(duty.area))?.area ?? duty.area;
  const evidence = duty.evidence.find((id) => may(registers, `record.${id}`, area) && listsFor(id).length > 0);
  if (!evidence) return null;
  const lists = listsFor(evidence);
  const targets = new Set(lists.flatMap((list) => list.for));
  const query = { evidence, area };
  if ([...targets].some((target) => target !== "household" && target !== "area")) return { name: "places", query: { ...query, tab: "premises" } };
  if (targets.has("household")) return { name: "places", query: { ...query, tab: "households" } };
  return { name: "place", params: { type: "area", key: area }, query: { evidence } };
}
