import type { OverlayProps } from "vant";

/** The shade behind a popup, which Vant makes a nameless button: a tap on it closes, but nobody should come to it by keyboard or hear it read. */
export const behind = { role: "presentation", tabindex: -1, "aria-hidden": true } as Partial<OverlayProps>;
