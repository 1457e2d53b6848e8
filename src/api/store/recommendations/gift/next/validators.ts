import { z } from "@medusajs/framework/zod"
import { id, page, word } from "../../validators"

const MAX_LIMIT = 24
const DEFAULT_LIMIT = 10
const MAX_EXCLUDED = 100
/** A sentence of a giver's. */
const MAX_WORDS = 300

/** An option's value or own words; null is a question that was skipped. */
const answer = word.nullable().optional()

/** A giver's answers. */
export const giftAnswers = z.strictObject({
  ...{ recipient: answer, age_band: answer, occasion: answer, interest: answer, style: answer, budget: answer },
  arrives_by: answer,
  words: z.string().trim().max(MAX_WORDS).optional(),
})

/** The first list of a search, as we name lists: it is kept, and nobody's own words are. */
export const giftSearch = z
  .string()
  .regex(/^rec_[0-9a-f-]{36}$/, "a search_id is the recommendation_id of the first answer")

/** Body of `POST /store/recommendations/gift/next`. */
export const StorePostGiftNext = z.strictObject({
  ...page,
  answers: giftAnswers.default({}),
  limit: z.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
  placement: word.optional(),
  search_id: giftSearch.optional(),
  exclude: z.array(id).max(MAX_EXCLUDED).default([]),
})
