import { QUESTION_KEYS, SUITS } from "../../../../core/gift"
import type { QuestionKey } from "../../../../core/gift"
import type { StoreGiftQuestion, StoreGiftResponse } from "../../../../types/gift-http"
import type { ModuleContext } from "../../context"
import type { SaleIndex } from "../catalog/sale-index"
import type { ServingSnapshot } from "../live/snapshot"
import type { Preparer } from "../pipeline/preparer"
import type { Prepared } from "../pipeline/prepare"
import { composeRelaxed } from "../pipeline/relax"
import { render } from "../pipeline/render"
import type { RenderedList } from "../pipeline/render"
import type { ShopPorts } from "../ports"
import type { Question } from "../question"
import { findGifts, withFound } from "./find-gifts"
import type { FoundGifts } from "./find-gifts"
import { GiftBuyers } from "./gift-buyers"
import { budgetText, questionText, valueText } from "./gift-labels"
import { GiftRoundLog, keptAnswers } from "./gift-round"
import { KnownGifts } from "./known-gifts"
import { readAnswers } from "./read-answers"
import type { SentAnswers } from "./read-answers"

/** What a giver asks: the page, and their answers so far. */
export interface GiftRequest {
  /** Of the strategy `gift`; its wish is empty, for the answers say it. */
  readonly question: Question
  readonly sent: SentAnswers
  /** Id of the search's first list; null where it is not known, and where this is the first. */
  readonly searchId: string | null
}

/** An answer for a giver, before its list is counted. */
export interface GiftAnswer {
  readonly prepared: Prepared
  readonly list: RenderedList
  readonly body: StoreGiftResponse<Record<string, unknown>>
}

/** The gift assistant: the next best question, and what may be given already. */
export class GiftFinder {
  private readonly gifts: KnownGifts
  private readonly buyers: GiftBuyers
  private readonly rounds: GiftRoundLog

  constructor(
    private readonly context: ModuleContext,
    private readonly parts: { readonly preparer: Preparer; readonly saleIndex: SaleIndex },
  ) {
    this.gifts = new KnownGifts(context)
    this.buyers = new GiftBuyers(context)
    this.rounds = new GiftRoundLog(context)
  }

  /** Never empty while anything is for sale: what had to be given up for it is said. */
  async answer({ question, sent, searchId }: GiftRequest, ports: ShopPorts): Promise<GiftAnswer> {
    const { preparer, saleIndex } = this.parts
    const snapshot: ServingSnapshot = await preparer.snapshot()
    const words = await this.gifts.get(snapshot)
    const read = readAnswers(words, sent)
    const [asked, prices, buyers] = await Promise.all([
      // A budget is in the question already, so that its prices are of one moment with it.
      preparer.prepare({ ...question, gift: { ...question.gift, budgetMin: 0 } }, { snapshot }),
      saleIndex.prices(question.market.currencyCode),
      this.buyers.get(),
    ])
    const found = findGifts({ prepared: asked, words, gifts: this.gifts, prices: prices.products, read })
    const prepared = withFound(asked, found)
    const composed = await composeRelaxed(this.context, prepared, ports)
    const list = await render(composed, ports)
    const givenUp = new Set<QuestionKey>([...found.givenUp, ...composed.relaxed])
    const body = {
      question: describeQuestion(found, question),
      products: list.recommendations.map((one) => withBuyers(one, buyers)),
      left: found.left,
      given_up: [...givenUp],
      understood: [...found.answers.places].map(([key, place]) => {
        const { value } = words.vocabulary.values[place]
        return { key, value, text: valueText({ key, value }, question.locale) }
      }),
      unknown: [...read.unknown],
      recommendation_id: list.recommendation_id,
    }
    const answers = keptAnswers({
      sent,
      read,
      vocabulary: words.vocabulary,
      currencyCode: question.market.currencyCode,
    })
    this.rounds.add({
      id: list.recommendation_id,
      // What comes with answers and no id is the middle of a search that cannot be followed.
      searchId: searchId ?? (isFirst(sent) ? list.recommendation_id : null),
      placement: question.placement,
      asked: found.question?.key ?? null,
      answers,
      givenUp: body.given_up,
      left: body.left,
    })
    return { prepared, list, body }
  }

  /** Of each published product that lists may show, how many answers it suits. */
  async reach(): Promise<Map<string, number>> {
    const snapshot = await this.parts.preparer.snapshot()
    await this.gifts.get(snapshot)
    const reach = new Map<string, number>()
    for (const [id, entry] of snapshot.catalog) {
      const fits = entry.isRecommended ? this.gifts.fitsOf(entry) : null
      if (fits !== null)
        reach.set(
          id,
          fits.reduce((count, fit) => (fit >= SUITS ? count + 1 : count), 0),
        )
    }
    return reach
  }

  /** Writes what waits to be written. */
  flush(): Promise<void> {
    return this.rounds.flush()
  }
}

/** Whether no question was answered yet; a giver may begin with a sentence. */
const isFirst = (sent: SentAnswers): boolean => QUESTION_KEYS.every((key) => sent[key] === undefined)

/** A product with the number of people who have given it, where that is more than a handful. */
function withBuyers<Item extends { readonly product: Record<string, unknown> }>(
  item: Item,
  buyers: ReadonlyMap<string, number>,
): Item & { gift_buyers?: number } {
  const count = typeof item.product.id === "string" ? buyers.get(item.product.id) : undefined
  return count === undefined ? item : { ...item, gift_buyers: count }
}

function describeQuestion({ question }: FoundGifts, { market, locale }: Question): StoreGiftQuestion | null {
  if (question === null) return null
  const { key, options } = question
  return {
    key,
    text: questionText(key, locale),
    options: options.map(({ value, count, budget }) => ({
      value,
      text:
        key === "budget"
          ? budgetText(budget ?? NO_BOUND, market.currencyCode, locale)
          : valueText({ key, value }, locale),
      count,
    })),
  }
}

const NO_BOUND = { min: null, max: null }
