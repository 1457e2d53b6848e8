/** Words that say nothing of a gift, in English and German. */
const EMPTY = new Set(
  (
    "a an and are as at be but by for from has have in into is it its no not of off on or so that the their them they this to " +
    "up was with you your who whose when which will can one " +
    "der die das den dem des ein eine einen einem einer und oder mit fur von zu zum zur im in am an auf aus bei ist sind " +
    "nicht kein keine als auch nur sich es sie er wir ihr so wie"
  ).split(" "),
)

/** Characters of a text that are read: a page of a book is a text of somebody's, not a description. */
const MAX_TEXT = 4_000
const MAX_WORD = 40

/**
 * Words of a text in order: lower case, without accents, plural endings of English taken off (`Bunnies` is `bunny`).
 * At most the first 4,000 characters are read.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .slice(0, MAX_TEXT)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}|['’]/gu, "")
    .replaceAll("ß", "ss")
  return plain
    .split(/[^a-z0-9]/)
    .filter((word) => word.length > 1 && word.length <= MAX_WORD)
    .map(singular)
}

/** Terms of a text: its words, and each pair of neighbours joined by `_`. None stands twice. */
export function termsOf(text: string): Set<string> {
  const words = wordsOf(text)
  const terms = new Set(words.filter((word) => !EMPTY.has(word)))
  for (let at = 1; at < words.length; at++) terms.add(`${words[at - 1]}_${words[at]}`)
  return terms
}

/** A word of a lexicon or a tag as texts' terms are written; pairs are separated by `_` or `-`. */
export function termOf(word: string): string {
  return wordsOf(word).join("_")
}

function singular(word: string): string {
  if (word.length < 4 || !word.endsWith("s")) return word
  if (/(?:ss|us|is)$/.test(word)) return word
  if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}
