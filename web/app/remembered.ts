// By which names this page remembers and is told: its keys in the browser's storage, an element of its own text.

/** In the tab's own storage: which kept session is the tab's. */
export const TAB_KEY = "podyard.tab";
/** Whether anything was ever kept in this browser. */
export const EVER_KEPT_KEY = "podyard.kept";
/** The element of the built page that holds what a first visit sees. */
export const FIRST_SCENE = "first-scene";
