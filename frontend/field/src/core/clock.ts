import type { Day, Instant } from "./api";
import type { Core } from "./core";

/** China keeps one time all year. */
const CHINA_MS = 8 * 3600 * 1000;
/** A clock that moves by more than this against the ticks has not drifted: somebody, or the network, has set it. */
const SET_S = 60;
/** An answer may have been on its way for so long: within this, the server's time confirms what was noticed here. */
const AGREES_S = 120;

/** The day in China, which is the server's day, whatever zone the phone is set to. */
export const dayOf = (moment: Date): Day => new Date(moment.getTime() + CHINA_MS).toISOString().slice(0, 10);

/** So many are remembered. */
const MOST_SETS = 500;

/**
 * The clock was set forward by so many seconds (negative: back). `rough`: from one opening to the next; the time in between is not known, and in it.
 * `maybe`: the phone slept, or the app was closed, for so long; or else the clock was set forward by as much of it as the server's time says.
 */
interface Setting {
  by: number;
  rough: boolean;
  maybe: number;
}

/** What is kept of it while the app is closed. */
export interface KeptClock {
  offset: number;
  reached: number;
  sets?: Setting[];
  dropped?: number;
  confirmed?: number;
  wall?: number;
}

/**
 * What this phone knows about the time. Entries carry the phone's own clock, uncorrected: the server corrects it by when they were sent, and by
 * how much the clock was set in between, as far as that was noticed here:
 * - set back: certain, while the app is open (the ticks know better) and from one opening to the next (no moment comes before one that has been);
 * - set forward: certain while the app was in sight, or when the clock was behind the server's last word and no longer is. Otherwise the phone may
 *   just have slept, for then the ticks stand still.
 * The next word from the server confirms it, refutes it, or says that it was no sleep. Corrected time is for what the phone decides alone: whether its key has expired, which day is today.
 */
export class Clock {
  /** Seconds to add to this phone's clock to get the server's; as of the last contact, and of what was noticed since. */
  offset = 0;
  /** The server's time at the last contact (ms): time never goes back behind it, whoever turns the clock. */
  private reached = 0;
  /** Each time it was noticed. An entry remembers how many there were when it was made. */
  private sets: Setting[] = [];
  /** How many before these have been forgotten. */
  private dropped = 0;
  /** How many of them the server's time has confirmed, or refuted: those are by 0. */
  private confirmed = 0;
  private last: { wall: number; ticks: number | null } | null = null;
  private resting = false;

  constructor(
    private readonly phone: () => number = Date.now,
    private readonly ticks: () => number = () => performance.now(),
  ) {}

  /** The phone's own clock: what entries carry. */
  stamp(): Instant {
    this.look();
    return new Date(this.phone()).toISOString();
  }

  /** The best guess of the true time (ms). */
  now(): number {
    return Math.max(this.phone() + this.offset * 1000, this.reached);
  }

  today(): Day {
    return dayOf(new Date(this.now()));
  }

  /** Compares the clock with what it said before. */
  look(): void {
    const now = { wall: this.phone(), ticks: this.ticks() };
    const { last } = this;
    this.last = now;
    if (!last) return;
    const passed = last.ticks === null ? 0 : now.ticks - last.ticks;
    const moved = (now.wall - last.wall - passed) / 1000;
    const certain = moved < 0 || (last.ticks !== null && !this.resting) || (this.isBehind(last.wall) && !this.isBehind(now.wall));
    if (Math.abs(moved) <= SET_S) return;
    const by = certain ? Math.round(moved) : 0;
    this.sets.push({ by, rough: last.ticks === null, maybe: certain ? 0 : Math.round(moved) });
    this.offset -= by;
  }

  /** Out of sight the phone may sleep. */
  rests(yes: boolean): void {
    this.look();
    this.resting = yes;
  }

  /** How often it had been set, for an entry to remember. */
  get setsSoFar(): number {
    return this.dropped + this.sets.length;
  }

