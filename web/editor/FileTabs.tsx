// The files as tabs: arrow keys go between them, F2 or a double click renames, Delete closes.

import { Plus, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { activeFile, type EditorFile, fileStore } from "./files.ts";

export function FileTabs() {
  const t = useT();
  const { files, activeId, activate, close, create } = useStore(fileStore);
  const active = useStore(fileStore, activeFile);
  const [renaming, setRenaming] = useState<number>();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Some browsers return a promise here, which is no clean-up.
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activeId]);
  const go = (index: number): void => {
    const file = files.at(index % files.length);
    if (file === undefined) return;
    activate(file.id);
    document.getElementById(tabId(file.id))?.focus();
  };
  const onKey = (event: KeyboardEvent, file: EditorFile): void => {
    const at = files.indexOf(file);
    const act: Readonly<Record<string, () => void>> = {
      ArrowRight: () => go(at + 1),
      ArrowLeft: () => go(at - 1),
      Home: () => go(0),
      End: () => go(-1),
      F2: () => setRenaming(file.id),
      Delete: () => {
        close(file.id);
        const next = fileStore.getState().activeId;
        requestAnimationFrame(() => document.getElementById(tabId(next))?.focus());
      },
    };
    const chosen = act[event.key];
    if (chosen === undefined) return;
    event.preventDefault();
    chosen();
  };
  return (
    <div className="file-tabs">
      <div className="tabs file-list" role="tablist" aria-label={t("editor.files")} ref={list}>
        {files.map((file) =>
          renaming === file.id ? (
            <NameField key={file.id} file={file} done={() => setRenaming(undefined)} />
          ) : (
            <button
              key={file.id}
              type="button"
              role="tab"
              id={tabId(file.id)}
              data-stop
              aria-selected={file.id === activeId}
              aria-controls="editor-body"
              tabIndex={file.id === activeId ? 0 : -1}
              title={t("editor.tabHint", { name: file.name })}
              onClick={() => activate(file.id)}
              onDoubleClick={() => setRenaming(file.id)}
              onAuxClick={(event) => event.button === 1 && close(file.id)}
              onKeyDown={(event) => onKey(event, file)}
            >
              {file.name}
              {file.text !== file.base && <i className="file-mark" title={t("editor.edited")} />}
            </button>
          ),
        )}
      </div>
      <IconButton label={t("editor.newFile")} className="small" onClick={create}>
        <Plus size={15} />
      </IconButton>
      <span className="grow" />
      {active !== undefined && (
        <IconButton label={t("editor.closeFile", { name: active.name })} className="small close-file" onClick={() => close(active.id)}>
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
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
