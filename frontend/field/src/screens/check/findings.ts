/** A finding while it is being written down. */

import type { DeepReadonly } from "vue";
import type { Checklist, ChecklistItem, Day, Finding, HazardAction, Uuid } from "../../core/api";
import { LONGEST_FINDING } from "../../core/limits";
import { t } from "../../i18n";
import { addDays } from "../../parts/dates";

export const PERIODS = [3, 7, 15, 30] as const;
const USUAL_PERIOD = 7;
const BETWEEN = "；";

/** What to do is chosen by the person and never guessed; until then it is empty, and the check cannot be saved. */
export const UNDECIDED = "" as HazardAction;

export function blank(id: Uuid, item: DeepReadonly<ChecklistItem> | null): Finding {
  return {
    id, item: item?.id ?? "", text: "", element: item?.element ?? "", severity: item?.severity ?? "general",
    action: UNDECIDED, due: null, photos: [], no_photo: "", after: [],
  };
}

/** Opened and left without a word: nothing was found. */
export function isBlank(finding: Finding): boolean {
  return !finding.text.trim() && finding.action === UNDECIDED && finding.photos.length === 0 && finding.after.length === 0 && !finding.no_photo;
}

/** What is still missing or too long, in words, by the part of the form that lacks it. */
export function missing(finding: Finding): { text?: string; photo?: string; action?: string; due?: string; after?: string } {
  return {
    ...(finding.text.trim() ? {} : { text: t("finding.missing.text") }),
    ...(finding.text.trim().length > LONGEST_FINDING ? { text: t("finding.too_long", { most: LONGEST_FINDING, over: finding.text.trim().length - LONGEST_FINDING }) } : {}),
    ...(finding.photos.length || finding.no_photo ? {} : { photo: t("finding.missing.photo") }),
    ...(finding.action === "on_the_spot" && finding.after.length === 0 ? { after: t("finding.missing.after") } : {}),
    ...(finding.action === UNDECIDED ? { action: t("finding.missing.action") } : {}),
    ...(finding.action === "by_date" && !finding.due ? { due: t("finding.missing.due") } : {}),
  };
}

export function isWhole(finding: Finding): boolean {
  return Object.keys(missing(finding)).length === 0;
}

export function decide(finding: Finding, action: HazardAction, today: Day): void {
  finding.action = action;
  finding.due = action === "by_date" ? finding.due ?? addDays(today, USUAL_PERIOD) : null;
}

/** What belongs to another decision goes when the finding is put down. */
export function tidy(finding: Finding): void {
  finding.text = finding.text.trim();
  if (finding.action !== "on_the_spot") finding.after = [];
  if (finding.photos.length) finding.no_photo = "";
}

function phrases(text: string): string[] {
  return text.split(BETWEEN).map((part) => part.trim()).filter(Boolean);
}

export function says(text: string, phrase: string): boolean {
  return phrases(text).includes(phrase);
}

/**
 * The element of the standard that the ready phrases in the text may touch. Where phrases of the item have elements of their own, one that has none
 * touches none; what was typed touches the item's.
 */
export function touched(item: DeepReadonly<ChecklistItem> | null, text: string): string {
  const { elements, problems, element } = item ?? { elements: undefined, problems: [], element: "" };
  if (!elements) return element;
  const said = problems.flatMap((phrase, at) => (says(text, phrase) ? [elements[at] ?? ""] : []));
  return said.length > 0 ? (said.find((own) => own !== "") ?? "") : element;
}

/** Puts a ready phrase into the text, or takes it out again; what was typed stays. */
export function toggled(text: string, phrase: string): string {
  const parts = phrases(text);
  return (parts.includes(phrase) ? parts.filter((part) => part !== phrase) : [...parts, phrase]).join(BETWEEN);
}

/** The elements of the standard on major hazards that the checklist's items stand for, and none; with the one that is chosen, wherever it is from. */
export function elementsOf(checklist: DeepReadonly<Checklist> | undefined, chosen: string): { id: string; title: string }[] {
  const found = new Map<string, string[]>();
  for (const { element, elements, text } of checklist?.items ?? []) {
    for (const one of new Set([element, ...(elements ?? [])])) if (one) found.set(one, [...(found.get(one) ?? []), text]);
  }
  if (chosen && !found.has(chosen)) found.set(chosen, []);
  const named = [...found].map(([id, texts]) => ({ id, title: [sayElement(id), texts.join(BETWEEN)].filter(Boolean).join(" · ") }));
  return named.length ? [{ id: "", title: t("finding.element.none") }, ...named] : [];
}

/** 2017:6.2 → GB 35181—2017 6.2 */
export function sayElement(id: string): string {
  const [edition = "", number = ""] = id.split(":");
  return number ? t("finding.element.of", { edition, number }) : id;
}
