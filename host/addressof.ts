// Where a file of the build is, whose name has a hash.

/** Relative to the page, as all its addresses are. Throws when no file has such a name. */
export function addressOf(bundle: object | undefined, pattern: RegExp): string {
  const file = Object.keys(bundle ?? {}).find((name) => pattern.test(name));
  if (file === undefined) throw new Error(`No file of the build is ${pattern}.`);
  return `./${file}`;
}
