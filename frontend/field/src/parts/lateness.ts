/** Duties and hazards by how late they are: what a pill shows, and in which order they come. */

import type { Day, Duty, DutyState } from "../core/api";
import { t } from "../i18n";
import type { HazardRow } from "./app";
import { sayDue } from "./dates";
import type { IconName } from "./icons";

/** As on the desk: due within a week is 即将到期. */
const SOON_DAYS = 7;

export interface Shown {
  tone: "" | "red" | "orange" | "yellow" | "blue" | "accent";
  icon: IconName;
  word: string;
}

type DueHazard = Pick<HazardRow, "state" | "state_title" | "ended" | "stopped" | "next_due" | "found_on">;

/** A duty's state today: what the server last said, except that time has gone on since. */
export function dutyState(duty: Pick<Duty, "state" | "due">, now: Day): DutyState {
  return duty.state === "open" && duty.due < now ? "overdue" : duty.state;
}

export function isLeft(state: DutyState): boolean {
  return state === "open" || state === "overdue" || state === "missed";
}

/** How near a day is by which something has to be done. */
export function timely(due: Day, now: Day): Shown {
  const soon = new Date(due).getTime() - new Date(now).getTime() <= SOON_DAYS * 86_400_000;
  if (due < now) return { tone: "orange", icon: "overdue", word: sayDue(due, now) };
  return soon ? { tone: "yellow", icon: "clock", word: sayDue(due, now) } : { tone: "blue", icon: "open", word: sayDue(due, now) };
}

/** Done here, and on its way: it isn't asked again. */
export const underWay = (word: string): Shown => ({ tone: "accent", icon: "send", word });

export function showDuty(duty: Pick<Duty, "state" | "due">, now: Day): Shown {
  const state = dutyState(duty, now);
  if (state === "missed") return { tone: "red", icon: "close", word: t("duty.missed") };
  if (state === "open" || state === "overdue") return timely(duty.due, now);
  return { tone: "", icon: state === "exempt" ? "none" : "done", word: t(`duty.${state}`) };
}

/** The deadline of the next step where there is one; else how it stands. */
export function showHazard(hazard: DueHazard, now: Day): Shown {
  if (hazard.ended) return { tone: "", icon: hazard.state === "withdrawn" ? "none" : "done", word: stateWord(hazard) };
  if (hazard.stopped) return { tone: "blue", icon: "clock", word: t("hazard.stopped") };
  return hazard.next_due ? timely(hazard.next_due, now) : { tone: "blue", icon: "open", word: stateWord(hazard) };
}

/** In the county's words; a phone that has not pulled them yet has words for a few of its own. */
export function stateWord({ state, state_title }: Pick<DueHazard, "state" | "state_title">): string {
  return state_title || (state in OWN_WORDS ? t(OWN_WORDS[state as keyof typeof OWN_WORDS]) : state);
}

const OWN_WORDS = {
  open: "hazard.state.open", reported: "hazard.state.reported", corrected: "hazard.state.corrected", withdrawn: "hazard.state.withdrawn",
} as const;

const rank: Record<DutyState, number> = { overdue: 0, missed: 1, open: 2, met_late: 3, met: 3, exempt: 3 };

/** Overdue first, then by date. */
export function byLateness(now: Day): (a: Pick<Duty, "state" | "due">, b: Pick<Duty, "state" | "due">) => number {
  return (a, b) => rank[dutyState(a, now)] - rank[dutyState(b, now)] || a.due.localeCompare(b.due);
}

/** Reported up, it is still there. */
export function isUncorrected(hazard: Pick<DueHazard, "ended">): boolean {
  return !hazard.ended;
}

export function isOverdue(hazard: DueHazard, now: Day): boolean {
  const due = dueOf(hazard);
  return due !== null && due < now;
}

/** By the day until which the next step is due, so that what is late comes first; those without one after them, the oldest first. */
export function byDue(a: DueHazard, b: DueHazard): number {
  return (dueOf(a) ?? "9999").localeCompare(dueOf(b) ?? "9999") || a.found_on.localeCompare(b.found_on);
}

/** Late first, what is late longest before the rest; then the serious, then by day. */
export function byUrgency(now: Day): (a: DueHazard & Pick<HazardRow, "severity">, b: DueHazard & Pick<HazardRow, "severity">) => number {
  const grave = ({ severity }: Pick<HazardRow, "severity">): number => Number(severity === "serious");
  return (a, b) => {
    const [lateA, lateB] = [isOverdue(a, now), isOverdue(b, now)];
    if (lateA !== lateB) return Number(lateB) - Number(lateA);
    const later = lateA ? (dueOf(a) ?? "").localeCompare(dueOf(b) ?? "") : 0;
    return later || grave(b) - grave(a) || byDue(a, b);
  };
}

/** Whether enough was recorded here for the duty, with what has not been counted yet. */
export function isCovered(duty: Pick<Duty, "counted" | "at_least">, unsent = 0): boolean {
  return unsent > 0 && duty.counted + unsent >= Math.max(duty.at_least, 1);
}

const dueOf = ({ ended, stopped, next_due }: DueHazard): Day | null => (ended || stopped ? null : next_due);
