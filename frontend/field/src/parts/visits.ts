/** What a plan asks of a place, in words. */

import type { DeepReadonly } from "vue";
import type { Day, PlannedVisit } from "../core/api";
import { visitKey, type Registers } from "../core/contract";
import { t } from "../i18n";
import { titlesOf } from "./choices";
import { timely, underWay, type Shown } from "./lateness";
import type { Place } from "./places";
import { checklistsFor, evidenceFor } from "./toCheck";

type Regs = DeepReadonly<Registers>;
export type VisitRow = DeepReadonly<PlannedVisit>;

export const visitPlace = ({ place }: Pick<VisitRow, "place">): Place => ({ type: "premises", key: place });

/** What plans ask of this person at a place, and was not done here yet. */
export function visitsAt({ visits, visited }: Pick<Regs, "visits" | "visited">, place: string): VisitRow[] {
  return visits.filter((visit) => visit.place === place && visit.mine && !(visitKey(visit) in visited));
}

export function showVisit({ due }: Pick<VisitRow, "due">, now: Day, done: boolean): Shown {
  return done ? underWay(t("plans.done")) : timely(due, now);
}

/** 联合检查 · 节前联合检查 · 消防救援大队大队长 王某；邀请住建局 */
export function whyVisit({ departments }: Regs, visit: VisitRow): string {
  const invited = visit.departments.length ? t("plans.invited", { who: titlesOf(departments, visit.departments) }) : "";
  return [visit.kind_title, visit.title, [visit.post_title, visit.by.name].filter(Boolean).join(" ")].filter(Boolean).join(" · ") + invited;
}

/** The checklist that the plan asks for; where it asks for none, the first of the place with which a check counts for it. */
export function checklistFor(registers: Regs, visit: VisitRow): string {
  if (visit.checklist) return visit.checklist;
  const lists = checklistsFor(registers, visitPlace(visit));
  const able = lists.filter((list) => {
    const kinds = evidenceFor(registers, list, visit.area);
    return visit.evidence.length ? visit.evidence.some((id) => kinds.includes(id)) : kinds.length > 0;
  });
  return (able[0] ?? lists[0])?.id ?? "";
}
