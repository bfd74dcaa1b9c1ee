// The test with its fixture: a page that may not fail quietly. What it throws, logs as an error, asks of another host or
// does against its policy fails the test that it happened in.

import { test as base, expect, type Page } from "@playwright/test";
import { Sandbox } from "./page.ts";

export { expect };

export const test = base.extend<{ readonly sandbox: Sandbox }>({
  sandbox: async ({ page }, use) => {
    const complaints = listen(page);
    await use(new Sandbox(page));
    expect(complaints, "the page threw, logged an error, broke its policy or asked another host").toEqual([]);
  },
});

function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`thrown: ${error.stack ?? error.message}`));
  // A violation of the Content-Security-Policy is logged as an error, too.
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`logged: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.hostname !== "localhost" && !["data:", "blob:"].includes(url.protocol)) complaints.push(`asked: ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    // Who leaves a page leaves what it was loading.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") complaints.push(`not found: ${request.url()}`);
  });
  return complaints;
}
