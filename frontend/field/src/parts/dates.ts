/** Days and moments as people say them. A day is `YYYY-MM-DD`, and compares as text. */

import type { Day } from "../core/api";
import { locale, t } from "../i18n";

export function dayOf(moment: Date): Day {
  return `${moment.getFullYear()}-${String(moment.getMonth() + 1).padStart(2, "0")}-${String(moment.getDate()).padStart(2, "0")}`;
}

/** Today by the server's clock, as far as this phone knows how much its own is off. */
export function today(clockOffset = 0): Day {
  return dayOf(new Date(Date.now() + clockOffset * 1000));
}

function noon(day: Day): Date {
  return new Date(`${day}T12:00:00`);
}

export function addDays(day: Day, days: number): Day {
  const moment = noon(day);
  moment.setDate(moment.getDate() + days);
  return dayOf(moment);
}

export function daysBetween(from: Day, to: Day): number {
  return Math.round((noon(to).getTime() - noon(from).getTime()) / 86_400_000);
}

/** 11月23日; with the year where it is another one. */
export function sayDay(day: Day): string {
  const sameYear = day.slice(0, 4) === String(new Date().getFullYear());
  return new Intl.DateTimeFormat(locale.value, { month: "long", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) }).format(noon(day));
}

/** 10:32 today, otherwise with the day; a day alone as a day. */
export function sayMoment(instant: string): string {
  if (instant.length === 10) return sayDay(instant);
  const moment = new Date(instant);
  const time = new Intl.DateTimeFormat(locale.value, { hour: "2-digit", minute: "2-digit", hour12: false }).format(moment);
  return dayOf(moment) === dayOf(new Date()) ? time : `${sayDay(dayOf(moment))} ${time}`;
}

/** When something is due, seen from `now`: 逾期 3 天, 今天到期, 还有 5 天. */
export function sayDue(due: Day, now: Day): string {
  const left = daysBetween(now, due);
  if (left < 0) return t("due.late", { n: -left });
  return left === 0 ? t("due.today") : t("due.left", { n: left });
}

/** A duty that a record started has that record's id in the place of a period. */
export const isPeriod = (key: string): boolean => !/^[0-9a-f]{8}-/.test(key);

/** A period's key as people write it: 2026年11月, 2026年第4季度. What is no key is shown as it came. */
export function sayPeriod(key: string): string {
  if (key === "once") return t("period.once");
  const [whole, year = "", kind = "", n = ""] = /^(\d{4})(?:-?([QHW])?(\d{1,2}))?$/.exec(key) ?? [];
  if (whole === undefined) return key;
  if (n === "") return t("period.year", { year });
  if (kind === "Q") return t("period.quarter", { year, n });
  if (kind === "W") return t("period.week", { year, n: Number(n) });
  if (kind === "H") return t(n === "1" ? "period.first_half" : "period.second_half", { year });
  return t("period.month", { year, n: Number(n) });
}
