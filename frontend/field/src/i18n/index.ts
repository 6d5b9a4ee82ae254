/**
 * Words of the screens. Chinese is the source and always there; another language is fetched when it is chosen, and falls back to Chinese
 * word by word. Values stand in braces; a message with `one` and `other` is chosen by the value `n`.
 */

import { computed, shallowRef } from "vue";
import { zh } from "./zh";

export type Message = string | { one: string; other: string };
export type Key = keyof typeof zh;
export type Messages = Record<Key, Message>;
export type Language = "zh" | "en" | "mn";
export type Values = Record<string, string | number>;

/** Where a language's words come from. Mongolian stands ready and is offered as soon as it has words of its own. */
const sources: Record<Exclude<Language, "zh">, () => Promise<Partial<Messages>>> = {
  en: async () => (await import("./en")).en,
  mn: async () => ({}),
};
/** For `lang` and for dates; what is shown in Mongolian's name is Chinese until there are words. */
const locales: Record<Language, string> = { zh: "zh-CN", en: "en", mn: "zh-CN" };

export const offered: { id: Language; title: string }[] = [
  { id: "zh", title: "中文" },
  { id: "en", title: "English" },
];

const STORED = "sanzhang.language";
const chosen = shallowRef<Language>("zh");
const words = shallowRef<Partial<Messages>>(zh);

export const language = computed(() => chosen.value);
export const locale = computed(() => locales[chosen.value]);

export async function setLanguage(to: Language): Promise<void> {
  words.value = to === "zh" ? zh : await sources[to]();
  chosen.value = to;
  document.documentElement.lang = locales[to];
  localStorage.setItem(STORED, to);
}

/** The language of last time; Chinese for whoever never chose. */
export async function restoreLanguage(): Promise<void> {
  const stored = localStorage.getItem(STORED);
  if (stored === "en" || stored === "mn") await setLanguage(stored);
}

export function t(key: Key, values: Values = {}): string {
  const message: Message = words.value[key] ?? zh[key];
  const isOne = typeof message !== "string" && new Intl.PluralRules(locale.value).select(Number(values["n"])) === "one";
  const text = typeof message === "string" ? message : isOne ? message.one : message.other;
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => String(values[name] ?? braces));
}
