// Korean particles follow the sound that a word ends in. Tables write `{{owner}}[이/가]`; names are known only when the
// sentence is made, and most are Latin letters or digits, so the ending is judged as a Korean reader says it.

/** A name may stand in a tag, between backticks, in quotes or in brackets. */
const MARK = /([^\s>`"'\])]?)((?:<\/\w+>|[`"'\])])*)\[([가-힣]+)\/([가-힣]+)\]/gu;
/** Digits whose Korean name ends in a consonant: 영 일 삼 육 칠 팔. */
const DIGITS_WITH_FINAL = "013678";
/** Letters that, at the end of a word, are said with a final consonant; b, d, g, s, t and the like get a vowel (으, 트). */
const LETTERS_WITH_FINAL = "bcklmnpq";

/** Replaces each `[after consonant/after vowel]`, e.g. `node-2[을/를]` → `node-2를`. */
export function withParticles(text: string): string {
  return text.replace(MARK, (_, before: string, tags: string, consonant: string, vowel: string) => {
    if (consonant.startsWith("으") && endsInRieul(before)) return before + tags + vowel;
    return before + tags + (hasFinal(before) ? consonant : vowel);
  });
}

function hasFinal(letter: string): boolean {
  const code = letter.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) return (code - 0xac00) % 28 !== 0;
  const lower = letter.toLowerCase();
  return DIGITS_WITH_FINAL.includes(lower) ? lower !== "" : lower !== "" && LETTERS_WITH_FINAL.includes(lower);
}

/** 으로 becomes 로 after ㄹ too: 일로, 서울로. */
function endsInRieul(letter: string): boolean {
  const code = letter.charCodeAt(0);
  if (code >= 0xac00 && code <= 0xd7a3) return (code - 0xac00) % 28 === 8;
  return letter !== "" && "178lL".includes(letter);
}
