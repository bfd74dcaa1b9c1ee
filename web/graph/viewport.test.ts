import { beforeEach, describe, expect, it, vi } from "vitest";
import { moveAside, viewportStore, zoomPlain, zoomToFit } from "./viewport.ts";

/** A picture that is looked at from there. */
function lookFrom(x: number, y: number, zoom: number) {
  let view = { x, y, zoom };
  viewportStore.setState({
    flow: {
      getViewport: () => view,
      setViewport: (next) => (view = next),
      zoomTo: (next) => (view = { ...view, zoom: next }),
      fitView: () => (view = { x: 0, y: 0, zoom: 1 }),
    },
  });
  return () => view;
}

describe("moveAside", () => {
  beforeEach(() => viewportStore.setState({ flow: undefined, zoom: 1, plainZoom: 1, screens: 0, aside: 0, target: undefined }));

  it("moves the picture for a drawer and back again", () => {
    const view = lookFrom(0, -40, 1);
    moveAside(120);
    expect(view()).toEqual({ x: -120, y: -40, zoom: 1 });
    moveAside(0);
    expect(view()).toEqual({ x: 0, y: -40, zoom: 1 });
  });

  it("leaves a picture where one has looked nearer while there is no drawer", () => {
    const view = lookFrom(-300, -40, 1.5);
    moveAside(0);
    expect(view()).toEqual({ x: -300, y: -40, zoom: 1.5 });
  });

  it("goes back to where one was, not to the beginning", () => {
    const view = lookFrom(-300, 0, 1.5);
    moveAside(200);
    expect(view().x).toBe(-500);
    moveAside(0);
    expect(view().x).toBe(-300);
  });

  it("goes back to where one was, also from halfway", () => {
    const view = lookFrom(-300, 0, 1.5);
    moveAside(200);
    const { flow } = viewportStore.getState();
    if (flow === undefined) throw new Error("there is a picture");
    viewportStore.setState({ flow: { ...flow, getViewport: () => ({ x: -390, y: 0, zoom: 1.5 }) } });
    moveAside(0);
    expect(view().x).toBe(-300);
  });

  it("starts from where one has gone oneself in the meantime", () => {
    vi.useFakeTimers();
    const view = lookFrom(0, 0, 1);
    moveAside(120);
    vi.advanceTimersByTime(180);
    viewportStore.getState().flow?.setViewport({ x: -120, y: -70, zoom: 1 });
    moveAside(0);
    expect(view()).toEqual({ x: 0, y: -70, zoom: 1 });
    vi.useRealTimers();
  });

  it("has nothing to take back once all of the picture, or its beginning, was looked at", () => {
    for (const go of [zoomPlain, zoomToFit]) {
      const view = lookFrom(0, 0, 1);
      moveAside(100);
      go();
      moveAside(0);
      expect(view().x).toBe(0);
    }
  });
});
