// What the fields of probes do.

import type { Help } from "../fieldhelp.ts";

export const PROBES: Readonly<Record<string, Help>> = {
  "Probe.grpc": {
    en: "Asks the gRPC health service; only SERVING is a success.",
    ko: "gRPC 헬스 서비스에 묻습니다. SERVING만 성공입니다.",
  },
  "Probe.terminationGracePeriodSeconds": {
    en: "How long a container may take to end when this probe kills it, in place of the pod's own.",
    ko: "이 프로브가 컨테이너를 죽일 때 기다릴 시간입니다. 파드에 쓴 것을 대신합니다.",
  },
  "ExecAction.command": {
    en: "The command and its arguments, without a shell: pipes and variables need `sh -c`.",
    ko: "명령과 인자입니다. 셸을 거치지 않으므로 파이프나 변수를 쓰려면 `sh -c`가 있어야 합니다.",
  },
  "HTTPGetAction.host": { en: "Whom to ask in place of the pod's own IP.", ko: "파드의 IP 대신 물을 곳입니다." },
  "HTTPGetAction.scheme": {
    en: "`HTTP` or `HTTPS`. With HTTPS the certificate is not checked.",
    ko: "`HTTP`나 `HTTPS`입니다. HTTPS여도 인증서는 확인하지 않습니다.",
  },
  "HTTPGetAction.httpHeaders": { en: "Headers that are sent along with the GET.", ko: "GET과 함께 보낼 헤더입니다." },
  "HTTPHeader.name": { en: "The header's name.", ko: "헤더의 이름입니다." },
  "HTTPHeader.value": { en: "The header's value.", ko: "헤더의 값입니다." },
  "TCPSocketAction.host": { en: "Where to connect in place of the pod's own IP.", ko: "파드의 IP 대신 연결할 곳입니다." },
  "GRPCAction.port": {
    en: "The port of the gRPC health service; a number, not a name.",
    ko: "gRPC 헬스 서비스의 포트입니다. 이름이 아니라 번호로 씁니다.",
  },
  "GRPCAction.service": {
    en: "Which service's health is asked for; the server's as a whole if nothing is said.",
    ko: "어느 서비스의 상태를 물을지입니다. 쓰지 않으면 서버 전체의 상태를 묻습니다.",
  },
};
