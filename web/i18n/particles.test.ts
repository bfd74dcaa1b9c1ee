import { describe, expect, it } from "vitest";
import { withParticles } from "./particles.ts";

describe("Korean particles follow the sound before them", () => {
  it.each([
    ["rc/kubia[이/가] 만듭니다", "rc/kubia가 만듭니다"],
    ["node-1[을/를] 끕니다", "node-1을 끕니다"],
    ["node-2[을/를] 끕니다", "node-2를 끕니다"],
    ["app=kubia[으로/로]", "app=kubia로"],
    ["node-1[으로/로]", "node-1로"],
    ["node-3[으로/로]", "node-3으로"],
    ["<code>node-1</code>[이/가]", "<code>node-1</code>이"],
    ["`spec`[을/를]", "`spec`을"],
    ['`"3"`[으로/로]', '`"3"`으로'],
    ["`[web]`[으로/로]", "`[web]`으로"],
    ["파드[은/는]", "파드는"],
    ["컨트롤[이/가]", "컨트롤이"],
    ["ds/ssd-main[이/가]", "ds/ssd-main이"],
  ])("%s", (text, said) => expect(withParticles(text)).toBe(said));
});
