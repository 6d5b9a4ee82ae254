/** The one thing that screens know of the core, handed down from where the app was mounted: the real one, or a test's. */

import { inject, type DeepReadonly, type InjectionKey } from "vue";
import type { Hazard, Household, Premises } from "../core/api";
import type { FieldApp } from "../core/contract";

export const fieldApp: InjectionKey<FieldApp> = Symbol("field app");

export type PremisesRow = DeepReadonly<Premises>;
export type HouseholdRow = DeepReadonly<Household>;
export type HazardRow = DeepReadonly<Hazard>;

export function useApp(): FieldApp {
  const app = inject(fieldApp);
  if (!app) throw new Error("No field app was provided.");
  return app;
}