  /** By how many seconds it has been set forward since there were so many. */
  setSince(count: number): number {
    return sum(this.sets.slice(Math.max(count - this.dropped, 0)));
  }

  /** Whether something was noticed on which the server's time has not been heard yet. */
  get isUnsure(): boolean {
    return this.sets.length > this.confirmed;
  }

  /** The server's time, as an answer gave it. */
  contact(server: number): void {
    if (Number.isNaN(server)) return;
    this.measured((server - this.phone()) / 1000);
    this.reached = server;
  }

  /** The server's own measurement, which is better than ours. */
  measured(offset: number): void {
    if (!Number.isFinite(offset)) return;
    this.look();
    this.confirm(Math.round(offset));
    this.offset = Math.round(offset);
  }

  get kept(): KeptClock {
    const { offset, reached, sets, dropped, confirmed } = this;
    return { offset, reached, sets: [...sets], dropped, confirmed, wall: this.phone() };
  }

  restore(kept: KeptClock | undefined): void {
    if (!kept) return;
    ({ offset: this.offset, reached: this.reached, sets: this.sets = [], dropped: this.dropped = 0, confirmed: this.confirmed = this.sets.length } = kept);
    if (kept.wall) this.last = { wall: kept.wall, ticks: null };
    this.look();
  }

  /** Another window may have noticed what this one has not. */
  agree(kept: KeptClock | undefined): void {
    const { offset, sets = [], dropped = 0, confirmed = sets.length } = kept ?? { offset: 0 };
    if (dropped + sets.length <= this.setsSoFar) return;
    Object.assign(this, { offset, sets: [...sets], dropped, confirmed, last: { wall: this.phone(), ticks: this.ticks() } });
  }

  /** Behind the server's last word, as the clock was then. */
  private isBehind(wall: number): boolean {
    const then = this.offset + sum(this.sets.slice(this.confirmed));
    return wall + then * 1000 < this.reached - SET_S * 1000;
  }

  /** The server's time says by how much it was set in all since the last time. */
  private confirm(measured: number): void {
    const open = this.sets.slice(this.confirmed);
    const noticed = sum(open);
    const really = this.offset + noticed - measured;
    this.sets.splice(this.confirmed, open.length, ...confirmed(open, noticed, really));
    const tooMany = Math.max(this.sets.length - MOST_SETS, 0);
    this.sets.splice(0, tooMany);
    this.dropped += tooMany;
    this.confirmed = this.sets.length;
  }
}

const sum = (sets: Setting[]): number => sets.reduce((all, { by }) => all + by, 0);

function confirmed(open: Setting[], noticed: number, really: number): Setting[] {
  const missed = really - noticed;
  if (Math.abs(missed) <= AGREES_S) return open;
  const [only, ...others] = open.filter(({ by }) => by !== 0);
  if (only && others.length === 0 && Math.abs(really) > SET_S && Math.sign(really) === Math.sign(only.by))
    return open.map((set) => (set === only ? { ...set, by: really } : set));
  const [slept, ...more] = open.filter(({ maybe }) => maybe >= missed - AGREES_S);
  if (missed > 0 && slept && more.length === 0) return open.map((set) => (set === slept ? { ...set, by: Math.round(missed) } : set));
  // What was noticed from one opening to the next is certain but for its size; the rest was the ticks standing still.
  return open.map((set) => (missed < 0 && set.rough ? set : { ...set, by: 0 }));
}

/** An instant moved by so many seconds. */
export const moved = (instant: Instant, seconds: number): Instant => new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** For the next opening, and for the other windows. */
export function keepClock({ db, clock }: Pick<Core, "db" | "clock">): Promise<void> {
  return db.transaction("rw", db.meta, async () => {
    clock.agree(await db.read<KeptClock>("clock"));
    await db.keep("clock", clock.kept);
  });
}
