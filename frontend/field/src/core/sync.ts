import { keepClock } from "./clock";
import type { QueuedEntry } from "./contract";
import type { Core } from "./core";
import { NetTrouble } from "./http";
import { tidy } from "./tidy";
import { pullAll, readToday } from "./pull";
import { pushAll, Sent } from "./push";
import { showQueue } from "./queue";
import { sendPhotos } from "./send-photos";
import { checkExpiry } from "./session";
import { checkStorage } from "./storage";
import { alone } from "./tabs";
import { asProblem, problemOf } from "./trouble";

const FIRST_S = 5;
const LONGEST_S = 15 * 60;

/** Seconds until the next try by itself: doubling, a quarter either way so that phones that lost the same signal don't come back at once. */
export function backoff(attempt: number, retryAfter = 0, chance = Math.random()): number {
  const grown = Math.min(FIRST_S * 2 ** Math.min(attempt, 20), LONGEST_S);
  return Math.max(Math.min(grown * (0.75 + chance / 2), LONGEST_S), retryAfter);
}

/** What gave the occasion. Only the person's own wish goes past what the server asked to wait. */
export type Reason = "asked" | "recorded" | "started" | "online" | "looked_at" | "timer";

const goesByItself = ({ state, photos }: QueuedEntry): boolean =>
  state === "waiting" || (state === "arrived" && photos.some((photo) => photo.state === "kept"));

export class Sync {
  private running: Promise<void> | null = null;
  private again = false;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The server said no to a whole request: nothing goes by itself before the person asks, or the app is opened anew. */
  private halted = false;
  private notBefore = 0;
  private stopped = false;

  constructor(private readonly core: Core) {}

  request(reason: Reason): Promise<void> {
    if (this.stopped || this.core.state.session.state !== "open") return Promise.resolve();
    if (reason === "asked") this.attempt = 0;
    else if (this.notBefore > Date.now() || (this.halted && reason !== "started")) return this.running ?? Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    clearTimeout(this.timer);
    this.running = this.turns()
      .catch((error: unknown) => console.error(error))
      .finally(() => (this.running = null));
    return this.running;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async turns(): Promise<void> {
    do {
      this.again = false;
      await alone(this.core.db, () => this.run()).catch((error: unknown) => (this.stopped ? undefined : this.ended(error)));
    } while (this.again && !this.halted && this.notBefore <= Date.now() && this.core.vault.isOpen);
  }

  private async run(): Promise<void> {
    const { core } = this;
    await checkExpiry(core);
    if (!core.vault.isOpen) return;
    const { sync } = core.state;
    sync.running = true;
    let error: unknown = null;
    // What fails in one step does not keep the next from being tried; no network does, and a server that asks to wait.
    const attempt = async (step: () => Promise<void>): Promise<boolean> => {
      try {
        await step();
        return true;
      } catch (failure) {
        if (!(failure instanceof NetTrouble) || !failure.concernsOneStep) throw failure;
        error ??= failure;
        return false;
      }
    };
    const sent = new Sent();
    let takes = true;
    const push = async (): Promise<void> => {
      if (takes) takes = await attempt(() => pushAll(core, sent));
    };
    try {
      await push();
      await attempt(() => pullAll(core));
      await attempt(() => readToday(core));
      // Last, because they take long; what is recorded meanwhile goes in between.
      await attempt(() => sendPhotos(core, push));
      if (!error) await tidy(core);
    } catch (failure) {
      error = failure;
    } finally {
      sync.running = false;
      sync.clockOffset = core.clock.offset;
      // A phone that has just been wiped keeps nothing, not even this.
      if (core.vault.isOpen) await keepClock(core).catch(() => undefined);
    }
    if (!this.stopped) await this.ended(error);
  }

  private async ended(error: unknown): Promise<void> {
    const { core } = this;
    const { sync } = core.state;
    clearTimeout(this.timer);
    this.halted = false;
    this.notBefore = 0;
    sync.nextTryAt = "";
    if (!core.vault.isOpen) return void (sync.problem = null);
    await showQueue(core);
    void checkStorage(core);
    if (!(error instanceof NetTrouble && error.kind === "offline")) sync.online = true;
    if (error === null) {
      sync.problem = null;
      // Some entry waits for another that this phone does not have, or something has to begin anew: quietly, later.
      if (core.state.queue.value.some(goesByItself)) this.later(0);
      else this.attempt = 0;
      return;
    }
    sync.problem = asProblem(error);
    if (error instanceof NetTrouble && error.kind === "refused") {
      this.halted = true;
      return;
    }
    if (error instanceof NetTrouble && error.kind === "offline") {
      sync.online = false;
      sync.problem = problemOf("offline");
    }
    this.later(error instanceof NetTrouble ? error.retryAfter : 0);
  }

  private later(retryAfter: number): void {
    const wait = backoff(this.attempt, retryAfter) * 1000;
    this.attempt += 1;
    if (retryAfter > 0) this.notBefore = Date.now() + retryAfter * 1000;
    this.core.state.sync.nextTryAt = new Date(Date.now() + wait).toISOString();
    this.timer = setTimeout(() => void this.request("timer"), wait);
  }
}
