import { inWords } from "./config"

/** Values of gift tags that read badly word by word. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["mothers-day", "Mother’s Day"],
  ["fathers-day", "Father’s Day"],
  ["valentines", "Valentine’s Day"],
  ["self", "Myself"],
  ["host", "A host"],
  ["new-baby", "New baby"],
  ["thank-you", "Thank you"],
])

/** `mothers-day` is "Mother’s Day". */
export const giftWords = (value: string): string => WORDS.get(value) ?? inWords(value)
