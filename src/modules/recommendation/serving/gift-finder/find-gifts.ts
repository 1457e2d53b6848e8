import {
  askedKeys,
  isThereIn,
  chooseGifts,
  giftPrior,
  nextQuestion,
  RANKED_GIFTS,
  relaxAnswers,
  stretchBudget,
  SUITS,
  termsOf,
} from "../../../../core/gift"
import type { GiftAnswers, GiftChoice, GiftQuestion, GiftWords, QuestionKey } from "../../../../core/gift"
import type { RankedProduct } from "../../../../core/contract"
import type { FoundOrder } from "./found-order"
import type { GiftWord } from "../gift"
import type { Prepared } from "../pipeline/prepare"
import { createSieve } from "../pipeline/sieve"
import { channelOf } from "../question"
import type { SaleSet } from "../catalog/sale-index"
import type { KnownGifts } from "./known-gifts"
import type { ReadAnswers } from "./read-answers"

/** What a giver is to be asked and shown. */
export interface FoundGifts {
  readonly question: GiftQuestion | null
  readonly answers: GiftAnswers
  readonly givenUp: readonly QuestionKey[]
  readonly left: number
  /** Products that come too late for the day that was kept. */
  readonly late: ReadonlySet<string>
  readonly found: FoundOrder
}

interface GiftMaterial {
  readonly prepared: Prepared
  readonly words: GiftWords
  readonly gifts: KnownGifts
  readonly prices: SaleSet["products"]
  /** Days at most until products are there; null where the shop's shipping options say nothing. */
  readonly deliveries: SaleSet["products"] | null
  readonly read: ReadAnswers
}

/** Weighs everything that is for sale by a giver's answers. */
export function findGifts({ prepared, words, gifts, prices, deliveries, read }: GiftMaterial): FoundGifts {
  const { vocabulary } = words
  const ranked = rankedGifts(prepared)
  const all = choicesOf({ prepared, gifts, prices, deliveries, ranked, rest: new Set(read.rest) })
  const count = prepared.question.limit
  const held = relaxAnswers(all, read.answers)
  const { answers, givenUp, left } = stretchBudget(all, held, { budget: read.answers.budget, count })
  const { withinDays } = answers
  // What comes too late is no gift, however well it suits.
  const choices = withinDays === null ? all : all.filter((choice) => isThereIn(choice, withinDays))
  const late = withinDays === null ? [] : all.filter((choice) => !isThereIn(choice, withinDays))
  const asked = askedKeys(read.answers)
  // What is left stands on the page already: another question would only cost time.
  const question = left > count ? nextQuestion({ choices, answers, vocabulary, asked, count }) : null
  const order = chooseGifts({ choices, answers, vocabulary, count })
  const fits = new Map(choices.map((choice) => [choice.id, choice.fits]))
  const suits = (productId: string): GiftWord[] =>
    [...answers.places].flatMap(([key, place]) =>
      REASONED.has(key) && (fits.get(productId)?.[place] ?? 0) >= 2 * SUITS
        ? [{ code: `gift_${key}`, value: vocabulary.values[place].value }]
        : [],
    )
  const found = { order: order.map((one) => ({ ...one, ranked: ranked.get(one.id) ?? null })), suits }
  return { question, answers, givenUp, left, late: new Set(late.map(({ id }) => id)), found }
}

/** Questions whose answers are given as reasons. */
const REASONED: ReadonlySet<string> = new Set(["recipient", "occasion", "age_band"])

/** The model's list of gifts for nobody in particular: a giver's own taste is not the recipient's. */
function rankedGifts(prepared: Prepared): Map<string, RankedProduct> {
  const sieve = createSieve(withoutBudget(prepared))
  const ranked = prepared.live.recommender.rank(
    { events: [], segment: null },
    {
      ...{ strategy: "gift", now: prepared.now, channel: channelOf(prepared.question), limit: RANKED_GIFTS },
      eligible: (productId) => sieve.removal(productId) === null,
    },
  )
  return new Map(ranked.map((product) => [product.productId, product]))
}

interface Choosing extends Pick<GiftMaterial, "prepared" | "gifts" | "prices" | "deliveries"> {
  readonly ranked: ReadonlyMap<string, RankedProduct>
  readonly rest: ReadonlySet<string>
}

function choicesOf({ prepared, gifts, prices, deliveries, ranked, rest }: Choosing): GiftChoice[] {
  const sieve = createSieve(withoutBudget(prepared))
  const ranks = new Map([...ranked.keys()].map((id, rank) => [id, rank]))
  const choices: GiftChoice[] = []
  for (const [id] of prepared.forSale) {
    const entry = prepared.catalog.get(id)
    if (entry === undefined || sieve.removal(id) !== null) continue
    const fits = gifts.fitsOf(entry)
    if (fits === null) continue
    const isStated = rest.size > 0 && [...termsOf(entry.title)].some((term) => rest.has(term))
    const prior = giftPrior({ rank: ranks.get(id), isStated })
    const days = deliveries?.get(id)?.amounts[0] ?? null
    choices.push({ id, prior, fits, prices: prices.get(id)?.amounts ?? [], days })
  }
  return choices
}

/** The question as it stands before a budget: which one the giver keeps is decided with all other answers. */
const withoutBudget = (prepared: Prepared): Prepared => ({
  ...prepared,
  question: { ...prepared.question, gift: { ...prepared.question.gift, budgetMin: null, budgetMax: null } },
})

/** The preparation of the list: in the order found, within the budget and the day that were kept, also for rules. */
export function withFound(prepared: Prepared, { found, answers, late }: FoundGifts): Prepared {
  const gift = {
    ...prepared.question.gift,
    budgetMin: answers.budget?.min ?? null,
    budgetMax: answers.budget?.max ?? null,
  }
  const exclude = new Set([...prepared.question.exclude, ...late])
  return { ...prepared, found, question: { ...prepared.question, gift, exclude } }
}
