import type { Day, Finding, InspectionPayload } from "./api";
import type { DraftCheck, Registers } from "./contract";
import { LONGEST_FINDING } from "./limits";
import { photosOf } from "./queue";
import { listed, missing, names, problems, say } from "./texts";
import { Trouble } from "./trouble";

/** Throws a problem that names everything a check still lacks, all at once. `kept`: the photos on this phone. */
export function checkComplete({ data, list }: Pick<DraftCheck, "data" | "list">, registers: Registers, kept: ReadonlySet<string>, today: Day): void {
  const lacks = [...lacksAtAll(data, registers), ...lacksFindings(data, list, today)];
  const lost = photosOf(data).filter(({ sha256 }) => !kept.has(sha256)).length;
  if (lost > 0) lacks.push(say(missing.photo, { n: lost }));
  if (lacks.length === 0) return;
  const [what, whatToDo] = problems.incomplete;
  throw new Trouble("incomplete", say(what, { list: listed(lacks) }), say(whatToDo), lacks);
}

function lacksAtAll(data: InspectionPayload, registers: Registers): string[] {
  const lacks: string[] = [];
  if (!data.checklist) lacks.push(say(missing.checklist));
  if (!data.evidence) lacks.push(say(missing.evidence));
  const kind = registers.evidence.find(({ id }) => id === data.evidence);
  if (kind?.asks_parties && data.parties.length + data.departments.length === 0) lacks.push(say(missing.parties));
  if (kind && isJoint(kind) && !namesSomebody(data, registers.person.name)) lacks.push(say(missing.present));
  if (!["signed", "refused", "absent"].includes(data.signature.state)) lacks.push(say(missing.signature));
  if (data.signature.state === "signed" && !data.signature.sha256) lacks.push(say(missing.signed));
  return lacks;
}

/** Whether it is inspecting jointly and nothing else, so that a record says with whom; as the server has it. */
export const isJoint = ({ comes_from: from }: { readonly comes_from?: readonly string[] }): boolean => from?.length === 1 && from[0] === "inspection.joint";

/** Whether somebody is named as present beside whoever records it. */
export const namesSomebody = ({ present }: Pick<InspectionPayload, "present">, own: string): boolean =>
  present.some(({ name }) => name.trim() !== "" && name.trim() !== own);

function lacksFindings(data: InspectionPayload, list: DraftCheck["list"], today: Day): string[] {
  const items = new Map(list?.items.map((item) => [item.id, item.text]));
  const described = new Set(data.findings.map(({ item }) => item));
  const lacks = Object.entries(data.answers)
    .filter(([item, answer]) => answer === "problem" && !described.has(item))
    .map(([item]) => say(missing.findingOf, { item: items.get(item) ?? item }));
  data.findings.forEach((finding, i) => {
    const text = finding.text.trim() || items.get(finding.item) || say(names.unnamed);
    const named = say(names.finding, { n: i + 1, text: text.length > 20 ? `${text.slice(0, 20)}…` : text });
    lacks.push(...lacksFinding(finding, today).map((words) => say(words, { finding: named, most: LONGEST_FINDING })));
  });
  return lacks;
}

function lacksFinding(finding: Finding, today: Day): (typeof missing)[keyof typeof missing][] {
  const lacks: (typeof missing)[keyof typeof missing][] = [];
  if (!finding.text.trim()) lacks.push(missing.findingText);
  if (finding.text.trim().length > LONGEST_FINDING) lacks.push(missing.findingLong);
  if (finding.photos.length === 0 && !finding.no_photo) lacks.push(missing.before);
  if (!["on_the_spot", "by_date", "cannot"].includes(finding.action)) lacks.push(missing.action);
  if (finding.action === "on_the_spot" && finding.after.length === 0) lacks.push(missing.after);
  if (finding.action === "by_date" && !finding.due) lacks.push(missing.due);
  if (finding.action === "by_date" && finding.due && finding.due < today) lacks.push(missing.duePast);
  return lacks;
}
