// Cells that several kinds share (API-126).

import { formatLabelSelector, formatSelector, selectorOfMap } from "../../api/selector.ts";
import type { Container, LabelSelector } from "../../api/types.generated.ts";

export const NONE = "<none>";

export function labelsCell(labels: { readonly [key: string]: string } | undefined): string {
  return formatSelector(selectorOfMap(labels)) || NONE;
}

export function selectorCell(selector: LabelSelector | undefined): string {
  return formatLabelSelector(selector);
}

/** Names and images, as two cells. */
export function containerCells(containers: readonly Container[]): readonly [string, string] {
  return [containers.map(({ name }) => name).join(","), containers.map(({ image }) => image ?? "").join(",")];
}
