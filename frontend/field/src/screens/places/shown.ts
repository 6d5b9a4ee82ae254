/** How far a long list has been shown: more rows come when its end comes near, so two thousand places open as fast as twenty. */

import { onBeforeUnmount, onMounted, ref, useTemplateRef, watch, type Ref } from "vue";

const STEP = 40;

/** The template marks the end of what is shown with `ref="end"`. `reset`: what starts the list anew. */
export function shownOf(reset: () => unknown): Ref<number> {
  const shown = ref(STEP);
  const end = useTemplateRef<HTMLElement>("end");
  let watcher: IntersectionObserver | null = null;

  watch(reset, () => (shown.value = STEP));
  onMounted(() => {
    watcher = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) shown.value += STEP;
    }, { rootMargin: "800px" });
    watch([end, shown], ([mark]) => {
      watcher?.disconnect();
      if (mark) watcher?.observe(mark);
    }, { immediate: true, flush: "post" });
  });
  onBeforeUnmount(() => watcher?.disconnect());
  return shown;
}
