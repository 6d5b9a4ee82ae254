/** Puts the screens over a core: over the real one in `main.ts`, over sample data in `dev/`. */

import { createApp } from "vue";
import App from "./App.vue";
import type { FieldApp } from "./core/contract";
import { restoreLanguage, t } from "./i18n";
import { fieldApp } from "./parts/app";
import { say } from "./parts/messages";
import { asProblem } from "./parts/problems";
import { fieldRouter } from "./router";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/parts.css";

/**
 * The phone's own scanner opens what a plate says, `/field/q/CODE`; without a network the page that this phone keeps answers. The screens' addresses
 * stand behind a #.
 */
function openedByPlate(): void {
  const { pathname } = window.location;
  const code = /^(.*\/)q\/([^/]+)\/?$/.exec(pathname);
  if (code) window.history.replaceState(null, "", `${code[1]}#/q/${code[2]}`);
}

export async function mount(app: FieldApp): Promise<void> {
  await restoreLanguage().catch(() => undefined);
  openedByPlate();
  const router = fieldRouter(() => app.newId());
  // Opened for the first time and away from the network before all of the app was on the phone.
  router.onError(() => say(t("problem.not_here_yet")));
  const screens = createApp(App).provide(fieldApp, app).use(router);
  screens.config.errorHandler = (error) => say(asProblem(error).message);
  screens.mount("#app");
}
