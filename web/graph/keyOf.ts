// The key that was pressed, whatever alphabet the keyboard writes: a Korean one says "ㅍ" where the command is V.

/** As `KeyboardEvent.key`, but a letter of another alphabet is the Latin one of its place. */
export function keyOf({ key, code, shiftKey }: Pick<KeyboardEvent, "key" | "code" | "shiftKey">): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  const isForeign = key === "Process" || (key.length === 1 && key > "\u007f");
  if (letter === undefined || !isForeign) return key;
  return shiftKey ? letter : letter.toLowerCase();
}
