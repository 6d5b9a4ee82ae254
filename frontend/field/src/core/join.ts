import type { DraftCheck } from "./contract";

/** What is joined of a check: everything that is typed. */
export type Joined = Pick<DraftCheck, "data">;
type Fields = Record<string, unknown>;

/** Written words: of two versions both stay. Anything else can say one thing only. */
const WORDS = new Set(["note", "text"]);
/** One thing, though it has parts. */
const WHOLE = new Set(["place", "position", "signature", "started_at"]);

/**
 * What two windows made of the same check since `began` (null where that is not known). What only one of them changed is as it left it; of what
 * both changed, findings, photos and people of both stay, and words of both; in the rest, this window's own.
 */
export function joined<T extends Joined>(began: Joined | null, mine: T, theirs: Joined): T {
  return { ...mine, data: joinFields((began?.data ?? {}) as Fields, mine.data as unknown as Fields, theirs.data as unknown as Fields) as unknown as T["data"] };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function joinFields(began: Fields, mine: Fields, theirs: Fields): Fields {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const values = names.map((name) => [name, joinValue(name, began[name], mine[name], theirs[name])] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function joinValue(name: string, began: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(mine, theirs) || same(began, theirs)) return mine;
  if (same(began, mine)) return theirs;
  if (Array.isArray(mine) && Array.isArray(theirs)) return joinLists(Array.isArray(began) ? began : [], mine, theirs);
  if (WORDS.has(name) && typeof mine === "string" && typeof theirs === "string") return joinWords(mine, theirs);
  if (isFields(mine) && isFields(theirs) && !WHOLE.has(name)) return joinFields(isFields(began) ? began : {}, mine, theirs);
  return mine ?? theirs;
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

function joinWords(mine: string, theirs: string): string {
  if (mine.includes(theirs)) return mine;
  return theirs.includes(mine) ? theirs : `${theirs}\n${mine}`;
}

/** By what each part is: a finding by its id, a photo by its content, a person by name. */
function keyOf(part: unknown): string {
  const { id, sha256, name } = isFields(part) ? part : {};
  return String(id ?? sha256 ?? name ?? JSON.stringify(part));
}

function joinLists(began: unknown[], mine: unknown[], theirs: unknown[]): unknown[] {
  const [before, other] = [began, theirs].map((parts) => new Map(parts.map((part) => [keyOf(part), part]))) as [Map<string, unknown>, Map<string, unknown>];
  const here = new Set(mine.map(keyOf));
  // What one window removed goes, unless the other went on writing in it.
  const kept = mine.filter((part) => other.has(keyOf(part)) || !same(before.get(keyOf(part)), part));
  const added = theirs.filter((part) => !here.has(keyOf(part)) && !same(before.get(keyOf(part)), part));
  return [...kept.map((part) => (other.has(keyOf(part)) ? joinValue("", before.get(keyOf(part)), part, other.get(keyOf(part))) : part)), ...added];
}
