// Texts of web/terminal.

import type { Translation } from "./table.ts";

export const terminalEn = {
  command: "kubectl command",
  output: "Output",
  hint: "Type a kubectl command, such as kubectl get pods. Tab completes, the arrow keys bring back earlier lines, -f finds the editor's files.",
  running: "Running: Ctrl C ends it",
  until: "ends with {{until}}",
  standing: "The clock stands, and this waits for time to pass: Run, or Ctrl C",
  noTty: "Nobody can type inside a container here: put the whole command on one line, as in kubectl exec POD -- ls /",
  byPointer: "Done by pointer or key",
  opened: "{{name}} is open in the editor; apply it there.",
} as const;

export const terminalKo: Translation<typeof terminalEn> = {
  command: "kubectl 명령",
  output: "출력",
  hint: "kubectl get pods 같은 kubectl 명령을 입력하세요. Tab을 누르면 자동 완성되고, 화살표 키로 앞서 입력한 줄을 불러오며, -f는 편집기의 파일을 찾습니다.",
  running: "실행 중입니다. Ctrl C로 끝냅니다",
  until: "{{until}} 줄에서 끝납니다",
  standing: "시계가 멈춰 있어 기다리는 중입니다. 실행을 누르거나 Ctrl C로 끝내세요",
  noTty: "여기서는 컨테이너 안에서 직접 입력할 수 없습니다. kubectl exec POD -- ls / 처럼 명령을 한 줄에 모두 적으세요",
  byPointer: "마우스나 키로 한 일",
  opened: "{{name}}[을/를] 편집기에 열었습니다. 거기서 적용하세요.",
};
