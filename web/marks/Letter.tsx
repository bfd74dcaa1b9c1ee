// A controller's letter on its soft fill: with the letter the fill is never needed to tell controllers apart.

import { useIdentity } from "../store/identity.ts";

export function Letter({ uid, small = false }: { readonly uid: string; readonly small?: boolean }) {
  const identity = useIdentity(uid);
  return (
    <b className={`letter id-${identity.fill}${small ? " small" : ""}`} aria-hidden="true" translate="no">
      {identity.letter}
    </b>
  );
}
