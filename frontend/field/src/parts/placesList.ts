import { shallowRef } from "vue";

/** The list of places as it was last looked at, with what was typed and for which duty: where the next place is chosen. */
export const placesList = shallowRef("/places");
