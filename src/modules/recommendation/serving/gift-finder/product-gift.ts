import type { GiftBelief, GiftKey } from "../../../../core/gift"
import type { RecommendationSettings } from "../../options"
import type { CatalogEntry } from "../catalog/catalog"
import { INTEREST, spokenValues } from "../gift"

/** Questions that a merchant may answer for a product; styles are its free tags. */
const STATED_KEYS = ["recipient", "occasion", "age_band", "interest"] as const satisfies GiftKey[]

/** One question about a product. */
interface ProductGiftQuestion {
  readonly key: (typeof STATED_KEYS)[number]
  /** Field of the product's metadata where its merchant may answer. */
  readonly field: string
  /** Values that this field says. */
  readonly stated: readonly string[]
  /** Values that tags or the type say. */
  readonly tagged: readonly string[]
  /** All values, the likeliest first. */
  readonly beliefs: readonly GiftBelief[]
}

/** What is believed of a product as a gift. */
export type ProductGift = readonly ProductGiftQuestion[]

/** Beliefs by question, beside what the merchant says where. */
export function productGift(
  entry: CatalogEntry,
  beliefs: readonly GiftBelief[],
  fields: RecommendationSettings["gift"],
): ProductGift {
  const fieldOf = (key: ProductGiftQuestion["key"]): string => (key === "interest" ? INTEREST : fields[key])
  return STATED_KEYS.map((key) => {
    const field = fieldOf(key)
    const tagged = spokenValues({ ...entry, gift: {} }, field)
    const stated = spokenValues({ ...entry, tags: [], type: null }, field)
    return {
      key,
      field,
      stated: [...stated],
      tagged: [...tagged],
      beliefs: beliefs.filter((belief) => belief.key === key),
    }
  })
}
