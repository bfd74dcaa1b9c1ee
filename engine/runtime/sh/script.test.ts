import { describe, expect, test } from "vitest";
import { START, TestNode } from "../../testing/runtimenode.ts";

interface Row {
  readonly script: string;
  readonly output?: string;
  readonly code?: number;
  /** Virtual. */
  readonly seconds?: number;
}

const rows: readonly Row[] = [
  { script: "echo hello", output: "hello\n" },
  { script: "echo -n a; echo -e 'b\\tc'", output: "ab\tc\n" },
  { script: "sleep 2; exit 42", code: 42, seconds: 2 },
  { script: "sleep 0.25 && sleep 1m", seconds: 60.25 },
  { script: "true && echo yes || echo no", output: "yes\n" },
  { script: "false && echo yes || echo no", output: "no\n" },
  { script: "! false; echo $?", output: "0\n" },
  { script: "if [ 1 -eq 2 ]; then echo a; elif test -n x; then echo b; else echo c; fi", output: "b\n" },
  { script: "if false; then echo a; fi; echo $?", output: "0\n" },
  { script: "i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); sleep 1; done", output: "0\n1\n2\n", seconds: 3 },
  { script: "i=0; until [ $i -ge 2 ]; do i=$(expr $i + 1); done; echo $i", output: "2\n" },
  { script: "for x in a b 'c d'; do echo \"<$x>\"; done", output: "<a>\n<b>\n<c d>\n" },
  { script: "for i in $(seq 1 5); do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done", output: "1\n3\n" },
  { script: "case foo.txt in *.md) echo md;; *.txt|*.text) echo txt;; *) echo other;; esac", output: "txt\n" },
  { script: "greet() { local n=$1; echo hi $n; return 3; }; greet bob; echo $? $n", output: "hi bob\n3\n" },
  { script: "x=1; (x=2; echo $x; exit 5); echo $? $x", output: "2\n5 1\n" },
  { script: "{ echo a; echo b; } > /tmp/f; cat < /tmp/f; wc -l < /tmp/f", output: "a\nb\n2\n" },
  { script: "echo ${x:-none} ${x:=set} $x ${x:+alt} ${#x}", output: "none set set alt 3\n" },
  { script: "p=/a/b/c.tar.gz; echo ${p##*/} ${p%.*} ${p#*/} ${p%%.*}", output: "c.tar.gz /a/b/c.tar a/b/c.tar.gz /a/b/c\n" },
  { script: "echo $((2+3*4)) $((7/2)) $((7%3)) $(( (1<2) ? 10 : 20 ))", output: "14 3 1 10\n" },
  { script: "set -- a 'b c'; echo $# $1; for x in \"$@\"; do echo [$x]; done", output: "2 a\n[a]\n[b c]\n" },
  { script: "x='a  b'; echo $x; echo \"$x\"", output: "a b\na  b\n" },
  { script: "echo `echo back` $(echo $(echo nested))", output: "back nested\n" },
  { script: "cat <<EOF\nhost $(hostname)\nEOF\ncat <<'EOF'\n$x\nEOF", output: "host pod-1\n$x\n" },
  { script: "echo one two | wc -w; printf 'b\\na\\n' | sort | head -1", output: "2\na\n" },
  { script: "printf '%s\\n' a b c | while read l; do echo \"- $l\"; done", output: "- a\n- b\n- c\n" },
  { script: "echo a | grep -q a && echo found; echo a | grep b; echo $?", output: "found\n1\n" },
  { script: "echo err >&2; ls /nosuch 2>/dev/null; echo $?", output: "err\n1\n" },
  { script: "sleep 3 & sleep 1; echo waiting; wait; echo done", output: "waiting\ndone\n", seconds: 3 },
  { script: "(sleep 1; exit 7) & wait $!; echo $?", output: "7\n", seconds: 1 },
  { script: "set -e; false || echo kept; false; echo never", output: "kept\n", code: 1 },
  { script: "set -e; if false; then :; fi; ! true; echo on; (exit 3); echo never", output: "on\n", code: 3 },
  { script: "set -x; echo a b", output: "+ echo a b\na b\n" },
  { script: "trap 'echo bye' EXIT; echo hi; exit 4", output: "hi\nbye\n", code: 4 },
  { script: "nosuch; echo $?", output: "sh: nosuch: not found\n127\n" },
  { script: "/tmp; echo $?", output: "sh: /tmp: Permission denied\n126\n" },
  { script: "nosuch", output: "sh: nosuch: not found\n", code: 127 },
  { script: "exec sleep 2; echo never", code: 0, seconds: 2 },
  { script: "echo 'echo $1 > /tmp/o' > /tmp/s; sh /tmp/s x; cat /tmp/o", output: "x\n" },
  { script: "eval 'a=1; echo $a'; date +%s", output: `1\n${START / 1000}\n` },
  {
    script: "mkdir -p /tmp/a/b; touch /tmp/a/x.txt /tmp/a/y.txt; ls /tmp/a; echo /tmp/a/*.txt; rm -r /tmp/a; ls /tmp",
    output: "b\nx.txt\ny.txt\n/tmp/a/x.txt /tmp/a/y.txt\n",
  },
  { script: "yes | head -2; echo $?", output: "y\ny\n0\n" },
  { script: "export A=1; B=2; sh -c 'echo $A-$B'; C=3 sh -c 'echo $C'; echo \"[$C]\"", output: "1-\n3\n[]\n" },
  { script: "if true; then", output: "sh: line 1: syntax error: unexpected end of file\n", code: 2 },
  { script: "echo $((1/0)); echo never", output: "sh: divide by zero\n", code: 2 },
  { script: "set -u; echo $nope; echo never", output: "sh: nope: parameter not set\n", code: 2 },
  { script: "timeout 2 sleep 10; echo $?", output: "143\n", seconds: 2 },
  { script: "echo hi > /proc/1/fd/1", output: "hi\n" },
  { script: 'x=$(cat /nosuch 2>&1) || echo "$x"', output: "cat: can't open '/nosuch': No such file or directory\n" },
];

describe("a script in a container of busybox", () => {
  test.each(rows)("$script", ({ script, output = "", code = 0, seconds = 0 }) => {
    const node = new TestNode();
    const id = node.script(script);
    node.advance(3600);
    expect(node.output(id)).toBe(output);
    expect(node.info(id)).toMatchObject({ state: "exited", exitCode: code, reason: code === 0 ? "Completed" : "Error" });
    expect(((node.info(id).finishedAt ?? 0) - START) / 1000).toBe(seconds);
  });
});
