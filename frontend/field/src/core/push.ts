import type { Problem, Pushed, Uuid } from "./api";
import { keepClock } from "./clock";
import type { Core } from "./core";
import { placeNeeded, unaccepted } from "./awaited";
import type { QueueRow } from "./db";
import { NetTrouble } from "./http";
import { askMissing } from "./missing";
import { readQueue, sealContent, showQueue, queueChanged, type QueueContent } from "./queue";
import { APP } from "./session";
import { problemOf, trouble } from "./trouble";
import { lookForUpdate } from "./worker";

const MOST_ENTRIES = 100;
/** The server takes 1 MB; what stands around the entries needs a little of it. */
const MOST_BYTES = 1_000_000 - 4_096;
const TOO_LARGE = 413;
const ANOTHER_PERSON = "actor";
const FAULT = "server_fault";
/** So many in a row, and it is the server, not the entry. */
const MOST_FAILURES = 3;

interface Ready {
  id: Uuid;
  json: string;
  content: QueueContent;
}

/** What one run has sent. */
export class Sent {
  /** Answered: those that wait for others go again when others arrive. */
  readonly answered = new Set<Uuid>();
  /** The server failed over them: not again in this run. */
  readonly failed = new Set<Uuid>();
}

/** Sends every waiting entry once, in the order saved; those that wait for another once more as long as others arrive. */
export async function pushAll(core: Core, sent: Sent): Promise<void> {
  const { memory } = core;
  // The server failed over the last batch too: now the entry is looked for over which it fails.
  const isolating = memory.pushFailed;
  memory.pushFailed = false;
  let limit = { entries: MOST_ENTRIES, bytes: MOST_BYTES };
  let arrived = 0;
  let failures = 0;
  await settleClock(core);
  for (;;) {
    const batch = await nextBatch(core, sent, limit);
    const [first] = batch;
    if (!first) {
      if (arrived === 0) return;
      // Something arrived that others may have waited for.
      sent.answered.clear();
      arrived = 0;
      continue;
    }
    const failed = (answer: Answer): Promise<number> => keepAnswers(core, [first], new Map([[first.id, answer]]), 0, sent);
    const half = { ...limit, entries: Math.ceil(batch.length / 2) };
    try {
      arrived += await pushBatch(core, batch, sent);
      failures = 0;
      if (isolating) limit = { ...limit, entries: Math.min(limit.entries * 2, MOST_ENTRIES) };
    } catch (error) {
      if (!(error instanceof NetTrouble)) throw error;
      if (error.status === TOO_LARGE) {
        // One entry that is too large must not hold up the others.
        if (batch.length > 1) limit = half;
        else await failed({ outcome: "refused", problem: error.problem });
      } else if (error.isFault && batch.length > 1 && isolating) {
        limit = half;
      } else if (error.isFault && (isolating || first.content.faults)) {
        await failed({ outcome: "waiting", problem: problemOf(FAULT) });
        failures += 1;
        if (failures >= MOST_FAILURES) throw error;
      } else {
        memory.pushFailed = error.isFault;
        throw error;
      }
    }
  }
}

/** What was noticed about the clock, in whichever window, is told to the server only once the server's own time has confirmed it. */
async function settleClock(core: Core): Promise<void> {
  const { clock } = core;
  await keepClock(core);
  const isConcerned = [...core.memory.queue.values()].some(
    ({ row, content: { sets } }) => row.state === "waiting" && sets !== undefined && sets < clock.setsSoFar,
  );
  if (clock.isUnsure && isConcerned) await askMissing(core, []);
}

async function nextBatch(core: Core, sent: Sent, limit: { entries: number; bytes: number }): Promise<Ready[]> {
  const queue = await readQueue(core);
  // What was recorded at a place that was refused stays back until that has been put right.
  const refused = unaccepted(core.memory.registers, queue);
  const waiting = queue.filter(
    ({ row, content }) =>
      row.state === "waiting" && !sent.answered.has(row.id) && !sent.failed.has(row.id) && !refused.has(placeNeeded(content.entry)),
  );
  const sound = waiting.filter(({ content }) => !content.faults);
  // One over which the server failed goes after all others, alone; the one that failed least comes first.
  const faulty = waiting.filter(({ content }) => content.faults).sort((a, b) => a.content.faults! - b.content.faults!);
  const batch: Ready[] = [];
  let bytes = 0;
  for (const { row, content } of sound.length > 0 ? sound : faulty.slice(0, 1)) {
    const json = JSON.stringify(withClock(core, content));
    bytes += new TextEncoder().encode(json).length + 1;
    if (batch.length > 0 && (batch.length >= limit.entries || bytes > limit.bytes)) break;
    batch.push({ id: row.id, json, content });
  }
  return batch;
}

