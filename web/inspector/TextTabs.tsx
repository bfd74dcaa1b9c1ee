// What kubectl prints about the selected thing: describe, and its YAML as it is now.

import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { handoffStore } from "../store/handoff.ts";
import { sceneStore } from "../store/scene.ts";
import type { Ref } from "../store/selection.ts";
import { uiStore } from "../store/ui.ts";
import { cluster } from "../worker/client.ts";
import { manifestText } from "./manifestText.ts";
import { PlainText } from "./PlainText.tsx";
import { useFresh } from "./useFresh.ts";

async function kubectlText(line: string): Promise<string> {
  let text = "";
  const run = cluster.kubectl(line, { onOutput: (more) => (text += more) });
  await run.done;
  return text;
}

function named(of: Ref): string {
  return `${of.kind.toLowerCase()} ${of.name}${of.namespace === undefined ? "" : ` -n ${of.namespace}`}`;
}

const askDescribe = (of: Ref): Promise<string> => kubectlText(`kubectl describe ${named(of)}`);
const askYaml = (of: Ref): Promise<string> => kubectlText(`kubectl get ${named(of)} -o yaml`);

export function DescribeTab({ of }: { readonly of: Ref }) {
  const text = useFresh(of, askDescribe);
  return <PlainText of={of}>{text}</PlainText>;
}

export function YamlTab({ of }: { readonly of: Ref }) {
  const t = useT();
  const text = useFresh(of, askYaml);
  const isThere = useStore(sceneStore, (scene) => scene.pods.has(of.uid) || scene.nodes.has(of.uid) || scene.controllers.has(of.uid));
  return (
    <>
      {text !== undefined && isThere && (
        <div className="tool-row">
          <button
            type="button"
            className="button"
            onClick={() => {
              handoffStore.getState().give(`${of.name}.yaml`, manifestText(text));
              uiStore.setState({ leftCollapsed: false, narrowTab: "yaml" });
            }}
          >
            {t("inspector.editYaml")}
          </button>
        </div>
      )}
      <PlainText of={of}>
        {text?.split("\n").map((line, i) => (
          <YamlLine key={i} line={line} />
        ))}
      </PlainText>
    </>
  );
}

/** Syntax in weight and grey only: hue is kept for status. */
function YamlLine({ line }: { readonly line: string }) {
  const parts = /^(\s*(?:- )?)([^\s:#][^:]*)(:)(.*)$/.exec(line);
  if (parts === null) return <span className="value">{`${line}\n`}</span>;
  return (
    <span>
      {parts[1]}
      <span className="key">{parts[2]}</span>:<span className="value">{`${parts[4]}\n`}</span>
    </span>
  );
}
