import { expect, it } from "vitest";
import { firstDrawn } from "./firstView.tsx";

it("draws the rows of the first scene for both languages, as a picture that nobody takes for the living page", () => {
  const { scene, views } = firstDrawn();
  const [english = "", korean = ""] = views.split('<div class="first-view" lang="ko"');
  expect(english).toContain('<div class="first-view" lang="en" aria-hidden="true" inert="" hidden="">');
  expect(english).toContain("of 110 pods");
  expect(korean).toContain("파드 1/110");
  for (const view of [english, korean]) {
    for (const { name } of scene.delta.pods) expect(view).toContain(name.replace("kubia-", ""));
    for (const { name } of scene.delta.nodes) expect(view).toContain(`>${name}<`);
    expect(view.match(/class="tile /g)).toHaveLength(3);
    // The letter of its owner: what is known of controllers is known here, too.
    expect(view).toContain('<b class="letter id-1" aria-hidden="true" translate="no">K</b>');
  }
  expect(views).not.toMatch(/ (id|tabindex|data-testid|data-uid)=/);
});
