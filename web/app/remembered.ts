// What a browser remembers of this page, and the name by which the worker knows that there is nothing of it.

/** In the tab's own storage: which kept session is the tab's. */
export const TAB_KEY = "podyard.tab";
/** Whether anything was ever kept in this browser. */
export const EVER_KEPT_KEY = "podyard.kept";
/** The name of a worker that is started for somebody who has not been here before. */
export const FIRST_VISIT = "first visit";
