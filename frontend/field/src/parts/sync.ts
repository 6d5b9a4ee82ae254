/** What the network and the queue are doing, in words. */

import type { DeepReadonly } from "vue";
import type { Problem } from "../core/api";
import type { FieldApp, QueuedEntry } from "../core/contract";
import { problemOf } from "../core/trouble";
import { t } from "../i18n";
import { sayMoment } from "./dates";
import type { IconName } from "./icons";

export interface SyncWords {
  icon: IconName;
  /** For the corner of every screen. */
  short: string;
  /** The sentence. */
  long: string;
  /** Somebody has to look. */
  grave: boolean;
}

/** Arrived is what has arrived with all its photos. */
export function hasArrived(entry: DeepReadonly<QueuedEntry>): boolean {
  return entry.state === "arrived" && entry.photos.every((photo) => photo.state === "arrived");
}

/** Records on their way; photos belong to their record and are not counted beside it. */
export function unsent(app: FieldApp): number {
  return app.queue.value.filter((entry) => entry.state !== "refused" && !hasArrived(entry)).length;
}

export function syncWords(app: FieldApp): SyncWords {
  const { sync } = app;
  const { refused } = sync;
  const n = unsent(app);
  const words = (icon: IconName, short: string, long: string, grave = false): SyncWords => ({ icon, short, long, grave });
  const pending = t("sync.pending.short", { n });
  if (refused > 0) return words("warning", t("sync.refused.short", { n: refused }), t("sync.refused", { n: refused }), true);
  if (sync.storage.low) return words("warning", t("sync.storage.short"), t("sync.storage"), true);
  if (!sync.online && n > 0) return words("offline", t("sync.offline.kept.short", { n }), t("sync.offline.kept", { n }));
  if (!sync.online) return words("offline", t("sync.offline.short"), t("sync.offline"));
  if (sync.running && n > 0) return words("send", t("sync.running.short", { n }), t("sync.running", { n }));
  if (sync.problem) return words("warning", n > 0 ? pending : t("sync.problem.short"), sync.problem.message, true);
  if (n > 0) return words("send", pending, t("sync.pending", { n }));
  if (!sync.lastArrivedAt) return words("done", t("sync.nothing.short"), t("sync.nothing"));
  return words("done", t("sync.arrived.short"), t("sync.arrived", { time: sayMoment(sync.lastArrivedAt) }));
}

/** What to do where the browser has not promised to keep this phone's data. */
export function mayBeCleared(app: FieldApp): Pick<Problem, "message" | "hint"> | null {
  if (app.sync.storage.stays !== false) return null;
  const onHomeScreen = window.matchMedia("(display-mode: standalone)").matches;
  return problemOf(onHomeScreen ? "may_be_cleared_all_the_same" : "may_be_cleared");
}

export function sayBytes(bytes: number): string {
  const [size, unit] = bytes < 1 << 20 ? [bytes / 1024, "KB"] : bytes < 1 << 30 ? [bytes / (1 << 20), "MB"] : [bytes / (1 << 30), "GB"];
  return `${size < 10 && unit !== "KB" ? size.toFixed(1) : Math.ceil(size)} ${unit}`;
}
