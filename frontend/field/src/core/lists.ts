import type { Checklist, InspectionPayload } from "./api";
import type { Registers } from "./contract";

/** What of a check hangs on its checklist. */
interface Listed {
  data: InspectionPayload;
  list?: Checklist;
}

/** The checklist with which a check was begun stays with it. One that was begun before that was so, or whose list the server does not know, goes on with the present one. */
export function withList<T extends Listed>({ checklists }: Pick<Registers, "checklists">, check: T): T {
  const present = checklists.find(({ id }) => id === check.data.checklist);
  if (check.list || !present) return check;
  const list = JSON.parse(JSON.stringify(present)) as Checklist;
  return { ...check, list, data: present.version === check.data.checklist_version ? check.data : movedTo(list, check.data) };
}

/** The answers to what is still asked stay; a finding about what is not asked any more stays as one beyond the list. */
function movedTo(list: Checklist, data: InspectionPayload): InspectionPayload {
  const asked = new Set(list.items.map(({ id }) => id));
  return {
    ...data, checklist_version: list.version,
    answers: Object.fromEntries(Object.entries(data.answers).filter(([item]) => asked.has(item))),
    findings: data.findings.map((finding) => (asked.has(finding.item) ? finding : { ...finding, item: "" })),
  };
}
