import type { Day, Instant } from "./api";

/** China keeps one time all year. */
const CHINA_MS = 8 * 3600 * 1000;

/** The day in China, which is the server's day, whatever zone the phone is set to. */
export const dayOf = (moment: Date): Day => new Date(moment.getTime() + CHINA_MS).toISOString().slice(0, 10);

/**
 * What this phone knows about the time. Entries carry the phone's own clock, uncorrected: the server corrects it by when they were sent.
 * Corrected time is for what the phone decides alone: whether its key has expired, which day is today.
 */
export class Clock {
  /** Seconds to add to this phone's clock to get the server's; as of the last contact. */
  offset = 0;
  /** The server's time at the last contact (ms): time never goes back behind it, whoever turns the clock. */
  private reached = 0;

  constructor(private readonly phone: () => number = Date.now) {}

  /** The phone's own clock: what entries carry. */
  stamp(): Instant {
    return new Date(this.phone()).toISOString();
  }

  /** The best guess of the true time (ms). */
  now(): number {
    return Math.max(this.phone() + this.offset * 1000, this.reached);
  }

  today(): Day {
    return dayOf(new Date(this.now()));
  }

  /** The server's time, as an answer gave it. */
  contact(server: number): void {
    if (Number.isNaN(server)) return;
    this.offset = Math.round((server - this.phone()) / 1000);
    this.reached = server;
  }

  /** The server's own measurement, which is better than ours. */
  measured(offset: number): void {
    if (Number.isFinite(offset)) this.offset = Math.round(offset);
  }

  get kept(): { offset: number; reached: number } {
    return { offset: this.offset, reached: this.reached };
  }

  restore(kept: { offset: number; reached: number } | undefined): void {
    if (kept) ({ offset: this.offset, reached: this.reached } = kept);
  }
}

/** An instant moved by so many seconds. */
export const moved = (instant: Instant, seconds: number): Instant => new Date(Date.parse(instant) + seconds * 1000).toISOString();
