import type { NoPosition, Position } from "./api";

export interface Where {
  position: Position | null;
  noPosition: NoPosition;
}

const TIMEOUT = 6_000;
const REASONS: Record<number, NoPosition> = { 1: "denied", 2: "unavailable", 3: "timeout" };

/** Where this phone is, or why it cannot say; an answer within six seconds either way. */
export function where(): Promise<Where> {
  const none = (noPosition: NoPosition): Where => ({ position: null, noPosition });
  if (typeof navigator === "undefined" || !navigator.geolocation) return Promise.resolve(none("unavailable"));
  return new Promise((done) => {
    // The browser's own timeout does not run while it asks the person for permission.
    const timer = setTimeout(() => done(none("timeout")), TIMEOUT);
    const answer = (found: Where): void => {
      clearTimeout(timer);
      done(found);
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => answer({ position: { lat: coords.latitude, lon: coords.longitude, accuracy: Math.round(coords.accuracy) }, noPosition: "" }),
      ({ code }) => answer(none(REASONS[code] ?? "unavailable")),
      { enableHighAccuracy: true, timeout: TIMEOUT, maximumAge: 60_000 },
    );
  });
}
