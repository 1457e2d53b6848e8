import { readFileSync } from "node:fs"
import path from "node:path"
import { z } from "@medusajs/framework/zod"

const GAP = /\{(\w{1,20})\}/g
const texts = z.record(
  z.string().regex(/^[a-z]{2,3}$/, "a language is its code of two or three small letters"),
  z.record(z.string().min(1).max(60), z.string().min(1).max(200)),
)

/** Words of reasons: language -> code -> text. */
export type ReasonTexts = z.output<typeof texts>

/**
 * The shop's words of reasons, from a JSON file in the folder in which Medusa runs.
 *
 * @throws Error naming the file, and the word that is wrong: a gap that no reason fills would be shown as it is
 */
export function loadTexts(file: string | null, folder = process.cwd()): ReasonTexts {
  if (file === null) return {}
  const wrong = (why: string): Error => new Error(`extend.texts: ${file}: ${why}`)
  const found = readTexts(path.resolve(folder, file), wrong)
  for (const [language, words] of Object.entries(found))
    for (const [code, text] of Object.entries(words))
      for (const gap of unknownGaps(text)) throw wrong(`${language}.${code}: there is no ${gap}`)
  return found
}

function unknownGaps(text: string): string[] {
  return [...text.matchAll(GAP)].flatMap(([gap, name]) => (name === "product" || name === "value" ? [] : [gap]))
}

/** Whether every gap of a reason's text is one that is filled. */
export function hasOnlyKnownGaps(text: string): boolean {
  return unknownGaps(text).length === 0
}

function readTexts(file: string, wrong: (why: string) => Error): ReasonTexts {
  try {
    return texts.parse(JSON.parse(readFileSync(file, "utf8")))
  } catch (error) {
    throw wrong(error instanceof z.ZodError ? z.prettifyError(error) : String(error))
  }
}
