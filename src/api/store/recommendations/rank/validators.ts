import { z } from "@medusajs/framework/zod"
import { id, page, word } from "../validators"

const MAX_IDS = 1_000
/** Places of a screen or two: reasons further down are read by nobody, and cost more than all scores. */
const REASONS_OF = 48

/** Body of `POST /store/recommendations/rank`. */
export const StorePostRecommendationRank = z
  .strictObject({
    ids: z.array(id).min(1).max(MAX_IDS).optional(),
    cards: z.array(z.looseObject({ id })).min(1).max(MAX_IDS).optional(),
    visitor_id: page.visitor_id,
    region_id: page.region_id,
    currency_code: page.currency_code,
    locale: page.locale,
    placement: word.optional(),
    blend: z.number().min(0).max(1).optional(),
    reasons: z.number().int().min(0).max(MAX_IDS).default(REASONS_OF),
  })
  .refine(({ ids, cards }) => (ids === undefined) !== (cards === undefined), {
    path: ["ids"],
    message: "send either ids or cards",
  })
  .refine((body) => isDistinct(idsOf(body)), { path: ["ids"], message: "an id stands there twice" })

const isDistinct = (ids: readonly string[]): boolean => new Set(ids).size === ids.length

/** The ids of a body, however they came. */
export function idsOf({
  ids,
  cards,
}: {
  readonly ids?: readonly string[] | undefined
  readonly cards?: readonly { readonly id: string }[] | undefined
}): readonly string[] {
  return ids ?? cards?.map((card) => card.id) ?? []
}
