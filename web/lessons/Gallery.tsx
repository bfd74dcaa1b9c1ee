// The gallery's button in the top bar.

import { ChevronDown } from "lucide-react";
import { useStore } from "zustand";
import { useT } from "../i18n/setup.ts";
import { currentStore } from "./current.ts";
import { ExampleMenu } from "./ExampleMenu.tsx";

export function Gallery() {
  const t = useT();
  const id = useStore(currentStore, (current) => current.id);
  const name = t(`lessons.${id}.name`);
  return (
    <ExampleMenu>
      <button type="button" className="pick" data-testid="gallery" aria-label={`${t("lessons.title")} ${name}`}>
        <small>{t("lessons.title")}</small> <span>{name}</span>
        <ChevronDown size={14} aria-hidden />
      </button>
    </ExampleMenu>
  );
}
