import { FeatureFlag, MedusaError } from "@medusajs/framework/utils"
import { defaultStoreProductFields } from "@medusajs/medusa/api/store/products/query-config"
import { NO_GIFT_REQUEST, STRATEGY_POLICIES, UnknownMarketError } from "../../modules/recommendation"
import type {
  Market,
  MarketRequest,
  Question,
  RecommendationModuleService,
  TaxAddress,
} from "../../modules/recommendation"
import type { Strategy } from "../../core/contract"

/** What the routes know of the page that a list is for; everything is checked already. */
export interface PageInput {
  readonly customerId: string | null
  readonly salesChannelIds: readonly string[]
  readonly region_id?: string | undefined
  readonly currency_code?: string | undefined
  readonly visitor_id?: string | undefined
  readonly cart_id?: string | undefined
  readonly country_code?: string | undefined
  readonly province?: string | undefined
  readonly locale?: string | undefined
  /** Language that Medusa found in the request. */
  readonly requestLocale?: string | undefined
  /** What the browser would rather read, of the languages that reasons have. */
  readonly acceptedLanguage?: string | undefined
  readonly fields?: string | undefined
}

/** What they know of the list itself. */
export interface ListInput {
  readonly strategy?: Strategy | undefined
  readonly limit?: number | undefined
  readonly product_id?: string | undefined
  readonly category_id?: string | undefined
  readonly price_band?: number | undefined
  readonly placement?: string | undefined
  readonly min_confidence?: number | undefined
  readonly fill?: boolean | undefined
  readonly by_segment?: boolean | undefined
  readonly recipient?: string | undefined
  readonly occasion?: string | undefined
  readonly age_band?: string | undefined
  readonly budget_min?: number | undefined
  readonly budget_max?: number | undefined
}

const DEFAULT_LIMIT = 10

/** What all lists of a page have in common. */
export type Page = Pick<
  Question,
  "shopper" | "market" | "taxAddress" | "salesChannelIds" | "cartProductIds" | "locale" | "fields" | "exclude"
>

/**
 * The page of a request: who, where, and what lies in the cart. A cart brings its
 * region and currency where the request names none, and the address that taxes go by; one that is gone is as good as
 * empty, as in `/store/products`.
 *
 * @throws MedusaError of kind INVALID_DATA (400) when the region does not exist
 */
export async function buildPage(service: RecommendationModuleService, input: PageInput): Promise<Page> {
  const cart = input.cart_id ? await service.serving.cart(input.cart_id) : null
  const named = input.region_id !== undefined || input.currency_code !== undefined
  const market = await resolveMarket(service, {
    regionId: input.region_id ?? (named ? null : (cart?.regionId ?? null)),
    currencyCode: input.currency_code ?? (named || cart?.regionId ? null : (cart?.currencyCode ?? null)),
  })
  return {
    shopper: { customerId: input.customerId, visitorId: input.visitor_id ?? null },
    market,
    taxAddress: market.automaticTaxes ? (cart?.address ?? addressOf(input)) : null,
    salesChannelIds: input.salesChannelIds,
    cartProductIds: cart?.productIds ?? [],
    locale: input.requestLocale ?? input.locale ?? input.acceptedLanguage ?? "en",
    fields: chooseFields(input),
    exclude: new Set(),
  }
}

function addressOf({ country_code: countryCode, province }: PageInput): TaxAddress | null {
  return countryCode === undefined ? null : { countryCode: countryCode.toLowerCase(), province: province ?? null }
}

/** Texts in other languages are known to Medusa's own query alone, so that is what reads them. */
function chooseFields({ fields, requestLocale }: PageInput): string | null {
  if (fields?.trim()) return fields
  return requestLocale && FeatureFlag.isFeatureEnabled("translation") ? defaultStoreProductFields.join(",") : null
}

/** One list of a page as a question to serving. */
export function buildQuestion(page: Page, input: ListInput): Question {
  const strategy = input.strategy ?? "for_you"
  return {
    ...page,
    strategy,
    fillsUp: input.fill ?? STRATEGY_POLICIES[strategy].fillsUp,
    bySegment: input.by_segment ?? false,
    limit: input.limit ?? DEFAULT_LIMIT,
    productId: input.product_id ?? null,
    categoryId: input.category_id ?? null,
    ...(input.price_band === undefined ? {} : { priceBand: input.price_band }),
    placement: input.placement ?? null,
    minConfidence: input.min_confidence ?? 0,
    gift:
      input.strategy === "gift"
        ? {
            recipient: input.recipient ?? null,
            occasion: input.occasion ?? null,
            ageBand: input.age_band ?? null,
            budgetMin: input.budget_min ?? null,
            budgetMax: input.budget_max ?? null,
          }
        : { ...NO_GIFT_REQUEST, budgetMin: input.budget_min ?? null, budgetMax: input.budget_max ?? null },
  }
}

/** The set of a page: of the product on it, else of what lies in the cart. */
export function buildSetQuestion(page: Page, input: Pick<ListInput, "product_id" | "placement">): Question {
  return buildQuestion(page, { ...input, strategy: input.product_id === undefined ? "cart" : "bought_together" })
}

/** @throws MedusaError of kind INVALID_DATA (400) when the region does not exist */
export async function resolveMarket(service: RecommendationModuleService, request: MarketRequest): Promise<Market> {
  try {
    return await service.serving.markets.resolve(request)
  } catch (error) {
    if (error instanceof UnknownMarketError) throw new MedusaError(MedusaError.Types.INVALID_DATA, error.message)
    throw error
  }
}
