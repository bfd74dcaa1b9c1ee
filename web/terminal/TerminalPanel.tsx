// A terminal for kubectl: a line to type on, what was said above it. Plain elements, so that everything can be read,
// selected and copied; names from the cluster are text.

import { type ClipboardEvent, type KeyboardEvent, memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { fileStore } from "../editor/files.ts";
import { useT } from "../i18n/setup.ts";
import { clockStore } from "../store/clock.ts";
import { sceneStore } from "../store/scene.ts";
import { commonBeginning, complete, type Names } from "./completion.ts";
import { uiStore } from "../store/ui.ts";
import { clearTranscript, type Entry, interrupt, remember, showCandidates, submit, submitAll, terminalStore } from "./session.ts";
import "./terminal.css";

export function TerminalPanel() {
  const t = useT();
  const { entries, running } = useStore(terminalStore);
  const scroller = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const followsEnd = useRef(true);
  const isWanted = useStore(uiStore, (ui) => ui.promptWanted);
  useEffect(() => {
    if (!isWanted) return;
    input.current?.focus();
    uiStore.setState({ promptWanted: false });
  }, [isWanted]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && followsEnd.current) element.scrollTop = element.scrollHeight;
  });
  return (
    <div
      className="terminal nokey"
      ref={scroller}
      tabIndex={-1}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
        (followsEnd.current = scrollHeight - scrollTop - clientHeight < 24)
      }
      onClick={() => window.getSelection()?.isCollapsed !== false && input.current?.focus({ preventScroll: true })}
    >
      <div role="log" aria-live="polite" aria-label={t("terminal.output")} data-testid="terminal-output">
        {entries.length === 0 && <p className="terminal-hint">{t("terminal.hint")}</p>}
        {entries.map((entry) => (
          <EntryLines key={entry.id} entry={entry} />
        ))}
      </div>
      <Prompt input={input} running={running} onType={() => (followsEnd.current = true)} />
    </div>
  );
}

const EntryLines = memo(function EntryLines({ entry }: { readonly entry: Entry }) {
  const t = useT();
  return (
    <div className="terminal-entry">
      <div
        className={`terminal-line${entry.byPointer ? " by-pointer" : ""}`}
        data-hint={entry.byPointer ? t("terminal.byPointer") : undefined}
      >
        <span className="prompt" aria-hidden>
          $
        </span>
        <code>{entry.prompt}</code>
      </div>
      {entry.output.map(({ stream, text }, i) => (
        <pre key={i} className={stream}>
          {text}
        </pre>
      ))}
    </div>
  );
});

interface PromptProps {
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly running: boolean;
  readonly onType: () => void;
}

function Prompt({ input, running, onType }: PromptProps) {
  const t = useT();
  const { pending, until } = useStore(terminalStore);
  const placeholder = usePlaceholder(running);
  const [line, setLine] = useState("");
  const recall = useRecall(line, setLine);
  useDraft(input, recall.replace);
  const keys: Readonly<Record<string, () => void>> = {
    Enter: () => {
      if (running) return;
      recall.reset();
      setLine("");
      void submit(line);
    },
    ArrowUp: () => recall.go(1),
    ArrowDown: () => recall.go(-1),
    Tab: () => setLine(completed(line)),
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    onType();
    if (event.nativeEvent.isComposing) return;
    if (event.ctrlKey && !event.altKey && !event.metaKey) {
      onControl(event, line, () => setLine(""));
      return;
    }
    // Tab completes only what was begun: an empty line lets the focus go on.
    const act = event.shiftKey || (event.key === "Tab" && line.trim() === "") ? undefined : keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData("text").replace(/\r\n?/g, "\n");
    if (!text.includes("\n")) return;
    event.preventDefault();
    const lines = `${line}${text}`.split("\n");
    setLine(lines.pop() ?? "");
    void submitAll(lines);
  };
  return (
    <>
      {pending.map((one, i) => (
        <div key={i} className="terminal-line">
          <span className="prompt" aria-hidden>
            {i === 0 ? "$" : ">"}
          </span>
          <code>{one}</code>
        </div>
      ))}
      <div className={`terminal-line terminal-prompt${running ? " running" : ""}`}>
        <span className="prompt" aria-hidden>
          {running ? " " : until === undefined ? "$" : ">"}
        </span>
        <input
          ref={input}
          aria-label={t("terminal.command")}
          placeholder={placeholder}
          value={line}
          readOnly={running}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          onChange={(event) => setLine(event.target.value)}
          onKeyDown={onKey}
          onPaste={onPaste}
        />
      </div>
    </>
  );
}

/** What the line waits for, where it waits for something. */
function usePlaceholder(running: boolean): string {
  const t = useT();
  const until = useStore(terminalStore, (terminal) => terminal.until);
  const stands = useStore(clockStore, (clock) => !clock.running);
  if (running) return t(stands ? "terminal.standing" : "terminal.running");
  return until === undefined || until === "" ? "" : t("terminal.until", { until });
}

/** What another part of the page offers comes into the line, to be run or changed. */
function useDraft(input: PromptProps["input"], take: (line: string) => void): void {
  const draft = useStore(terminalStore, (terminal) => terminal.draft);
  useEffect(() => {
    if (draft === undefined) return;
    terminalStore.setState({ draft: undefined });
    take(draft);
    input.current?.focus();
    // Taken once, with the line as it is at that moment.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [draft]);
}

function onControl(event: KeyboardEvent<HTMLInputElement>, line: string, clearLine: () => void): void {
  const { selectionStart, selectionEnd } = event.currentTarget;
  const selected = selectionStart !== selectionEnd || window.getSelection()?.isCollapsed === false;
  if (event.key === "c" && !selected) {
    interrupt(line);
    clearLine();
  } else if (event.key === "l") clearTranscript();
  else if (event.key === "u") clearLine();
  else return;
  event.preventDefault();
}

/** The arrow keys go through what was typed before, and back to what was being typed. */
function useRecall(line: string, setLine: (line: string) => void): { go(back: number): void; reset(): void; replace(by: string): void } {
  const place = useRef(0);
  const draft = useRef("");
  return {
    go: (back) => {
      const { history } = terminalStore.getState();
      const next = Math.min(history.length, Math.max(0, place.current + back));
      if (place.current === 0) draft.current = line;
      place.current = next;
      setLine(next === 0 ? draft.current : (history.at(-next) ?? ""));
    },
    reset: () => (place.current = 0),
    replace: (by) => {
      // What was being typed is one arrow key away.
      remember(line);
      place.current = 0;
      setLine(by);
    },
  };
}

function completed(line: string): string {
  const { from, candidates } = complete(line, namesNow());
  if (candidates.length === 0) return line;
  const common = commonBeginning(candidates);
  if (candidates.length > 1 && common === line.slice(from)) showCandidates(line, candidates);
  const ends = candidates.length === 1 && !common.endsWith("=");
  return `${line.slice(0, from)}${common}${ends ? " " : ""}`;
}

function namesNow(): Names {
  const { pods, nodes, controllers } = sceneStore.getState();
  const byKind: Record<string, string[]> = {
    pods: [...pods.values()].map(({ name }) => name),
    nodes: [...nodes.values()].map(({ name }) => name),
  };
  for (const { kind, name } of controllers.values()) (byKind[`${kind.toLowerCase()}s`] ??= []).push(name);
  return { byKind, files: fileStore.getState().files.map(({ name }) => name) };
}
