// What a person would have written of an object's YAML: without what the cluster adds. Pure; works on kubectl's own
// block-style output, line by line, so that comments of order and style stay kubectl's.

const METADATA = new Set([
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "generation",
  "managedFields",
  "ownerReferences",
  "resourceVersion",
  "uid",
  "selfLink",
  "generateName",
]);

export function manifestText(yaml: string): string {
  const kept: string[] = [];
  let section = "";
  /** Lines deeper than this belong to something that is left out. */
  let dropUnder: number | undefined;
  for (const line of yaml.split("\n")) {
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    const isItem = line.trimStart().startsWith("- ") || line.trim() === "-";
    if (dropUnder !== undefined && (indent > dropUnder || (indent === dropUnder && isItem))) continue;
    dropUnder = undefined;
    const key = /^\s*([\w./-]+):/.exec(line)?.[1] ?? "";
    if (indent === 0) section = key;
    if ((indent === 0 && key === "status") || (indent === 2 && section === "metadata" && METADATA.has(key))) {
      dropUnder = indent;
      continue;
    }
    kept.push(line);
  }
  return `${kept.join("\n")}\n`;
}
