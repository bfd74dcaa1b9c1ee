// The filter of the yard: kubectl's equality grammar (`app=kubia,tier!=web,disk`), and plain words that are part of a name.

interface Term {
  readonly key: string;
  readonly value: string | undefined;
  readonly negative: boolean;
}

export type Filter = (pod: { readonly name: string; readonly labels: Readonly<Record<string, string>> }) => boolean;

/** Undefined when nothing is asked for. */
export function filterOf(text: string): Filter | undefined {
  const terms = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(termOf);
  if (terms.length === 0) return undefined;
  return (pod) => terms.every((term) => meets(term, pod));
}

function termOf(text: string): Term {
  const parts = /^(!?)([^=!]+?)(?:(!=|==?)(.*))?$/.exec(text);
  const operator = parts?.[3];
  return {
    key: parts?.[2]?.trim() ?? text,
    value: operator === undefined ? undefined : (parts?.[4] ?? "").trim(),
    negative: parts?.[1] === "!" || operator === "!=",
  };
}

function meets({ key, value, negative }: Term, { name, labels }: Parameters<Filter>[0]): boolean {
  const found = value === undefined ? Object.hasOwn(labels, key) || name.includes(key) : labels[key] === value;
  return found !== negative;
}
