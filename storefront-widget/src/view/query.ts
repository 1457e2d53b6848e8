import type { RecommendationsQuery } from "../client/types"

/** Cards that are asked for when nobody says how many. */
export const DEFAULT_LIMIT = 8

/** What may be asked, as properties spell it. */
export const QUERY_PROPS =
  "strategy limit regionId currencyCode countryCode province productId cartId categoryId priceBand besideSet placement minConfidence fields fill bySegment locale recipient occasion ageBand budgetMin budgetMax".split(
    " ",
  )

/** The question that some properties ask, with the defaults of a list. */
export function queryOf(
  props: Readonly<Record<string, unknown>>,
  defaults: RecommendationsQuery = { strategy: "for_you", limit: DEFAULT_LIMIT },
): RecommendationsQuery {
  const query: Record<string, unknown> = { ...defaults }
  for (const name of QUERY_PROPS)
    // As the shop spells it: `minConfidence` is `min_confidence`.
    if (props[name] !== undefined) query[name.replace(/[A-Z]/g, "_$&").toLowerCase()] = props[name]
  return query
}