/** By how much the clock has been set since the entry was made: the server puts its moment right by that too, and says so. */
const clockSetSince = (core: Core, { sets }: QueueContent): number => (sets === undefined ? 0 : core.clock.setSince(sets));

function withClock(core: Core, content: QueueContent): QueueContent["entry"] {
  const clock_set = clockSetSince(core, content);
  return clock_set === 0 ? content.entry : { ...content.entry, clock_set };
}

/** How many arrived. */
async function pushBatch(core: Core, batch: Ready[], sent: Sent): Promise<number> {
  const { identity, memory, clock } = core;
  if (!identity) throw trouble("locked");
  for (const { id } of batch) memory.sending.add(id);
  await showQueue(core);
  try {
    const head = JSON.stringify({ device: identity.device, app: APP, sent_at: clock.stamp() }).slice(0, -1);
    const raw = `${head},"entries":[${batch.map(({ json }) => json).join(",")}]}`;
    const answer = await core.http.json<Pushed>("POST", "/sync/push", { raw, timeout: 180 });
    if (!Array.isArray(answer?.results)) throw new NetTrouble("busy", trouble("not_our_server").problem);
    clock.measured(answer.clock_offset);
    if (answer.results.some(({ problem }) => problem?.code === ANOTHER_PERSON)) {
      // The account is somebody else's by now: what was recorded stays as it is, for the one who recorded it.
      await core.unauthorised(problemOf("person_changed"));
      throw new NetTrouble("unauthorised", problemOf("person_changed"));
    }
    const answers = new Map(answer.results.map(({ id, outcome, problem }) => [id, { outcome, problem: problem ?? null }]));
    const arrived = await keepAnswers(core, batch, answers, answer.clock_offset, sent);
    for (const { id } of batch) sent.answered.add(id);
    return arrived;
  } finally {
    for (const { id } of batch) memory.sending.delete(id);
    if (core.vault.isOpen) await queueChanged(core);
  }
}

interface Answer {
  outcome: string;
  problem: Problem | null;
}

/** Each entry's state changes together with the answer that says so; one without an answer stays as it is and is sent again. */
async function keepAnswers(core: Core, batch: Ready[], answers: Map<Uuid, Answer>, clockOffset: number, sent: Sent): Promise<number> {
  const arrivedAt = new Date(core.clock.now()).toISOString();
  const changes: { id: Uuid; change: Partial<QueueRow> }[] = [];
  for (const { id, content } of batch) {
    const answer = answers.get(id);
    const state = answer && STATES[answer.outcome];
    if (!answer || !state) continue;
    const kept: QueueContent = { ...content, problem: state === "arrived" ? null : answer.problem };
    if (state === "waiting" && answer.problem?.code === FAULT) {
      kept.faults = (content.faults ?? 0) + 1;
      sent.failed.add(id);
    }
    if (state === "refused" && answer.problem?.code === "clock") kept.clockOff = clockOffset + clockSetSince(core, content);
    // Made by a clock that was ahead, nobody noticed by how much: at the latest it was now.
    if (state === "refused" && answer.problem?.code === "future") kept.clockOff = (core.clock.now() - Date.parse(content.entry.occurred_at)) / 1000;
    if (state === "refused" && answer.problem?.code === "app_old") {
      kept.app = APP;
      lookForUpdate();
    }
    changes.push({ id, change: { state, ...(state === "arrived" ? { arrivedAt, seen: 0 } : {}), sealed: await sealContent(core, id, kept) } });
  }
  await core.db.transaction("rw", core.db.queue, async () => {
    for (const { id, change } of changes) {
      const row = await core.db.queue.where("id").equals(id).first();
      if (row?.state === "waiting") await core.db.queue.put({ ...row, ...change, rev: row.rev + 1 });
    }
  });
  const arrived = changes.filter(({ change }) => change.state === "arrived").length;
  if (arrived > 0) core.state.sync.lastArrivedAt = arrivedAt;
  return arrived;
}

const STATES: Record<string, QueueRow["state"]> = { accepted: "arrived", repeated: "arrived", refused: "refused", waiting: "waiting" };
