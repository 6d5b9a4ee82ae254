/**
 * What the server gives and takes, by name. The shapes themselves come from the server's own description (`docs/api/v1.json`):
 * `npm run types` makes `schema.d.ts` from it, and `npm run check` fails when that was forgotten.
 */

import type { components } from "./schema";

type Shapes = components["schemas"];

export type Uuid = string;
/** An instant, ISO 8601 with zone. */
export type Instant = string;
/** A day, `YYYY-MM-DD`. */
export type Day = string;

export type Problem = Shapes["Problem"];
export type SignedIn = Shapes["SignedIn"];

export type Pull = Shapes["Pull"];
export type HeldPost = Shapes["HeldPost"];
export type Area = Shapes["Area"];
export type PremisesKind = Shapes["PremisesKind"];
export type Choice = Shapes["Choice"];
export type Mark = Shapes["Mark"];
export type EvidenceKind = Shapes["EvidenceKind"];
export type ChecklistItem = Shapes["ChecklistItem"];
export type Checklist = Shapes["Checklist"];
export type Premises = Shapes["Premises"];
export type HouseholdPersonal = Shapes["HouseholdPersonal"];
export type Household = Shapes["Household"];
export type Hazard = Shapes["Hazard"];
export type HazardState = Shapes["HazardState"];
/** A step that the person may take, with what it needs: the phone knows none beforehand. */
export type HazardStep = Shapes["HazardStep"];
export type StepNeed = Shapes["StepNeed"];

export type Today = Shapes["Today"];
export type Duty = Shapes["Due"];
export type DutyState = Duty["state"];
/** A place that a plan of inspections asks for. */
export type PlannedVisit = Shapes["PlannedVisit"];
/** A place where a visit helps most, and why. */
export type Suggested = Shapes["Suggested"];
export type Fulfilled = Shapes["Fulfilled"];

/** `person` is whose entry it is; `post` is left to the server. */
export type Draft = Omit<Shapes["SentEntry"], "person" | "post" | "clock_set"> & Partial<Pick<Shapes["SentEntry"], "post" | "clock_set">>;
export type Pushed = Shapes["Pushed"];
export type Outcome = Shapes["Outcome"];

/** What the payload of an entry holds, by the entry's kind. */
export type Payloads = Shapes["Payloads"];
export type InspectionPayload = Payloads["inspection.made"];
export type PlaceType = InspectionPayload["place"]["type"];
export type Finding = Shapes["Finding"];
export type HazardAction = Finding["action"];
export type Severity = Finding["severity"];
/** Why a finding has no photo. */
export type NoPhoto = NonNullable<Finding["no_photo"]>;
export type Position = Shapes["Position"];
/** A photo as an entry names it: by its content. */
export type PhotoRef = Shapes["PhotoRef"];
export type PhotoRole = PhotoRef["role"];
export type PhotoSource = PhotoRef["source"];
/** Why there is no position. */
export type NoPosition = PhotoRef["no_position"];
