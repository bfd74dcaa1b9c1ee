// The yard, with the inspector over its edge where there is no room beside it: no tile has to move.

import { Yard } from "../graph/Yard.tsx";
import { Inspector } from "./slots.tsx";

const WIDTH = 320;

export function YardAndDrawer({ open }: { readonly open: boolean }) {
  return (
    <>
      <Yard covered={open ? WIDTH : 0} />
      {open && (
        <div className="drawer" style={{ width: WIDTH }}>
          <Inspector />
        </div>
      )}
    </>
  );
}
