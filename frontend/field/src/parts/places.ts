/** Where a place is, how it is found and how it is named on a list. */

import type { DeepReadonly } from "vue";
import type { PlaceType, Position } from "../core/api";
import type { Registers } from "../core/contract";
import { findPlace } from "../core/place";
import { t } from "../i18n";
import type { HouseholdRow, PremisesRow } from "./app";

export interface Place {
  type: PlaceType;
  key: string;
}

type Regs = DeepReadonly<Registers>;
type Spot = Pick<Position, "lat" | "lon">;

/** Prefixes are the tree: a place lies in an area when its code begins with the area's. */
export function within(area: string, outer: string): boolean {
  return area.startsWith(outer);
}

/** Whether a post of this person may do something in an area. */
export function may(registers: Regs, power: string, area: string): boolean {
  return registers.posts.some((post) => post.powers.includes(power) && within(area, post.area));
}

/** 苏米图苏木 › 马新村 › 第一网格, as far as this phone knows the names, without the county. */
export function areaPath(registers: Regs, code: string): string {
  return registers.areas
    .filter((area) => area.level !== "county" && within(code, area.code))
    .sort((a, b) => a.code.length - b.code.length)
    .map((area) => area.name)
    .join(" › ");
}

export function areaName(registers: Regs, code: string): string {
  return registers.areas.find((area) => area.code === code)?.name ?? code;
}

/** A person's name as a list may show it: the family name alone. */
export function masked(name: string): string {
  return name ? `${Array.from(name)[0]}*` : "";
}

/** Enough of a number to recognise it. */
export function maskedPhone(phone: string): string {
  return phone.length > 7 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : "****";
}

export function householdTitle(household: HouseholdRow): string {
  const { number, personal } = household;
  return personal ? t("household.title", { number, name: masked(personal.name) }) : t("household.title.closed", { number });
}

/** What a place is called, or null when this phone does not have it. */
export function placeTitle(registers: Regs, place: Place): string | null {
  if (place.type === "area") return registers.areas.find((area) => area.code === place.key)?.name ?? null;
  if (place.type === "premises") return registers.premises.find((one) => one.key === place.key)?.name ?? null;
  const household = registers.households.find((one) => one.key === place.key);
  return household ? householdTitle(household) : null;
}

/** A place as it stands in the register just now, to go into a record. Of a household its number, nothing personal. */
export function snapshotOf(registers: Regs, place: Place): Record<string, unknown> {
  return findPlace(registers as Registers, place)?.snapshot ?? {};
}

/** What a place was called then: of a household its number. */
export function snapshotName({ name, number }: Record<string, unknown> = {}): string {
  return name ? String(name) : number ? t("household.title.closed", { number: String(number) }) : "";
}

/** Metres over the ground. */
export function distance(a: Spot, b: Spot): number {
  const rad = Math.PI / 180;
  const x = Math.sin(((b.lat - a.lat) * rad) / 2) ** 2;
  const y = Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 12_742_000 * Math.asin(Math.sqrt(x + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * y));
}

export function sayPosition({ lat, lon }: Spot): string {
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`;
}

export function sayDistance(metres: number): string {
  if (metres < 1000) return t("distance.metres", { n: Math.max(10, Math.round(metres / 10) * 10) });
  return t("distance.kilometres", { n: metres < 10_000 ? (metres / 1000).toFixed(1) : Math.round(metres / 1000) });
}

function flat(text: string): string {
  return text.toLowerCase().replace(/\s+/g, "");
}

/** What a typed search looks through: name, initials, address, codes. */
export function premisesText(premises: PremisesRow): string {
  return flat([premises.name, premises.initials, premises.address, premises.code, premises.plate].join(" "));
}

/** Whether every typed word is found; words may come in any order. */
export function finds(text: string, typed: string): boolean {
  return typed.split(/\s+/).every((word) => text.includes(flat(word)));
}

/** Households are found by number. By name only for whoever already knows two characters of it: a search must not show what a list hides. */
export function householdFound(household: HouseholdRow, typed: string): boolean {
  const word = flat(typed);
  return flat(household.number).includes(word) || flat(household.plate).includes(word)
    || (word.length >= 2 && flat(household.personal?.name ?? "").startsWith(word));
}
