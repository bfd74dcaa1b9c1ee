// A delta of the scene cut into portions that a page can draw between two frames. Played one after the other they give what
// the whole delta gives. Pure.

import type { SceneDelta } from "../worker/rows.ts";

/** Of what is only kept, and of uids that go, so many for one row that is drawn. */
const MARKS = 4;
const GONE = 2;

/** The first `most` rows, and what is left of the delta, if anything. What goes, goes first; pods come after their nodes. */
export function cut(delta: SceneDelta, most: number): readonly [portion: SceneDelta, rest: SceneDelta | undefined] {
  let room = most;
  const take = <Item>(items: readonly Item[], many: number): readonly [readonly Item[], readonly Item[]] => {
    const part = items.slice(0, Math.max(0, room) * many);
    room -= Math.ceil(part.length / many);
    return [part, items.slice(part.length)];
  };
  const kept = most * MARKS;
  const [gone, goneLater] = take(delta.gone, GONE);
  const [nodes, nodesLater] = take(delta.nodes, 1);
  const [controllers, controllersLater] = take(delta.controllers, 1);
  const [pods, podsLater] = take(delta.pods, 1);
  const later: SceneDelta = {
    ...delta,
    whole: false,
    movedTo: undefined,
    gone: goneLater,
    nodes: nodesLater,
    controllers: controllersLater,
    pods: podsLater,
    events: delta.events.slice(kept),
    bands: delta.bands.slice(kept),
    acts: delta.acts.slice(kept),
    faults: undefined,
  };
  if (isEmpty(later)) return [delta, undefined];
  const portion: SceneDelta = {
    ...delta,
    complete: false,
    gone,
    nodes,
    controllers,
    pods,
    events: delta.events.slice(0, kept),
    bands: delta.bands.slice(0, kept),
    acts: delta.acts.slice(0, kept),
  };
  return [portion, later];
}

function isEmpty({ gone, nodes, controllers, pods, events, bands, acts }: SceneDelta): boolean {
  return [gone, nodes, controllers, pods, events, bands, acts].every(({ length }) => length === 0);
}
