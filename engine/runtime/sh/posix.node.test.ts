// Scripts run by the machine's own POSIX sh and by the simulated one: the same output, in the same order, and the same exit
// code. `sleep` is a function that does nothing in the real one. Only what POSIX settles, so that dash, bash and ash agree.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { TestNode } from "../../testing/runtimenode.ts";

const SH = "/bin/sh";

const SCRIPTS: readonly string[] = [
  // Commands, lists, exit codes
  "echo one two   three",
  "echo 'a  b' \"c  d\" e\\ \\ f",
  "true; echo $?; false; echo $?",
  "false; true && echo and || echo or; false && echo and || echo or",
  "false || false || echo third; true && true && false; echo $?",
  "! true; echo $?; ! false; echo $?",
  "exit 7",
  "(exit 3); echo $?; exit $?",
  "nosuchprogram 2>/dev/null; echo $?",
  "sh -c 'exit 9'; echo $?",
  "{ echo a; echo b; }; { false; }; echo $?",
  "echo start; sleep 2; echo middle; sleep 1 && echo end",
  "test a = a && test a != b && test -z '' && test -n x; echo $?",
  "[ 3 -gt 2 ] && [ 2 -le 2 ] && [ 1 -ne 2 ] && ! [ 1 -ge 2 ]; echo $?",
  "[ a = b -o c = c ] && [ a = a -a b = b ]; echo $?",
  ": nothing; echo $?",
  // Variables and expansions
  "x=5; echo $x \"$x\" '$x' ${x}y",
  'a="1 2"; b=$a; echo "$b"; set -- $a; echo $#',
  "unset u; echo [${u-unset}] [${u:-empty}] [${u+set}]; u=; echo [${u-unset}] [${u:-empty}] [${u+set}] [${u:+full}]",
  "echo ${v:=given}; echo $v; v=; echo ${v=kept} [$v]",
  "(echo ${w:?}) 2>/dev/null; echo $?",
  "f=path/to/file.tar.gz; echo ${f#*/} ${f##*/} ${f%.*} ${f%%.*} ${#f}",
  "x=aXbXc; echo ${x#*X} ${x##*X} ${x%X*} ${x%%X*}",
  "x='*'; echo \"$x\" '*' \\*",
  "a=1 b=2; a=3 b=$a; echo $a $b",
  "x=outer; (x=inner; echo $x); echo $x",
  "X=1 sh -c 'echo got $X'; echo \"[${X-none}]\"",
  "export Y=2; sh -c 'echo $Y'; Z=3; sh -c 'echo [$Z]'",
  "set -- one 'two three' four; echo $# $2; shift; echo $# $1; for a; do echo \"<$a>\"; done",
  'set -- a "b c"; for i in "$@"; do echo "<$i>"; done; for i in $*; do echo "<$i>"; done; echo "$*"',
  'set -- a b c; IFS=-; echo "$*"; IFS=" "; echo "$*"',
  'IFS=:; p=a:b::c; for x in $p; do echo "[$x]"; done',
  "x='  spaced   out  '; echo $x; echo \"$x\"",
  "echo $(echo inner; echo lines) \"$(printf 'a\\nb\\n\\n')\"",
  'echo `echo old` "`echo style`"; echo $(echo $(echo deep))',
  "x=$(exit 4); echo $?; x=$(false) || echo failed",
  "echo $((1 + 2 * 3)) $(( (1 + 2) * 3 )) $((7 / 2)) $((7 % 3)) $((-7 / 2)) $((2 - 5))",
  "x=4; echo $((x * x)) $(($x + 1)) $((x > 3)) $((x < 3)) $((x == 4 && 1)) $((0 || 0)) $((!x))",
  "x=1; x=$((x + 1)); x=$((x << 3)); echo $x $((x & 24)) $((x | 1)) $((x ^ 16)) $((~0)) $((0x1f)) $((010))",
  "i=5; : $((i += 2)); echo $i; echo $((i > 6 ? 10 : 20))",
  'x=abc; echo ${x%c}d; echo "${x}def"; echo "\\$x \\" \\\\"',
  // Control flow
  "if true; then echo yes; fi; if false; then echo no; else echo otherwise; fi",
  "if false; then :; elif [ 1 = 1 ]; then echo second; else echo third; fi; if false; then :; fi; echo $?",
  "i=0; while [ $i -lt 3 ]; do echo $i; i=$((i + 1)); done; echo done $?",
  "i=3; until [ $i -eq 0 ]; do echo $i; i=$((i - 1)); done",
  "for x in 1 2 3 4 5; do [ $x -eq 2 ] && continue; [ $x -eq 4 ] && break; echo $x; done",
  "for x in 1 2; do for y in a b c; do [ $y = b ] && continue 2; echo $x$y; done; echo never; done; echo end",
  "while :; do while :; do break 2; done; echo never; done; echo out $?",
  "for x in; do echo never; done; echo $?",
  "for f in a b c; do sleep 1; echo $f; done",
  "case abc in a*) echo first;; *c) echo second;; esac; case x in y) echo no;; esac; echo $?",
  "for w in apple 12 -v '' '[x]'; do case $w in [a-m]*) echo letter;; [0-9][0-9]) echo number;; -?) echo flag;; '') echo empty;; *) echo other;; esac; done",
  "x='a b'; case $x in 'a b') echo quoted;; esac; case \"*\" in \\*) echo star;; esac; case ab in a|ab) echo either;; esac",
  // Functions
  "f() { echo in f with $# $1; return 3; }; f a b; echo $?",
  "f() { x=changed; }; x=before; f; echo $x",
  "f() { [ $1 -le 0 ] && return; echo $1; f $(($1 - 1)); }; f 3",
  "f() { echo $1; shift; echo $1; }; set -- outer; f in1 in2; echo $1",
  "f() { echo body; } >out.txt; f; cat out.txt",
  "f() (cd /; x=1; exit 5); f; echo $? [${x-unset}]",
  // Redirections and files
  "echo text > f; cat f; echo more >> f; cat < f; wc -l < f | tr -d ' '",
  "echo err >&2; echo out; { echo a; echo b >&2; } 2>&1 | sort",
  "cat nosuch 2>/dev/null; echo $?; cat nosuch >both 2>&1 || echo failed; [ -s both ] && echo told",
  "exec 3>f; echo to three >&3; exec 3>&-; cat f",
  "exec >f; echo hidden; exec >&2; cat f",
  "printf 'a\\nb\\nc\\n' > f; while read x; do echo \"[$x]\"; done < f",
  "printf 'one two three\\nfour\\n' | while read a b; do echo \"$a|$b\"; done",
  "printf '  x y  \\n' | { read a; echo \"[$a]\"; }; printf 'a\\\\b\\n' | { read -r r; printf '%s\\n' \"$r\"; }",
  "read x < /dev/null; echo $? [$x]",
  "x=1; cat <<EOF\nvalue $x $((x + 1)) $(echo sub)\n\\$x\nEOF\ncat <<'EOF'\n$x `no`\nEOF",
  "cat <<-EOF\n\ttab\n\t\ttwo\n\tEOF\necho after",
  "cat <<A; cat <<B\nfirst\nA\nsecond\nB",
  "mkdir -p d/e; touch d/e/f; [ -d d ] && [ -f d/e/f ] && [ ! -e d/x ] && echo there; rm -r d; [ -e d ] || echo gone",
  "touch b.txt a.txt c.md; echo *.txt; echo *.none; echo '*.txt'; echo [ab].*; rm a.*; ls",
  "cd /; pwd; cd /tmp && pwd; cd - >/dev/null; pwd",
  // Pipelines
  "printf 'b\\na\\nc\\n' | sort | head -n 2",
  "echo hello | tr a-z A-Z; echo abc | cut -c2; echo a:b:c | cut -d: -f2",
  "false | true; echo $?; true | false; echo $?",
  "x=1; echo | x=2; echo $x; echo in | cat | cat",
  "seq 3 | while read n; do echo $((n * n)); done",
  "printf 'x=1\\ny=2\\n' | grep y; printf 'x\\n' | grep -q z; echo $?; printf 'aa\\nb\\n' | sed 's/a/A/'; printf 'a b\\n' | wc -w | tr -d ' '",
  "printf '%s-%s\\n' a b c d; printf '%d %05d %x\\n' 7 42 255; printf '%5s|%-5s|\\n' ab cd; printf 'no newline'",
  // Options, eval, exits, traps
  "set -e; echo a; false; echo never",
  "set -e; false || echo saved; if false; then :; fi; ! true; false && true; echo still; (exit 2); echo never",
  "set -e; f() { false; echo in function; }; f || echo caught; f; echo never",
  "set -u; echo ${unset_variable-default}; echo $also_unset; echo never",
  "set -f; echo *; set +f",
  "eval 'echo evaluated; x=9'; echo $x; y=x; eval echo \\$$y",
  "trap 'echo bye' EXIT; echo hi; exit 3",
  "trap 'echo bye; exit 9' EXIT; exit 3",
  "trap 'echo got USR1' USR1; kill -USR1 $$; echo after; trap - USR1; trap '' TERM; kill -TERM $$; echo deaf",
  "kill -TERM $$; echo never",
  "trap 'echo term; exit 5' TERM; kill $$; sleep 1; echo never",
  "(trap 'echo sub' EXIT; exit 2); echo $?",
  "exec sh -c 'echo replaced; exit 6'; echo never",
  "command echo plain; type nosuchthing >/dev/null 2>&1 || echo unknown; command -v nosuchthing; echo $?",
  'readonly r=1; echo $r; (r=2) 2>/dev/null || echo refused; unset x; x=; [ "${x+set}" ] && echo set',
  // Jobs
  "echo one & wait; echo two",
  "(exit 4) & wait $!; echo $?",
  "{ sleep 1; echo late; } & p=$!; wait $p; echo waited $?",
  "true & a=$!; false & b=$!; wait $a; echo $?; wait $b; echo $?",
  // Syntax
  "if true; then echo 'unclosed",
  "echo a; fi",
  "for in do",
  "# a comment\necho visible # another\necho '#' \\# a#b",
  "echo a \\\n b; echo 'two\nlines'",
  "echo a;echo b\n\n\necho c;",
  "x=1;if [ $x = 1 ];then echo tight;fi;for i in 1;do echo $i;done;case $x in 1)echo c;;esac",
];

