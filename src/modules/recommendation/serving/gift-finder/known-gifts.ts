import { setImmediate as nextTurn } from "node:timers/promises"
import { hash32 } from "../../../../core/evaluation/experiment"
import { GiftWords, placeOfAnswer, seasonsOfGifts, SUITS } from "../../../../core/gift"
import type { GiftBelief, GiftText } from "../../../../core/gift"
import type { ModuleContext } from "../../context"
import type { RecommendationSettings } from "../../options"
import type { CatalogEntry } from "../catalog/catalog"
import type { GiftBeliefs } from "../gift"
import { Paced } from "../../paced"
import type { ServingSnapshot } from "../live/snapshot"
import {
  giftTextOf,
  readBoughtTogether,
  readGiftDescription,
  readGiftDescriptions,
  readGiftPurchases,
} from "./read-gift-texts"
import type { GiftDescription } from "./read-gift-texts"

/** Milliseconds after which words are learned again where the catalog has changed. */
const FRESH_MS = 60_000
const DAY_MS = 86_400_000
/** Products judged in one turn of the event loop. */
const TURN = 200

interface Judged {
  readonly mark: number
  readonly fits: Float32Array
}

/** What is known of all products at one moment. */
interface Known {
  readonly words: GiftWords
  readonly judged: Map<string, Judged>
  /** Occasions before which products were given clearly more often. */
  readonly seasons: ReadonlyMap<string, readonly string[]>
  readonly fields: RecommendationSettings["gift"]
  /** Of the catalog that they were learned from; null where it changed meanwhile, and texts were of another moment. */
  readonly contents: string | null
  /** Of the products and texts themselves: the same on all instances that learned from the same. */
  readonly mark: number
  /** Start of the day, in UTC: orders that came in since are not known, so that all instances know the same ones. */
  readonly day: number
  readonly at: number
}

/** Beliefs, and what they were learned from: a list that was made from others is not the same list. */
export interface RevisedBeliefs extends GiftBeliefs {
  readonly revision: string
}

/**
 * What products are good for as gifts: learned once, and again behind the askers' backs when the catalog has changed or
 * another day has begun, with the orders of the day before.
 */
export class KnownGifts {
  private known: Known | null = null
  private wanted: ServingSnapshot | null = null
  private readonly paced = new Paced(() => this.learn(), { restTimes: 20, restAtMostMs: 60_000 })

  constructor(private readonly context: ModuleContext) {}

  /** The words of the shop; the first asker waits until they are learned. */
  async get(snapshot: ServingSnapshot): Promise<GiftWords> {
    this.wanted = snapshot
    const { known } = this
    if (known === null) await this.paced.ask()
    else if (this.isStale(known, snapshot))
      this.paced.ask().catch((error: unknown) => {
        this.context.logger?.warn(`recommendations: gift words not learned again: ${String(error)}`)
      })
    if (this.known === null) throw new Error("gift words were not learned")
    return this.known.words
  }

  /**
   * What is believed of products that say nothing, for lists of the strategy `gift`: one reading of the words for a whole
   * list. Null where they cannot be learned now: then merchants' own words stand alone, for a list is not worth failing.
   */
  async beliefs(snapshot: ServingSnapshot): Promise<RevisedBeliefs | null> {
    try {
      await this.get(snapshot)
    } catch (error) {
      this.context.logger?.warn(`recommendations: a gift list goes by merchants' words alone: ${String(error)}`)
    }
    const { known } = this
    if (known === null) return null
    return {
      revision: JSON.stringify([known.mark, known.fields, known.day]),
      suits: (key, answer) => {
        const place = placeOfAnswer(known.words, key, answer)
        return place === undefined ? null : (entry) => fitsIn(known, entry)[place] >= 2 * SUITS
      },
    }
  }

  /** Probabilities of a product's values. One that has changed since is judged by its title and tags alone, until it is read again. */
  fitsOf(entry: CatalogEntry): Float32Array | null {
    return this.known && fitsIn(this.known, entry)
  }

  /** What is believed of a product now, the likeliest first, and why; null where nothing was learned or it is not published. */
  async beliefsOf(entry: CatalogEntry): Promise<GiftBelief[] | null> {
    const { known } = this
    const text = await readGiftDescription(this.context, entry.id)
    if (known === null || text === null) return null
    const seasons = known.seasons.get(entry.id) ?? []
    return known.words.beliefs(giftTextOf(entry, known.fields, { ...text, seasons }))
  }

  private isStale({ fields, contents, day, at }: Known, { settings, learnedContents }: ServingSnapshot): boolean {
    const isOther = contents !== learnedContents || JSON.stringify(fields) !== JSON.stringify(settings.gift)
    const moved = isOther || day !== startOfDay()
    // Either way: a clock that was set back must not keep them fresh forever.
    return moved && Math.abs(Date.now() - at) > FRESH_MS
  }

  private async learn(): Promise<void> {
    const snapshot = this.wanted
    if (snapshot === null) return
    const { catalog, learnedContents, settings } = snapshot
    const descriptions = new Map<string, GiftDescription>()
    for await (const page of readGiftDescriptions(this.context))
      for (const [id, text] of page) descriptions.set(id, text)
    const day = startOfDay()
    const seasons = seasonsOfGifts(await readGiftPurchases(this.context, new Date(day)))
    const texts: [CatalogEntry, GiftText][] = []
    let [isOfOneMoment, mark] = [true, 0]
    for (const [id, entry] of catalog) {
      const { description = null, categories = [], hash } = descriptions.get(id) ?? {}
      isOfOneMoment &&= hash === entry.textHash
      mark ^= hash32(`${entry.learnedMark} ${hash}`)
      texts.push([entry, giftTextOf(entry, settings.gift, { description, categories, seasons: seasons.get(id) ?? [] })])
    }
    const together = await readBoughtTogether(this.context, new Date(day))
    const gifts = texts.map(([, text]) => text)
    const words = await inTurns(GiftWords.learnInSteps(gifts, together))
    const judged = new Map<string, Judged>()
    for (const [at, [entry, text]] of texts.entries()) {
      if (at % TURN === TURN - 1) await nextTurn()
      judged.set(entry.id, { mark: entry.learnedMark, fits: words.probabilities(text) })
    }
    const contents = isOfOneMoment ? learnedContents : null
    this.known = { words, judged, seasons, fields: settings.gift, contents, mark, day, at: Date.now() }
  }
}

const startOfDay = (): number => Math.floor(Date.now() / DAY_MS) * DAY_MS

/** Requests come between the steps. */
async function inTurns<Result>(steps: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await nextTurn()
  }
}

function fitsIn({ words, judged, fields }: Known, entry: CatalogEntry): Float32Array {
  const kept = judged.get(entry.id)
  if (kept?.mark === entry.learnedMark) return kept.fits
  const text = giftTextOf(entry, fields, { description: null, categories: [], seasons: [] })
  const fits = words.probabilities(text)
  judged.set(entry.id, { mark: entry.learnedMark, fits })
  return fits
}
