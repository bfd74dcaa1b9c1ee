// Registers the service worker of the built page, and tells when a newer version waits to take over.

import { createStore } from "zustand/vanilla";
import { whenIdle } from "../store/idle.ts";

export interface Offline {
  /** A newer version is here and runs after a reload. */
  readonly updateReady: boolean;
}

export const offlineStore = createStore<Offline>()(() => ({ updateReady: false }));

const LOOK_AGAIN_MS = 3_600_000;
let waiting: ServiceWorker | undefined;

/** After the page has loaded and has nothing else to do: the first picture comes first. */
export function workOffline(): void {
  const { serviceWorker } = navigator;
  // Absent where the page is served without https.
  if (!import.meta.env.PROD || serviceWorker === undefined) return;
  const register = (): void => {
    serviceWorker.register(new URL("sw.js", document.baseURI), { updateViaCache: "none" }).then(follow, () => undefined);
  };
  const registerSoon = (): void => whenIdle(register, 4000);
  if (document.readyState === "complete") registerSoon();
  else window.addEventListener("load", registerSoon, { once: true });
}

/** Where workers are forbidden, a browser may answer with nothing. */
function follow(registration: ServiceWorkerRegistration | undefined): void {
  if (registration === undefined) return;
  const look = (): void => {
    // On the first visit nothing is replaced: there is nothing to tell.
    if (registration.waiting === null || navigator.serviceWorker.controller === null) return;
    waiting = registration.waiting;
    offlineStore.setState({ updateReady: true });
  };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  setInterval(() => void registration.update().catch(() => undefined), LOOK_AGAIN_MS);
}

/** Lets the newer version take over and loads the page again with it. */
export function reloadIntoUpdate(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting?.postMessage("take over");
}
