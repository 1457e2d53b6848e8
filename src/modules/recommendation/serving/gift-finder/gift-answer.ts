import { dateAfter, LATER, QUESTION_KEYS, SUITS } from "../../../../core/gift"
import type { GiftAnswers, GiftVocabulary, QuestionKey, QuestionOption } from "../../../../core/gift"
import type { StoreGiftQuestion, StoreGiftResponse } from "../../../../types/gift-http"
import type { ModuleContext } from "../../context"
import type { SaleIndex, SaleSet } from "../catalog/sale-index"
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
import { arrivalText, budgetText, laterText, questionText, valueText } from "./gift-labels"
import { withNotes } from "./gift-notes"
import { GiftRoundLog, keptAnswers } from "./gift-round"
import { readGiftWrap } from "./gift-wrap"
import type { KnownGifts } from "./known-gifts"
import { productGift } from "./product-gift"
import type { ProductGift } from "./product-gift"
import { readAnswers } from "./read-answers"
import type { SentAnswers } from "./read-answers"

export type { ProductGift } from "./product-gift"

/** What a giver asks: the page, and their answers so far. */
export interface GiftRequest {
  /** Of the strategy `gift`; its request is empty, for the answers say it. */
  readonly question: Question
  readonly sent: SentAnswers
  /** Where it is to be sent, two lower-case letters; null where that is not known. */
  readonly countryCode: string | null
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
  private readonly buyers: GiftBuyers
  private readonly rounds: GiftRoundLog

  constructor(
    private readonly context: ModuleContext,
    private readonly parts: { readonly preparer: Preparer; readonly saleIndex: SaleIndex; readonly gifts: KnownGifts },
  ) {
    this.buyers = new GiftBuyers(context)
    this.rounds = new GiftRoundLog(context)
  }

  /** Never empty while anything is for sale: what had to be given up for it is named. */
  async answer(request: GiftRequest, ports: ShopPorts): Promise<GiftAnswer> {
    const { question, sent, searchId } = request
    const { preparer, saleIndex, gifts } = this.parts
    const snapshot: ServingSnapshot = await preparer.snapshot()
    const words = await gifts.get(snapshot)
    const [asked, prices, deliveries, buyers] = await Promise.all([
      // A budget is in the question already, so that its prices are of one moment with it.
      preparer.prepare({ ...question, gift: { ...question.gift, budgetMin: 0 } }, { snapshot }),
      saleIndex.prices(question.market.currencyCode),
      this.deliveries(request, snapshot),
      this.buyers.get(),
    ])
    const read = readAnswers(words, sent, asked.now)
    const wrap = await readGiftWrap(this.context, asked, ports)
    const open = wrap === null ? asked : without(asked, wrap.product_id)
    const found = findGifts({ prepared: open, words, gifts, prices: prices.products, deliveries, read })
    const prepared = withFound(open, found)
    const composed = await composeRelaxed(this.context, prepared, ports)
    const list = await render(composed, ports)
    const facts = { prepared, buyers, deliveries, sellsWrap: wrap !== null }
    const { message, gift_order_flag: giftField } = prepared.settings.gift
    const givenUp = new Set<QuestionKey>([...found.givenUp, ...composed.relaxed])
    const body = {
      question: describeQuestion(found, prepared),
      products: list.recommendations.map((one) => withNotes(one, facts)),
      left: found.left,
      given_up: [...givenUp],
      understood: describeAnswers(found.answers, words.vocabulary, prepared),
      unknown: [...read.unknown],
      wrap,
      message: message === null ? null : { field: message, gift_field: giftField },
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

  /** Days until products are there; null where the settings name no field, or no country is known. */
  private async deliveries(
    { question, countryCode }: GiftRequest,
    { settings }: ServingSnapshot,
  ): Promise<SaleSet["products"] | null> {
    const { salesChannelIds, market } = question
    const field = settings.gift.delivery_days
    if (field === null || (countryCode === null && market.regionId === null)) return null
    return (await this.parts.saleIndex.deliveries({ salesChannelIds, regionId: market.regionId, countryCode, field }))
      .products
  }

  /** Of each published product that lists may show, how many answers it suits. */
  async reach(): Promise<Map<string, number>> {
    const snapshot = await this.parts.preparer.snapshot()
    await this.parts.gifts.get(snapshot)
    const reach = new Map<string, number>()
    for (const [id, entry] of snapshot.catalog) {
      const fits = entry.isRecommended ? this.parts.gifts.fitsOf(entry) : null
      if (fits !== null)
        reach.set(
          id,
          fits.reduce((count, fit) => (fit >= SUITS ? count + 1 : count), 0),
        )
    }
    return reach
  }

  /** What is believed of a product as a gift, and what its merchant says; null where no such product is published. */
  async product(productId: string): Promise<ProductGift | null> {
    const snapshot: ServingSnapshot = await this.parts.preparer.snapshot()
    await this.parts.gifts.get(snapshot)
    const entry = snapshot.catalog.get(productId)
    const beliefs = entry === undefined ? null : await this.parts.gifts.beliefsOf(entry)
    return entry === undefined || beliefs === null ? null : productGift(entry, beliefs, snapshot.settings.gift)
  }

  /** Writes what waits to be written. */
  flush(): Promise<void> {
    return this.rounds.flush()
  }
}

/** Whether no question was answered yet; a giver may begin with a sentence. */
const isFirst = (sent: SentAnswers): boolean => QUESTION_KEYS.every((key) => sent[key] === undefined)

/** The same without a product: wrap is around gifts, and none itself. */
const without = (prepared: Prepared, productId: string): Prepared => ({
  ...prepared,
  question: { ...prepared.question, exclude: new Set([...prepared.question.exclude, productId]) },
})

type Understood = StoreGiftResponse["understood"]

/** Answers as they were understood, but for the budget. */
function describeAnswers(
  { places, withinDays }: GiftAnswers,
  { values }: GiftVocabulary,
  { now, question: { locale } }: Prepared,
): Understood {
  const stated = [...places].map(([key, place]): Understood[number] => {
    const { value } = values[place]
    return { key, value, text: valueText({ key, value }, locale) }
  })
  if (withinDays === null) return stated
  const date = dateAfter(withinDays, now)
  return [...stated, { key: "arrives_by", value: date, text: arrivalText(date, locale) }]
}

function describeQuestion({ question }: FoundGifts, prepared: Prepared): StoreGiftQuestion | null {
  if (question === null) return null
  const { key, options } = question
  return {
    key,
    text: questionText(key, prepared.question.locale),
    options: options.map((option) => ({ ...describeOption(key, option, prepared), count: option.count })),
  }
}

const NO_BOUND = { min: null, max: null }

/** An option as it is sent back, and as it is read. */
function describeOption(
  key: QuestionKey,
  { value, budget }: QuestionOption,
  { now, question: { market, locale } }: Prepared,
): { value: string; text: string } {
  if (key === "budget") return { value, text: budgetText(budget ?? NO_BOUND, market.currencyCode, locale) }
  if (key !== "arrives_by") return { value, text: valueText({ key, value }, locale) }
  if (value === LATER) return { value, text: laterText(locale) }
  const date = dateAfter(Number(value), now)
  return { value: date, text: arrivalText(date, locale) }
}
