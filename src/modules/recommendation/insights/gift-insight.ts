import type { GiftChannel } from "../../../types/http"
import type { ModuleContext } from "../context"
import type { AttributionScope } from "./attribution"
import { giftChannels } from "./gift-channels"
import { askedQuestions, searchSteps, shownAsGifts, unmetWishes } from "./gift-searches"
import type { AskedQuestion, SearchStep, UnmetWish } from "./gift-searches"

/** Products that are named of all that no question leads to. */
const MOST_EXAMPLES = 50

export interface GiftInsight {
  readonly steps: SearchStep[]
  readonly questions: AskedQuestion[]
  readonly wishes: UnmetWish[]
  readonly channels: GiftChannel[]
  readonly products: {
    readonly offered: number
    readonly shown: number
    readonly unreached: number
    readonly examples: { readonly productId: string; readonly suits: number }[]
  }
}

/** What the gift assistant was asked in a period, and where the catalog has no answer. */
export async function giftInsight(
  context: ModuleContext,
  scope: AttributionScope,
  /** How many answers each product suits. */
  reach: ReadonlyMap<string, number>,
): Promise<GiftInsight> {
  const steps = await searchSteps(context, scope)
  const questions = await askedQuestions(context, scope)
  const wishes = await unmetWishes(context, scope)
  const channels = await giftChannels(context, scope)
  const shown = await shownAsGifts(context, scope)
  const unreached = [...reach]
    .filter(([productId]) => !shown.has(productId))
    .map(([productId, suits]) => ({ productId, suits }))
    .sort((a, b) => a.suits - b.suits || (a.productId < b.productId ? -1 : 1))
  const products = {
    ...{ offered: reach.size, shown: reach.size - unreached.length, unreached: unreached.length },
    examples: unreached.slice(0, MOST_EXAMPLES),
  }
  return { steps, questions, wishes, channels, products }
}
