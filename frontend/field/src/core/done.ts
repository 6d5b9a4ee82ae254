import type { Draft, InspectionPayload, PlannedVisit } from "./api";
import { dayOf } from "./clock";
import { visitKey, type Registers } from "./contract";
import { predicted } from "./served";

/** What was done on this phone since the server told what is due: nobody is asked again for what he has just done. */

type Known = Pick<Registers, "duties" | "visits" | "posts" | "evidence">;

/** `entries`: those of this phone that the server cannot have known then. */
export function doneSince(registers: Known, entries: Draft[]): Pick<Registers, "dutiesUnsent" | "visited"> {
  const takenBack = new Set(entries.filter(({ kind }) => kind === "inspection.withdrawn").map(({ payload }) => payload["inspection"]));
  const standing = entries.filter(({ id }) => !takenBack.has(id));
  const dutiesUnsent: Record<string, number> = {};
  for (const entry of standing) for (const { key } of predicted(entry, registers)) dutiesUnsent[key] = (dutiesUnsent[key] ?? 0) + 1;
  const visited = registers.visits.filter((visit) => standing.some((entry) => isVisited(visit, entry))).map((visit) => [visitKey(visit), true] as const);
  return { dutiesUnsent, visited: Object.fromEntries(visited) };
}

/** Whether an entry does what the plan asks of the place: as `rules/plans.py` counts it. Of a draw only what those do who were drawn. */
function isVisited({ place, since, checklist, evidence, kind, mine }: PlannedVisit, entry: Draft): boolean {
  if (entry.kind !== "inspection.made") return false;
  const made = entry.payload as unknown as InspectionPayload;
  return made.place.type === "premises" && made.place.key === place
    && dayOf(new Date(entry.occurred_at)) >= since
    && (checklist === "" || made.checklist === checklist)
    && (evidence.length === 0 || evidence.includes(made.evidence))
    && (mine || kind !== "draw");
}
