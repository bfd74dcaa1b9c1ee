// A command in a narrow place: it goes on in the next line behind a space only, so that `--overwrite` is never two words.

import { Fragment } from "react";

export function CommandText({ text }: { readonly text: string }) {
  return text.split(" ").map((word, i) => (
    <Fragment key={i}>
      {i > 0 && " "}
      <span className="command-word">{word}</span>
    </Fragment>
  ));
}
