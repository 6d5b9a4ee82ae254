/** Forms that were not finished: what they are called on a list, and where they go on. */

import type { DeepReadonly } from "vue";
import type { RouteLocationRaw } from "vue-router";
import type { PlaceType } from "../core/api";
import type { FormDraft, Registers } from "../core/contract";
import { t } from "../i18n";
import { snapshotName } from "./places";

type Form = Readonly<FormDraft>;
type Regs = DeepReadonly<Registers>;

/** Whether a form is about a place or household that the server does not have yet, not about one that this phone no longer has. */
export function isNewPlace(registers: Regs, { form, subject, data }: Pick<Form, "form" | "subject"> & Partial<Pick<Form, "data">>): boolean {
  const known: readonly { readonly key: string }[] = form === "premises.set" ? registers.premises : registers.households;
  return subject in registers.unaccepted || (!data?.["base"] && !known.some((one) => one.key === subject));
}

/** 新场所 便民小卖部. Of a household its number and nothing else. */
export const formTitle = (registers: Regs, one: Form): string => titled(registers, one).trim();

function titled(registers: Regs, one: Form): string {
  const typed = (name: string): string => String(one.data[name] ?? "").trim();
  const premises = registers.premises.find(({ key }) => key === one.subject)?.name ?? typed("name");
  const number = registers.households.find(({ key }) => key === one.subject)?.number ?? typed("number");
  const [hazard, event] = one.subject.split(":");
  const place = registers.hazards.find(({ id }) => id === hazard)?.place_name ?? "";
  switch (one.form) {
    case "premises.set":
      return isNewPlace(registers, one) ? t("unfinished.premises.new", { name: typed("name") }) : t("unfinished.premises.edit", { name: premises });
    case "household.set":
      return isNewPlace(registers, one) ? t("unfinished.household.new", { number: typed("number") }) : t("unfinished.household.edit", { number });
    case "hazard.found":
      return t("unfinished.hazard.found", { place: snapshotName(foundAt(one.data)?.snapshot) });
    case "hazard.settled":
      return t("unfinished.hazard.settled", { place });
    case "inspection.withdrawn":
      return t("unfinished.withdrawn", { what: typed("what") });
    case "hazard.corrected":
      return t("unfinished.hazard.corrected", { place });
    case "hazard.reported":
      return t("unfinished.hazard.reported", { place });
    case "hazard.moved":
      return `${registers.steps.find((step) => step.event === event)?.title ?? ""} ${place}`;
    case "household.revealed":
      return t("reveal.queue", { number });
    case "premises.revealed":
      return t("reveal.phone.queue", { name: premises });
  }
}

interface FoundAt {
  type: PlaceType;
  key: string;
  snapshot?: Record<string, unknown>;
}

const foundAt = (data: object | undefined): FoundAt | undefined => (data as { place?: FoundAt } | undefined)?.place;

/** The place at which the sheet of a hazard in passing is opened. */
function placeRoute(at: FoundAt | undefined, found: string): RouteLocationRaw {
  return at ? { name: "place", params: { type: at.type, key: at.key }, query: { found } } : { name: "today" };
}

/** The screen on which the form stands, opened. */
export function formRoute(registers: Regs, one: Pick<Form, "form" | "subject"> & Partial<Pick<Form, "data">>): RouteLocationRaw {
  const key = one.subject;
  const place = one.form.startsWith("premises.") ? "premises" : "household";
  switch (one.form) {
    case "premises.set":
    case "household.set":
      return { name: isNewPlace(registers, one) ? `${place}-new` : `${place}-edit`, params: { key } };
    case "hazard.found":
      return placeRoute(foundAt(one.data), key);
    case "inspection.withdrawn":
      return { name: "record", params: { entry: key }, query: { withdraw: "1" } };
    case "hazard.corrected":
    case "hazard.reported":
    case "hazard.settled":
      return { name: "hazard", params: { id: key }, query: { step: one.form.slice("hazard.".length) } };
    case "hazard.moved":
      return { name: "hazard", params: { id: key.split(":")[0] ?? "" }, query: { step: key.split(":")[1] ?? "" } };
    case "household.revealed":
    case "premises.revealed":
      return { name: "place", params: { type: place, key }, query: { reveal: "1" } };
  }
}
