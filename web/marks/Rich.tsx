// A sentence of the tables with its few marks: <b>, <code>, <kbd>, <mark>. Anything else stays text, so that a name or a message
// from the cluster can never become markup.

import type { ReactNode } from "react";

const MARKED = /<(b|code|kbd|mark)>(.*?)<\/\1>/g;

export function Rich({ text }: { readonly text: string }) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    const Tag = match[1] as "b" | "code" | "kbd" | "mark"; // the pattern allows no other
    parts.push(<Tag key={match.index}>{match[2]}</Tag>);
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return <>{parts}</>;
}
