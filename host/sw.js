// The service worker of the built page: after one visit everything comes from this browser. host/serviceworker.ts writes
// VERSION and FILES above this text. A new version waits until nobody runs the old one, or until the page says "take over".

const PREFIX = `podyard ${self.registration.scope} `;
const CACHE = PREFIX + VERSION;
const PAGE = "./";
/** Servers say "Vary: Origin", and a module script asks with another one than `addAll` did. */
const LOOSELY = { ignoreVary: true, ignoreSearch: true };

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request));
});

/** All or nothing. What an older version has already is not fetched again: names of assets hold a hash of their content. */
async function fill() {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const file of FILES) {
    const known = file.startsWith("assets/") ? await caches.match(new URL(file, self.registration.scope), LOOSELY) : undefined;
    if (known === undefined) missing.push(file.startsWith("assets/") ? file : new Request(file, { cache: "no-cache" }));
    else await cache.put(new URL(file, self.registration.scope), known);
  }
  await cache.addAll(missing);
}

/** The version before this one stays: another tab may still run it and ask for its parts. */
async function takeOver() {
  const older = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  for (const name of older.slice(0, -1)) await caches.delete(name);
  await self.clients.claim();
}

async function answer(request) {
  const cache = await caches.open(CACHE);
  const wanted = isPage(request) ? PAGE : request;
  return (await cache.match(wanted, LOOSELY)) ?? (await caches.match(wanted, LOOSELY)) ?? fetch(request);
}

function isPage({ mode, url }) {
  const path = new URL(url).pathname;
  const scope = new URL(self.registration.scope).pathname;
  return mode === "navigate" && (path === scope || path === `${scope}index.html`);
}