interface Outcome {
  readonly output: string;
  readonly exitCode: number;
}

/** All of them by one process that starts a shell for each. */
function runReal(scripts: readonly string[]): Outcome[] {
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const driver = scripts.map(
    (text) =>
      `d=$(mktemp -d); (cd "$d" && exec ${SH} -c ${quote(`sleep() { :; }\n${text}`)}) >"$d.out" 2>"$d.err" </dev/null; s=$?; ` +
      `cat "$d.out"; printf '\\001%d\\002' $s; rm -rf "$d" "$d.out" "$d.err"`,
  );
  const { stdout } = spawnSync(SH, ["-c", driver.join("\n")], {
    encoding: "utf8",
    timeout: 60_000,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
  });
  return stdout.split("\u0002").map((part) => {
    const [output = "", code = ""] = part.split("\u0001");
    return { output, exitCode: Number(code) };
  });
}

function runOurs(text: string): Outcome {
  const node = new TestNode();
  // Not process 1, which would be deaf to its own signals.
  const id = node.script(`mkdir /work; cd /work\n${text}`, { sharesPidNamespace: true });
  node.advance(3600);
  const output = node.runtime
    .log(id)
    .filter(({ stream }) => stream === "stdout")
    .map((line) => line.text + (line.partial ? "" : "\n"))
    .join("");
  return { output, exitCode: node.info(id).exitCode ?? -1 };
}

describe.skipIf(!existsSync(SH))("a script, by the machine's sh and by the simulated one", () => {
  const real = existsSync(SH) ? runReal(SCRIPTS) : [];
  it.each(SCRIPTS.map((text, i) => ({ text, i })))("$text", ({ text, i }) => {
    expect(runOurs(text)).toEqual(real[i]);
  });
});
