/** What the server would refuse, said while the person is still at the door. Each answers with words, or with nothing when it is right. */

import { t } from "../../i18n";

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** 统一社会信用代码 (GB 32100-2015): 18 characters of which the last checks the others. */
export function creditCode(code: string): string {
  if (!code) return "";
  const digits = Array.from(code.toUpperCase(), (character) => ALPHABET.indexOf(character));
  if (digits.length !== 18 || digits.includes(-1)) return t("wrong.code.length");
  let weight = 1;
  let sum = 0;
  for (const digit of digits.slice(0, 17)) {
    sum += digit * weight;
    weight = (weight * 3) % 31;
  }
  return (31 - (sum % 31)) % 31 === digits[17] ? "" : t("wrong.code.check");
}

/** A mobile number, or one with an area code; an extension may follow. */
export function phone(text: string): string {
  const digits = text.replace(/[\s()（）-]/g, "");
  return !digits || /^(\+?86)?(1\d{10}|0\d{9,11}|[2-9]\d{6,7})(转?\d{1,6})?$/.test(digits) ? "" : t("wrong.phone");
}

export function whole(value: number | "" | null, least: number, most: number): string {
  if (value === "" || value === null) return "";
  return Number.isInteger(value) && value >= least && value <= most ? "" : t("wrong.number", { least, most });
}

/** An empty box of numbers as what is sent. */
export function orNull(value: number | "" | null): number | null {
  return value === "" ? null : value;
}

export function required(text: string, words: string): string {
  return text.trim() ? "" : words;
}
