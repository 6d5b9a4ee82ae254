import type { Ref } from "vue";
import { onBeforeRouteLeave } from "vue-router";

/** While `open`, going back (the phone's own button) closes it instead of leaving the screen. Only inside a routed screen. */
export function closesOnBack(open: Ref<boolean>): void {
  onBeforeRouteLeave(() => {
    if (!open.value) return true;
    open.value = false;
    return false;
  });
}
