import type { Problem } from "./api";
import { problems, say, type ProblemCode, type Values } from "./texts";

/** A `Problem` that can be thrown. */
export class Trouble extends Error implements Problem {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string,
    /** What is missing, one by one, where a check is not complete. */
    readonly missing: readonly string[] = [],
  ) {
    super(message);
    this.name = "Trouble";
  }

  /** As it is kept and shown. */
  get problem(): Problem {
    return { code: this.code, message: this.message, hint: this.hint };
  }
}

export function trouble(code: ProblemCode, values: Values = {}): Trouble {
  const [what, whatToDo] = problems[code];
  return new Trouble(code, say(what, values), say(whatToDo, values));
}

export const problemOf = (code: ProblemCode, values: Values = {}): Problem => trouble(code, values).problem;

/** Whatever was thrown, as something to show. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Trouble) return error.problem;
  if (isFull(error)) return problemOf("storage_full");
  console.error(error);
  return problemOf("unexpected");
}

/** Whether the phone had no room. Dexie wraps what the browser says; browsers don't agree on its name. */
export function isFull(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at && depth < 4; depth += 1) {
    const { name, message, inner } = at as { name?: string; message?: string; inner?: unknown };
    if (name === "QuotaExceededError" || name === "NS_ERROR_DOM_QUOTA_REACHED" || /quota/i.test(message ?? "")) return true;
    at = inner;
  }
  return false;
}
