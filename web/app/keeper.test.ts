import { describe, expect, it } from "vitest";
import type { SessionFile } from "../worker/protocol.ts";
import type { Kept } from "./kept.ts";
import { asLeft } from "./keeper.ts";
import { beforeCrash } from "./recovery.ts";
import { FIRST } from "./scenarios.ts";

const request = { method: "DELETE", path: "/api/v1/namespaces/default/pods/a" };
const session: SessionFile = {
  version: 1,
  options: FIRST,
  inputs: [
    { at: 1000, happenings: 1, request },
    { at: 5000, happenings: 9, request },
  ],
  until: 8000,
};
const kept: Kept = { id: "a", savedAt: 100, address: "", session, pace: { speed: 1, running: true }, echoes: [] };

describe("a session that is kept", () => {
  it("goes on from where the page was left, after it was last kept", () => {
    const left = asLeft(kept, { until: 9500, savedAt: 120, speed: 10, running: false });
    expect(left.session).toEqual({ ...session, until: 9500 });
    expect(left.pace).toEqual({ speed: 10, running: false });
  });

  it("does not do again what was undone just before the page was left", () => {
    expect(asLeft(kept, { until: 4000, savedAt: 120, speed: 1, running: true }).session.inputs).toHaveLength(1);
  });

  it("is as it was kept when the page was left before that", () => {
    expect(asLeft(kept, { until: 4000, savedAt: 90, speed: 1, running: true })).toBe(kept);
    expect(asLeft(kept, undefined)).toBe(kept);
  });
});

describe("beforeCrash", () => {
  it("is the session up to the moment before, without what was asked in that moment", () => {
    expect(beforeCrash(session, 5000)).toEqual({ ...session, inputs: session.inputs.slice(0, 1), until: 4999 });
    expect(beforeCrash(session, 8000)).toEqual({ ...session, until: 7999 });
  });

  it("is nothing when the cluster never stood", () => {
    expect(beforeCrash(session, 1000)).toBeUndefined();
    expect(beforeCrash(session, 0)).toBeUndefined();
  });
});
