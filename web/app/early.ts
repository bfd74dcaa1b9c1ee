// What is typed after the palette was asked for and before its field is there to take it: it is kept for the field, and
// no key of it is a command of the page.

let typed = "";
let wantsFirst = false;

/** False for a key that the palette has nothing to do with. */
export function typeEarly(key: string): boolean {
  if (key === "Backspace") typed = typed.slice(0, -1);
  else if (key === "Enter") wantsFirst = true;
  else if ([...key].length === 1) typed += key;
  else return false;
  return true;
}

/** The text so far, and whether its first finding was taken. Afterwards there is none. */
export function takeEarly(): { readonly typed: string; readonly wantsFirst: boolean } {
  const early = { typed, wantsFirst };
  typed = "";
  wantsFirst = false;
  return early;
}
