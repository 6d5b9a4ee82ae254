/** The nearest element around an event's target that matches, if any. */
export function around<E extends Element>(event: Event, selector: string): E | null {
  return event.target instanceof Element ? event.target.closest<E>(selector) : null;
}
