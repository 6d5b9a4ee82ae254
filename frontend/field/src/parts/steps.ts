/** Which steps somebody may take about a hazard. Nothing here knows any step: what there is, who may and what is needed was pulled. */

import type { DeepReadonly } from "vue";
import type { Day, HazardStep, StepNeed } from "../core/api";
import type { Registers } from "../core/contract";
import type { HazardRow } from "./app";
import { t } from "../i18n";
import { addDays, sayDay } from "./dates";
import { may, within } from "./places";

type Regs = DeepReadonly<Registers>;
export type StepRow = DeepReadonly<HazardStep>;
export type NeedRow = DeepReadonly<StepNeed>;

/** The fields of a step that this version of the app can ask for. A step that needs another is left to the desk. */
export const FIELDS = ["note", "photos", "due", "until", "number", "department", "people", "agreed", "result", "earlier"] as const;
export type FieldName = (typeof FIELDS)[number];
/** So far ahead a day may lie where the table says nothing. */
const LONGEST_DAYS = 3 * 366;

/** The steps that may be taken now, the expected one first. */
export function stepsFor(registers: Regs, hazard: HazardRow): StepRow[] {
  const expected = expectedOf(registers, hazard);
  return registers.steps
    .filter((step) => step.of.includes(hazard.state) && mayTake(registers, step, hazard) && canAsk(registers, step, hazard))
    .sort((a, b) => Number(b.event === expected) - Number(a.event === expected));
}

/** The event that is expected next, as far as this phone knows. */
export function expectedOf(registers: Regs, hazard: Pick<HazardRow, "state">): string {
  return registers.states.find(({ id }) => id === hazard.state)?.next ?? "";
}

/** Whether the next step waits for this person. */
export function waitsForMe(registers: Regs, hazard: HazardRow): boolean {
  const expected = expectedOf(registers, hazard);
  return registers.steps.some((step) => step.event === expected && step.of.includes(hazard.state) && mayTake(registers, step, hazard));
}

/** Whether somebody may write down a hazard outside a check in `area`: by the evidence as which the notice counts it, as the server has it. */
export function mayFind(registers: Regs, area: string): boolean {
  const kind = registers.evidence.find((one) => one.comes_from?.includes("hazard.found"));
  return may(registers, kind ? `record.${kind.id}` : "settle.hazards", area);
}

/** The row for `event`; where the hazard has moved on and it can't be taken any more, any row of it, so that what was typed is still shown. */
export function stepNamed(registers: Regs, hazard: Pick<HazardRow, "state">, event: string): StepRow | undefined {
  const rows = registers.steps.filter((step) => step.event === event);
  return rows.find((step) => step.of.includes(hazard.state)) ?? rows[0];
}

/** The same place's hazards that were found before, the newest first. */
export function earlierThan(registers: Regs, hazard: HazardRow): HazardRow[] {
  return registers.hazards
    .filter((one) => one.id !== hazard.id && one.place_key === hazard.place_key && one.found_on <= hazard.found_on && one.state !== "withdrawn")
    .sort((a, b) => b.found_on.localeCompare(a.found_on));
}

export interface Given {
  note: string;
  photos: readonly unknown[];
  due: string;
  until: string;
  number: string;
  department: string;
  people: string;
  agreed: string;
  result: string;
  earlier: string;
}

/** Names, one a line. */
export function peopleIn(text: string): string[] {
  return [...new Set(text.split("\n").map((line) => line.trim()).filter(Boolean))];
}

/** What is missing or wrong, by field, in words. The server looks once more. */
export function wrongIn(step: StepRow, given: Given, now: Day): Partial<Record<FieldName, string>> {
  const found: Partial<Record<FieldName, string>> = {};
  for (const need of step.needs) {
    const words = wrong(need, given, now);
    if (words) found[need.field as FieldName] = words;
  }
  return found;
}

function wrong(need: NeedRow, given: Given, now: Day): string {
  const field = need.field as FieldName;
  const value = given[field];
  if (value.length === 0 || (typeof value === "string" && value.trim() === "")) return need.optional ? "" : t("step.missing", { what: need.title });
  if (field === "photos" && value.length < need.at_least) return t("step.photos.few", { n: need.at_least });
  if (field === "people" && peopleIn(given.people).length < need.at_least) return t("step.people.few", { n: need.at_least });
  if ((field === "due" || field === "until") && !(given[field] >= now && given[field] <= lastDay(need, now))) {
    return t("step.day", { last: sayDay(lastDay(need, now)) });
  }
  return "";
}

export function lastDay(need: NeedRow, now: Day): Day {
  return addDays(now, need.at_most_days ?? LONGEST_DAYS);
}

/** What the entry says: just what was asked, and a note and photos, which are always welcome. */
export function payloadOf(step: StepRow, hazard: string, seen: string, given: Given): Record<string, unknown> {
  const values: Record<FieldName, unknown> = {
    ...given, note: given.note.trim(), number: given.number.trim(), people: peopleIn(given.people), agreed: given.agreed === "" ? null : Number(given.agreed),
    due: given.due || null, until: given.until || null, earlier: given.earlier || null,
  };
  const asked = FIELDS.filter((name) => name === "note" || (name === "photos" ? step.takes_photos : step.needs.some(({ field }) => field === name)));
  const told = Object.fromEntries(asked.map((name) => [name, values[name]]));
  const own = step.kind !== "hazard.moved";
  return { hazard, ...(own ? {} : { event: step.event, seen: seen || null }), ...told };
}

function mayTake(registers: Regs, { power, by_department }: StepRow, hazard: HazardRow): boolean {
  return registers.posts.some((post) =>
    post.powers.includes(power) && within(hazard.area, post.area) && (!by_department || post.sector === hazard.referred_to));
}

function canAsk(registers: Regs, { needs }: StepRow, hazard: HazardRow): boolean {
  return needs.every(({ field, optional }) =>
    (FIELDS as readonly string[]).includes(field) ? field !== "earlier" || optional || earlierThan(registers, hazard).length > 0 : optional);
}
