/** Where each screen is. Hash addresses: the page is one file that the phone keeps, and a plate's address opens it at its place. */

import { nextTick } from "vue";
import { createRouter, createWebHashHistory, type RouteLocationRaw, type Router } from "vue-router";
import { placesList } from "./parts/placesList";
import { conceal } from "./parts/revealed";
import Today from "./screens/Today.vue";

declare module "vue-router" {
  interface RouteMeta {
    /** The screen belongs to one visit: what was revealed stays open. */
    visit?: boolean;
  }
}

/** `newId`: what is new has its key in the address, so that the form under it is found again when the page is loaded again. */
export function fieldRouter(newId: () => string): Router {
  const begun = (name: string) => (): RouteLocationRaw => ({ name, params: { key: newId() } });
  const router = createRouter({
    history: createWebHashHistory(),
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
    routes: [
      { path: "/", name: "today", component: Today },
      { path: "/places", name: "places", component: () => import("./screens/places/Places.vue") },
      { path: "/scan", name: "scan", component: () => import("./screens/Scan.vue") },
      { path: "/q/:code", redirect: (to) => ({ path: "/scan", query: { plate: String(to.params["code"]) } }) },
      {
        path: "/place/:type(premises|household|area)/:key", name: "place", component: () => import("./screens/place/Place.vue"),
        props: (to) => ({ type: to.params["type"], at: to.params["key"] }), meta: { visit: true },
      },
      { path: "/premises/new", redirect: begun("premises-new") },
      { path: "/premises/new/:key", name: "premises-new", component: () => import("./screens/forms/PremisesForm.vue") },
      { path: "/premises/:key/edit", name: "premises-edit", component: () => import("./screens/forms/PremisesForm.vue"), meta: { visit: true } },
      { path: "/household/new", redirect: begun("household-new") },
      { path: "/household/new/:key", name: "household-new", component: () => import("./screens/forms/HouseholdForm.vue") },
      { path: "/household/:key/edit", name: "household-edit", component: () => import("./screens/forms/HouseholdForm.vue"), meta: { visit: true } },
      { path: "/check/:id", name: "check", component: () => import("./screens/check/Check.vue"), props: true, meta: { visit: true } },
      { path: "/saved/:entry", name: "saved", component: () => import("./screens/Saved.vue"), props: true, meta: { visit: true } },
      { path: "/record/:entry", name: "record", component: () => import("./screens/record/Record.vue"), props: true },
      { path: "/queue", name: "queue", component: () => import("./screens/Queue.vue") },
      { path: "/hazards", name: "hazards", component: () => import("./screens/hazards/Hazards.vue") },
      { path: "/hazards/:id", name: "hazard", component: () => import("./screens/hazards/Hazard.vue"), props: true },
      { path: "/me", name: "me", component: () => import("./screens/Me.vue") },
      { path: "/:rest(.*)", redirect: { name: "today" } },
    ],
  });

  router.afterEach(async (to, from) => {
    if (!to.meta.visit) conceal();
    if (to.name === "places" && !to.query["found"]) placesList.value = to.fullPath;
    if (to.path === from.path) return;
    // The new screen's name is where reading begins.
    await nextTick();
    const heading = document.querySelector<HTMLElement>("h1");
    heading?.focus({ preventScroll: true });
  });
  return router;
}
