/** Names of what the registers know by id. */

import { t } from "../i18n";

type Named = readonly { readonly id: string; readonly title: string }[];

export function titleOf(choices: Named, id: string): string {
  return choices.find((one) => one.id === id)?.title ?? id;
}

/** 派出所、行业部门 */
export function titlesOf(choices: Named, ids: readonly string[]): string {
  return ids.map((id) => titleOf(choices, id)).join(t("list.comma"));
}
