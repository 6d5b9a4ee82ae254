import type { Problem, Pushed, Uuid } from "./api";
import type { Core } from "./core";
import { placeNeeded, unaccepted } from "./awaited";
import type { QueueRow } from "./db";
import { NetTrouble } from "./http";
import { readQueue, sealContent, showQueue, queueChanged, type QueueContent } from "./queue";
import { APP } from "./session";
import { problemOf, trouble } from "./trouble";

const MOST_ENTRIES = 100;
/** The server takes 1 MB; what stands around the entries needs a little of it. */
const MOST_BYTES = 1_000_000 - 4_096;
const TOO_LARGE = 413;
const ANOTHER_PERSON = "actor";

interface Ready {
  id: Uuid;
  json: string;
  content: QueueContent;
}

/** Sends every waiting entry once, in the order saved; those that wait for another once more as long as others arrive. */
export async function pushAll(core: Core): Promise<void> {
  const tried = new Set<Uuid>();
  let limit = { entries: MOST_ENTRIES, bytes: MOST_BYTES };
  let arrived = 0;
  for (;;) {
    const batch = await nextBatch(core, tried, limit);
    if (batch.length === 0) {
      if (arrived === 0) return;
      // Something arrived that others may have waited for.
      const again = await nextBatch(core, new Set(), limit);
      if (again.length === 0) return;
      tried.clear();
      arrived = 0;
      continue;
    }
    try {
      arrived += await pushBatch(core, batch);
      for (const { id } of batch) tried.add(id);
    } catch (error) {
      if (!(error instanceof NetTrouble) || error.status !== TOO_LARGE) throw error;
      if (batch.length > 1) {
        limit = { entries: Math.ceil(batch.length / 2), bytes: limit.bytes };
      } else {
        // One entry that is too large must not hold up the others.
        await keepAnswers(core, batch, new Map([[batch[0]!.id, { outcome: "refused", problem: error.problem }]]), 0);
        tried.add(batch[0]!.id);
      }
    }
  }
}

async function nextBatch(core: Core, tried: Set<Uuid>, limit: { entries: number; bytes: number }): Promise<Ready[]> {
  const queue = await readQueue(core);
  // What was recorded at a place that was refused stays back until that has been put right.
  const refused = unaccepted(core.memory.registers, queue);
  const waiting = queue.filter(({ row, content }) => row.state === "waiting" && !tried.has(row.id) && !refused.has(placeNeeded(content.entry)));
  const batch: Ready[] = [];
  let bytes = 0;
  for (const { row, content } of waiting) {
    const json = JSON.stringify(content.entry);
    bytes += new TextEncoder().encode(json).length + 1;
    if (batch.length > 0 && (batch.length >= limit.entries || bytes > limit.bytes)) break;
    batch.push({ id: row.id, json, content });
  }
  return batch;
}

/** How many arrived. */
async function pushBatch(core: Core, batch: Ready[]): Promise<number> {
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
    return await keepAnswers(core, batch, answers, answer.clock_offset);
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
async function keepAnswers(core: Core, batch: Ready[], answers: Map<Uuid, Answer>, clockOffset: number): Promise<number> {
  const arrivedAt = new Date(core.clock.now()).toISOString();
  const changes: { id: Uuid; change: Partial<QueueRow> }[] = [];
  for (const { id, content } of batch) {
    const answer = answers.get(id);
    const state = answer && STATES[answer.outcome];
    if (!answer || !state) continue;
    const kept: QueueContent = { ...content, problem: state === "arrived" ? null : answer.problem };
    if (state === "refused" && answer.problem?.code === "clock") kept.clockOff = clockOffset;
    if (state === "refused" && answer.problem?.code === "app_old") kept.app = APP;
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
