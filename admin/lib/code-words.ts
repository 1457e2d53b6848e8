import { en } from "../texts/en"
import type { Text } from "./text"

const KINDS = {
  source: en.source,
  refusal: en.refusal,
  device: en.device,
  strategy: en.strategy,
  rung: en.rung,
  gift_channel: en.gift_channel,
  gift_question: en.gift_question,
  gender: en.gender,
} as const

/** Words of a code that the server sends; a code without words, from a newer release, stands as it is. */
export function codeWords(kind: keyof typeof KINDS, code: string, t: Text): string {
  const words: object = KINDS[kind]
  if (!Object.hasOwn(words, code)) return code
  return t(`${kind}.${code}` as Parameters<Text>[0])
}
