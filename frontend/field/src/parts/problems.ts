/** What went wrong, in the words of whoever knows; never a bare code. */

import type { Problem } from "../core/api";
import { t } from "../i18n";

export function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "message" in error && "hint" in error && "code" in error;
}

/** Any thrown thing as a problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (isProblem(error)) return { code: error.code, message: error.message, hint: error.hint };
  console.error(error);
  return { code: "unexpected", message: t("problem.unexpected"), hint: t("problem.unexpected.hint") };
}
