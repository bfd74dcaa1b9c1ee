// The yard, with the inspector over its edge where there is no room beside it: no tile has to move.

import { type Size, Yard } from "../graph/Yard.tsx";
import { Inspector } from "./slots.tsx";

const WIDTH = 320;

export function YardAndDrawer({ open, expected }: { readonly open: boolean; readonly expected?: Size }) {
  return (
    <>
      <Yard covered={open ? WIDTH : 0} {...(expected === undefined ? {} : { expected })} />
      {open && (
        <div className="drawer" style={{ width: WIDTH }}>
          <Inspector />
        </div>
      )}
    </>
  );
}
