// YAML errors in go-yaml's words. Our parser finds the place and the sort of fault; go-yaml's scanner and parser would stop at the same token,
// but they name it otherwise, and count lines from 1 (scanner) or from 0 (parser).

import type { YAMLParseError } from "yaml";

/** Ends the reading of manifests. Line and column count from 1, in the document until it is moved. */
export class YamlError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line = 1, column = 1) {
    super(message);
    this.line = line;
    this.column = column;
  }
  /** The same error in a document that begins at this line of the whole text. */
  movedTo(firstLine: number): YamlError {
    return new YamlError(this.message, this.line + firstLine - 1, this.column);
  }
}

interface Finding {
  readonly message: string;
  /** Position of the token at which go-yaml gives up. */
  readonly at: number;
  readonly by: "scanner" | "parser";
}

export function explainYamlError(text: string, error: YAMLParseError, all: readonly YAMLParseError[]): YamlError {
  const finding = find(text, error, all);
  const line = lineOf(text, finding.at);
  // go-yaml tells no line when it is the first one.
  const shown = line === 0 ? "" : `line ${finding.by === "scanner" ? line + 1 : line}: `;
  const column = finding.at - text.lastIndexOf("\n", finding.at - 1);
  return new YamlError(`error converting YAML to JSON: yaml: ${shown}${finding.message}`, line + 1, Math.max(column, 1));
}

/** Counted from 0. */
function lineOf(text: string, at: number): number {
  let line = 0;
  for (let i = text.indexOf("\n"); i >= 0 && i < at; i = text.indexOf("\n", i + 1)) line++;
  return line;
}

function find(text: string, error: YAMLParseError, all: readonly YAMLParseError[]): Finding {
  const at = error.pos[0];
  switch (error.code) {
    case "BAD_SCALAR_START":
    case "TAB_AS_INDENT":
      return {
        message: "found character that cannot start any token",
        at: error.code === "TAB_AS_INDENT" ? tabAt(text, at) : at,
        by: "scanner",
      };
    case "BAD_DQ_ESCAPE":
      return { message: "found unknown escape character", at, by: "scanner" };
    case "BLOCK_AS_IMPLICIT_KEY":
      return { message: "mapping values are not allowed in this context", at: colonAfter(text, at), by: "scanner" };
    case "BAD_INDENT":
      return badIndent(text, error);
    case "MISSING_CHAR":
      if (error.message.startsWith("Missing closing")) return { message: "found unexpected end of stream", at: text.length, by: "scanner" };
      return { message: "could not find expected ':'", at: nextLine(text, at), by: "scanner" };
    case "MULTILINE_IMPLICIT_KEY":
      if (all.some((other) => other.message.includes("block-seq-ind"))) return { message: "did not find expected key", at, by: "parser" };
      if (/\n[ \t]*\S+[^\n]*:/.test(text.slice(at, error.pos[1] + 2)))
        return { message: "mapping values are not allowed in this context", at: colonAfter(text, at), by: "scanner" };
      return { message: "could not find expected ':'", at: nextLine(text, at), by: "scanner" };
    case "UNEXPECTED_TOKEN":
      return unexpected(text, error);
    default:
      return { message: "did not find expected node content", at, by: "parser" };
  }
}

function badIndent(text: string, error: YAMLParseError): Finding {
  const at = error.pos[0];
  if (error.message.startsWith("All mapping items"))
    return { message: "did not find expected key", at: contentAfter(text, at), by: "parser" };
  if (error.message.startsWith("All sequence items"))
    return { message: "did not find expected '-' indicator", at: contentAfter(text, at), by: "parser" };
  const close = error.message.includes("}") ? "}" : "]";
  const stop = at >= text.length - 1 ? text.length : at;
  const opened = /[[{,]\s*(#[^\n]*\s*)*$/.test(text.slice(0, at + 1).trimEnd());
  const message =
    opened && /[[{]$/.test(text.slice(0, stop).trimEnd())
      ? "did not find expected node content"
      : `did not find expected ',' or '${close}'`;
  return { message, at: stop, by: "parser" };
}

function unexpected(text: string, error: YAMLParseError): Finding {
  const at = error.pos[0];
  if (error.message.includes("block-seq-ind"))
    return { message: "block sequence entries are not allowed in this context", at, by: "scanner" };
  if (error.message.includes("at node end")) {
    const message =
      /^\s*- /.test(text) && text[at - 1] === "\n" ? "did not find expected '-' indicator" : "did not find expected <document start>";
    return { message, at, by: "parser" };
  }
  if (error.message.includes("map-value-ind")) return { message: "mapping values are not allowed in this context", at, by: "scanner" };
  return { message: "did not find expected node content", at, by: "parser" };
}

function tabAt(text: string, at: number): number {
  const tab = text.indexOf("\t", at);
  return tab < 0 ? at : tab;
}

function colonAfter(text: string, at: number): number {
  const colon = /:(?=\s|$)/.exec(text.slice(at));
  return colon ? at + colon.index : at;
}

function contentAfter(text: string, at: number): number {
  const gap = /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
  return at + gap;
}

/** The scanner notices a missing colon when it has gone on to the next line. */
function nextLine(text: string, at: number): number {
  const start = contentAfter(text, at);
  const newline = text.indexOf("\n", start);
  return newline < 0 ? text.length : newline + 1;
}
