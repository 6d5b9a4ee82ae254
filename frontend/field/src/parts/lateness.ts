/** Duties and hazards by how late they are: what a pill shows, and in which order they come. */

import type { Day, Duty, DutyState, HazardState } from "../core/api";
import { t } from "../i18n";
import { sayDue } from "./dates";
import type { IconName } from "./icons";

/** As on the desk: due within a week is 即将到期. */
const SOON_DAYS = 7;

export interface Shown {
  tone: "" | "red" | "orange" | "yellow" | "blue";
  icon: IconName;
  word: string;
}

interface DueHazard {
  state: HazardState;
  due: Day | null;
  found_on: Day;
}

/** A duty's state today: what the server last said, except that time has gone on since. */
export function dutyState(duty: Pick<Duty, "state" | "due">, now: Day): DutyState {
  return duty.state === "open" && duty.due < now ? "overdue" : duty.state;
}

export function isLeft(state: DutyState): boolean {
  return state === "open" || state === "overdue" || state === "missed";
}

function timely(due: Day, now: Day): Shown {
  const soon = new Date(due).getTime() - new Date(now).getTime() <= SOON_DAYS * 86_400_000;
  if (due < now) return { tone: "orange", icon: "overdue", word: sayDue(due, now) };
  return soon ? { tone: "yellow", icon: "clock", word: sayDue(due, now) } : { tone: "blue", icon: "open", word: sayDue(due, now) };
}

export function showDuty(duty: Pick<Duty, "state" | "due">, now: Day): Shown {
  const state = dutyState(duty, now);
  if (state === "missed") return { tone: "red", icon: "close", word: t("duty.missed") };
  if (state === "open" || state === "overdue") return timely(duty.due, now);
  return { tone: "", icon: state === "exempt" ? "none" : "done", word: t(`duty.${state}`) };
}

export function showHazard(hazard: DueHazard, now: Day): Shown {
  if (hazard.state === "corrected") return { tone: "", icon: "done", word: t("hazard.state.corrected") };
  if (hazard.state === "withdrawn") return { tone: "", icon: "none", word: t("hazard.state.withdrawn") };
  if (hazard.state === "reported") return { tone: "blue", icon: "report", word: t("hazard.state.reported") };
  return hazard.due ? timely(hazard.due, now) : { tone: "blue", icon: "open", word: t("hazard.state.open") };
}

const rank: Record<DutyState, number> = { overdue: 0, missed: 1, open: 2, met_late: 3, met: 3, exempt: 3 };

/** Overdue first, then by date. */
export function byLateness(now: Day): (a: Pick<Duty, "state" | "due">, b: Pick<Duty, "state" | "due">) => number {
  return (a, b) => rank[dutyState(a, now)] - rank[dutyState(b, now)] || a.due.localeCompare(b.due);
}

/** Reported up, it is still there. */
export function isUncorrected(hazard: Pick<DueHazard, "state">): boolean {
  return hazard.state === "open" || hazard.state === "reported";
}

export function isOverdue(hazard: DueHazard, now: Day): boolean {
  return hazard.state === "open" && hazard.due !== null && hazard.due < now;
}

/** By the day until which it should be corrected; those without one after them, the oldest first. */
export function byDue(a: DueHazard, b: DueHazard): number {
  return (a.due ?? "9999").localeCompare(b.due ?? "9999") || a.found_on.localeCompare(b.found_on);
}
