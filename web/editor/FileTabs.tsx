// The files as tabs: arrow keys go between them, F2 or a double click renames, Delete closes.

import { Plus, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { activeFile, type EditorFile, fileStore } from "./files.ts";
import { NewFileMenu } from "./NewFileMenu.tsx";

export function FileTabs() {
  const t = useT();
  const { files, activeId, close, create } = useStore(fileStore);
  const active = useStore(fileStore, activeFile);
  const [renaming, setRenaming] = useState<number>();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Some browsers return a promise here, which is no clean-up.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activeId]);
  return (
    <div className="file-tabs">
      <div className="tabs file-list" role="tablist" aria-label={t("editor.files")} ref={list}>
        {files.map((file) =>
          renaming === file.id ? (
            <NameField key={file.id} file={file} done={() => setRenaming(undefined)} />
          ) : (
            <FileTab key={file.id} file={file} isActive={file.id === activeId} onRename={() => setRenaming(file.id)} />
          ),
        )}
      </div>
      <IconButton label={t("editor.newFile")} className="small" onClick={() => create()}>
        <Plus size={15} />
      </IconButton>
      <NewFileMenu />
      <span className="grow" />
      {active !== undefined && (
        <IconButton label={t("editor.closeFile", { name: active.name })} className="small" onClick={() => close(active.id)}>
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
}

function FileTab({ file, isActive, onRename }: { readonly file: EditorFile; readonly isActive: boolean; readonly onRename: () => void }) {
  const t = useT();
  const { activate, close } = fileStore.getState();
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "F2") onRename();
    else if (event.key === "Delete") close(file.id);
    else if (!goTo(event.key, file)) return;
    event.preventDefault();
    // Once drawn, the tab that is active now has the focus.
    if (event.key !== "F2") requestAnimationFrame(() => document.getElementById(tabId(fileStore.getState().activeId))?.focus());
  };
  return (
    <button
      type="button"
      role="tab"
      id={tabId(file.id)}
      data-stop
      aria-selected={isActive}
      aria-controls="editor-body"
      tabIndex={isActive ? 0 : -1}
      data-hint={t("editor.tabHint", { name: file.name })}
      onClick={() => activate(file.id)}
      onDoubleClick={onRename}
      onAuxClick={(event) => event.button === 1 && close(file.id)}
      onKeyDown={onKey}
    >
      <span translate="no">{file.name}</span>
      {file.text !== file.base && <i className="file-mark" data-hint={t("editor.edited")} />}
    </button>
  );
}

/** Arrow keys go round; false for a key that goes nowhere. */
function goTo(key: string, from: EditorFile): boolean {
  const { files, activate } = fileStore.getState();
  const at = files.indexOf(from);
  const places: Readonly<Record<string, number>> = { ArrowRight: (at + 1) % files.length, ArrowLeft: at - 1, Home: 0, End: -1 };
  const file = files.at(places[key] ?? files.length);
  if (file !== undefined) activate(file.id);
  return file !== undefined;
}

export function tabId(id: number): string {
  return `file-${id}`;
}

function NameField({ file, done }: { readonly file: EditorFile; readonly done: () => void }) {
  const t = useT();
  const [name, setName] = useState(file.name);
  const [refused, setRefused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(0, Math.max(0, file.name.lastIndexOf(".")));
  }, [file.name]);
  const leave = (): void => {
    done();
    requestAnimationFrame(() => document.getElementById(tabId(file.id))?.focus());
  };
  const accept = (): boolean => fileStore.getState().rename(file.id, name);
  return (
    <input
      ref={field}
      className="field file-name"
      aria-label={t("editor.rename", { name: file.name })}
      aria-invalid={refused}
      value={name}
      size={Math.max(8, name.length)}
      onChange={(event) => {
        setName(event.target.value);
        setRefused(false);
      }}
      onBlur={() => {
        accept();
        done();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") leave();
        if (event.key === "Enter" && !event.nativeEvent.isComposing) {
          if (accept()) leave();
          else setRefused(true);
        }
      }}
    />
  );
}
