import type { Choice, Day, Hazard, HazardState, HazardStep } from "./api";

/** The life of a hazard by the county's table, as it was pulled: how it is expected to stand after a step, until the server has answered. */
export interface LifeTable {
  states: HazardState[];
  steps: HazardStep[];
  departments: Choice[];
}

export const NO_TABLE: LifeTable = { states: [], steps: [], departments: [] };
/** States that a phone knows which has not pulled a table yet. */
const ENDED = new Set(["corrected", "withdrawn"]);

type Stands = Pick<Hazard, "state" | "state_title" | "ended" | "owner" | "next_step" | "next_due" | "stopped" | "referred_to">;

/** A hazard in `state`, in the table's words. A deadline that only the server can count is left open. */
export function stands(table: LifeTable, { referred_to }: Pick<Hazard, "referred_to">, state: string, due: Day | null = null): Stands {
  const found = table.states.find(({ id }) => id === state);
  const department = table.departments.find(({ id }) => id === referred_to)?.title;
  const ended = found?.ended ?? ENDED.has(state);
  return {
    state, ended, referred_to, state_title: found?.title ?? "", next_step: found?.next_step ?? "", stopped: false, next_due: ended ? null : due,
    owner: (found?.by_department && department) || found?.owner || "",
  };
}

/** What `event` changes about a hazard; null where the table has no such step in its state. */
export function steppedBy(table: LifeTable, hazard: Hazard, event: string, given: Record<string, unknown> = {}): Partial<Hazard> | null {
  const step = table.steps.find((one) => one.event === event && one.of.includes(hazard.state));
  if (!step) return null;
  const due = typeof given["due"] === "string" ? given["due"] : null;
  const until = typeof given["until"] === "string" ? given["until"] : null;
  const next_due = { kept: hazard.next_due, due, until, none: null, counted: null }[step.deadline];
  const told = due ? { due } : {};
  // Where "back" leads only the server knows.
  if (step.to === "same" || step.to === "back") return { ...told, next_due };
  const referred_to = typeof given["department"] === "string" ? given["department"] : hazard.referred_to;
  return { ...told, ...stands(table, { referred_to }, step.to, next_due) };
}

/** A hazard that was pulled before there were life cycles, as far as it can be told. */
export function completed(hazard: Hazard): Hazard {
  if (typeof hazard.entry === "string") return hazard;
  return { ...hazard, ...stands(NO_TABLE, { referred_to: "" }, hazard.state, hazard.state === "open" ? hazard.due : null), entry: "" };
}
