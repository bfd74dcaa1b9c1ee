// The labels of the selected thing, to be changed in place. What Kubernetes would refuse is said before it is asked.

import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useStore } from "zustand";
import { perform } from "../actions/perform.ts";
import { useT } from "../i18n/setup.ts";
import { IconButton } from "../marks/IconButton.tsx";
import { shortRef } from "../store/identity.ts";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";
import { keyProblem, valueProblem } from "./labelRules.ts";

const NONE: Readonly<Record<string, string>> = {};

export function LabelsTab({ of }: { readonly of: Ref }) {
  const t = useT();
  const labels = useStore(sceneStore, (scene) => scene.pods.get(of.uid)?.labels ?? scene.nodes.get(of.uid)?.allLabels ?? NONE);
  const isController = useStore(sceneStore, (scene) => scene.controllers.has(of.uid));
  const entries = Object.entries(labels);
  return (
    <div className="label-editor">
      {entries.length === 0 && !isController && <p className="label-note">{t("inspector.edit.none")}</p>}
      {entries.map(([key, value]) => (
        <LabelRow key={`${key}=${value}`} of={of} labelKey={key} value={value} />
      ))}
      <NewLabel of={of} />
    </div>
  );
}

function LabelRow({ of, labelKey, value }: { readonly of: Ref; readonly labelKey: string; readonly value: string }) {
  const t = useT();
  const [typed, setTyped] = useState(value);
  const [problem, setProblem] = useState(false);
  const selecting = useStore(sceneStore, (scene) => {
    if (of.kind !== "Pod") return "";
    return [...scene.controllers.values()]
      .filter(({ requirements, owner }) => owner === undefined && requirements.some(({ key }) => key === labelKey))
      .map(shortRef)
      .join(", ");
  });
  const isGiven = of.kind === "Node" && labelKey.includes("kubernetes.io/");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setProblem(valueProblem(typed));
    if (!valueProblem(typed) && typed !== value) void perform({ type: "label", target: of, key: labelKey, value: typed, overwrite: true });
  };
  return (
    <form onSubmit={submit}>
      <div className="label-row">
        <code data-hint={labelKey}>{labelKey}</code>=
        <input
          className="field"
          value={typed}
          aria-label={`${t("inspector.edit.value")} ${labelKey}`}
          aria-invalid={problem}
          spellCheck={false}
          disabled={isGiven}
          onChange={(event) => setTyped(event.target.value)}
        />
        {typed !== value && (
          <button type="submit" className="button">
            {t("inspector.edit.set")}
          </button>
        )}
        {!isGiven && (
          <IconButton
            className="small"
            label={t("inspector.edit.remove", { key: labelKey })}
            onClick={() => void perform({ type: "label", target: of, key: labelKey, value: undefined, overwrite: true })}
          >
            <Trash2 size={14} />
          </IconButton>
        )}
      </div>
      {problem && (
        <p className="label-problem" role="alert">
          {t("inspector.edit.valueBad")}
        </p>
      )}
      {selecting !== "" && <p className="label-note">{t("inspector.edit.affects", { owner: selecting })}</p>}
      {isGiven && <p className="label-note">{t("inspector.edit.protected")}</p>}
    </form>
  );
}

function NewLabel({ of }: { readonly of: Ref }) {
  const t = useT();
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [problem, setProblem] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found =
      key === ""
        ? t("inspector.edit.keyEmpty")
        : keyProblem(key)
          ? t("inspector.edit.keyBad")
          : valueProblem(value)
            ? t("inspector.edit.valueBad")
            : "";
    setProblem(found);
    if (found !== "") return;
    void perform({ type: "label", target: of, key, value, overwrite: true });
    setKey("");
    setValue("");
  };
  return (
    <form onSubmit={submit}>
      <div className="label-row">
        <input
          className="field"
          value={key}
          placeholder={t("inspector.edit.key")}
          aria-label={t("inspector.edit.key")}
          aria-invalid={problem !== ""}
          spellCheck={false}
          onChange={(event) => setKey(event.target.value)}
        />
        =
        <input
          className="field"
          value={value}
          placeholder={t("inspector.edit.value")}
          aria-label={t("inspector.edit.value")}
          spellCheck={false}
          onChange={(event) => setValue(event.target.value)}
        />
        <button type="submit" className="button">
          {t("inspector.edit.add")}
        </button>
      </div>
      {problem !== "" && (
        <p className="label-problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
