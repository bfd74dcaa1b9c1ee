// Looks a script through before it is started: what a real container could run and a simulated one cannot is said at the
// start, with its line, instead of going wrong in the middle or seeming to run.

import { fixedText, ScriptError, type Command, type List, type Word } from "./syntax.ts";

export interface Knowledge {
  /** Throws a ScriptError. */
  parse(script: string): List;
  /** A program that exists in real images but is not simulated, and that this container has not got by other means. */
  isMissing(name: string): boolean;
}

/** A sentence about the first line that cannot be run, or undefined. Throws nothing. */
export function refusal(script: string, knowledge: Knowledge): string | undefined {
  const say = (line: number, why: string): string => {
    const text = (script.split("\n")[line - 1] ?? "").trim();
    return `line ${line} of the script cannot be run here: ${text.length > 120 ? `${text.slice(0, 117)}...` : text}: ${why}`;
  };
  let tree: List;
  try {
    tree = knowledge.parse(script);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    // A script that no shell can read starts in a real container and ends with 2; so it does here.
    return error.unsupported ? say(error.line, error.message) : undefined;
  }
  const { defined, commands } = contentOf(tree);
  for (const command of commands) {
    const why = commandTrouble(command, defined, knowledge);
    if (why !== undefined) return say(command.line, why);
  }
  return undefined;
}

interface Content {
  readonly defined: Set<string>;
  readonly commands: Command[];
}

/** By the tree, which is read once however often its script is started: only saves time. */
const contents = new WeakMap<List, Content>();

function contentOf(tree: List): Content {
  let content = contents.get(tree);
  if (content === undefined) {
    content = { defined: new Set(), commands: [] };
    visit(tree, content.defined, content.commands);
    contents.set(tree, content);
  }
  return content;
}

/** No deeper than what the parser has gone. */
function visit(node: unknown, defined: Set<string>, commands: Command[]): void {
  if (typeof node !== "object" || node === null) return;
  if ("type" in node && node.type === "function" && "name" in node) defined.add(String(node.name));
  if ("type" in node && node.type === "command" && "words" in node) commands.push(node as Command); // a Part of that type has no words
  for (const [key, item] of Object.entries(node)) if (key !== "substitutions") visit(item, defined, commands);
}

const SHELLS = new Set(["sh", "ash", "bash", "dash"]);

function commandTrouble(command: Command, defined: ReadonlySet<string>, knowledge: Knowledge): string | undefined {
  const words = command.words.map((word: Word) => fixedText(word));
  while (/^(exec|busybox|nohup|env|command)$/.test(words[0] ?? "")) words.shift();
  const [name] = words;
  if (name === undefined) return undefined;
  if (!defined.has(name) && knowledge.isMissing(name)) return `${name} is not simulated`;
  if ((name === "nc" || name === "netcat") && words.some((word) => word === "-e" || word === "-lke" || word === "-le"))
    return "nc -e is not simulated";
  const inner = words[words.findIndex((word) => word === "-c") + 1];
  return SHELLS.has(name) && words.includes("-c") && inner !== undefined ? refusal(inner, knowledge) : undefined;
}
