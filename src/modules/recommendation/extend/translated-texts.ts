import type { Logger } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import { LRUCache } from "lru-cache"
import { en } from "../serving/reasons/en"
import { speakTranslated } from "../serving/reasons/reason-text"
import { hasOnlyKnownGaps } from "./load-texts"
import { WIDGET_LABELS } from "./widget-labels"

/** The name under which translations of these words are stored. */
export const TEXT_REFERENCE = "recommendation_text"

/** One word that may be translated: `reason.` or `label.` and its code, in English. */
export interface TranslatableText {
  readonly id: string
  readonly text: string
}

const REASON = "reason."
const LABEL = "label."

/** Languages kept, and milliseconds after which one is read again, behind the request that asks. */
const MAX_LOCALES = 100
const KEPT_MS = 60_000
/** A language tag as Medusa has them. What else a request calls its language is not looked up. */
const LOCALE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i

const translationRows = z.array(
  z.object({ reference_id: z.string(), translations: z.object({ text: z.string().nullish() }).nullish() }),
)

/** All words that may be translated. */
export function allTexts(): TranslatableText[] {
  const rows = (prefix: string, words: Readonly<Record<string, string>>): TranslatableText[] =>
    Object.entries(words).map(([code, text]) => ({ id: `${prefix}${code}`, text }))
  return [...rows(REASON, en), ...rows(LABEL, WIDGET_LABELS)]
}

const textFilters = z.looseObject({ id: z.union([z.string(), z.array(z.string())]).optional() })
const textPage = z.looseObject({ skip: z.number().nullish(), take: z.number().nullish() })

/** The words that Medusa's query asks for, and how many there are in all. */
export function listTexts(filters: unknown, config: unknown): [TranslatableText[], number] {
  const { id } = textFilters.parse(filters ?? {})
  const { skip, take } = textPage.parse(config ?? {})
  const wanted = id === undefined ? null : new Set(typeof id === "string" ? [id] : id)
  const found = allTexts().filter((text) => wanted?.has(text.id) ?? true)
  const from = skip ?? 0
  return [found.slice(from, from + (take ?? found.length)), found.length]
}

/** Words of one language, by code. */
interface Translated {
  readonly labels: Readonly<Record<string, string>>
}

type Read = () => Promise<unknown>

/** What the shop translated in Medusa, read once a minute for each language that is asked for. */
export class TranslatedTexts {
  private readonly kept = new LRUCache<string, Translated, Read>({
    ...{ max: MAX_LOCALES, ttl: KEPT_MS, allowStale: true, perf: { now: () => Date.now() } },
    fetchMethod: (locale, known, { context }) => this.read(locale, context).catch(() => known ?? NOTHING),
  })

  constructor(private readonly logger: Logger | undefined) {}

  /**
   * The words of a language, in which reasons are worded from then on. The first request of a language waits for them, a
   * later one never; what cannot be read leaves what stood.
   */
  async of(locale: string, read: Read): Promise<Translated> {
    if (!LOCALE.test(locale)) return NOTHING
    return (await this.kept.fetch(locale, { context: read })) ?? NOTHING
  }

  private async read(locale: string, read: Read): Promise<Translated> {
    try {
      const rows = translationRows.parse(await read())
      const found = rows.flatMap(({ reference_id: id, translations }): [string, string][] =>
        translations?.text?.trim() && hasOnlyKnownGaps(translations.text) ? [[id, translations.text.trim()]] : [],
      )
      const of = (prefix: string): Record<string, string> =>
        Object.fromEntries(
          found.flatMap(([id, text]) => (id.startsWith(prefix) ? [[id.slice(prefix.length), text]] : [])),
        )
      speakTranslated(locale, of(REASON))
      return { labels: of(LABEL) }
    } catch (error) {
      this.logger?.warn(`recommendations: translations of ${locale} could not be read: ${String(error)}`)
      throw error
    }
  }
}

const NOTHING: Translated = { labels: {} }
