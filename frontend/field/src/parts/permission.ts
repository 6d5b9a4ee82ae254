/** Where a permission is given: at the address bar where there is one, otherwise in the phone's settings. */

import { t } from "../i18n";

/** Added to the home screen, or a page inside another app: nobody sees an address. */
export function hasAddressBar(agent = navigator.userAgent, standalone = window.matchMedia("(display-mode: standalone)").matches): boolean {
  return !standalone && !/MicroMessenger|wxwork|DingTalk|Lark|Feishu|; wv\)/i.test(agent);
}

export function howToAllow(what: string): string {
  return t(hasAddressBar() ? "permission.bar" : "permission.settings", { what });
}
