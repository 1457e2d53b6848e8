import type { RankedId, StoreRankRequest, StoreRankResponse } from "../../../src/types/store-http"
import { request } from "./ask"
import type { RecommendationsClient } from "./client"
import { keepPage } from "./page-lists"
import { afterPress, watchPresses } from "./press"

/** A product as the storefront shows it; the id is all that is sent. The title is for analytics. */
export interface RankableCard {
  readonly id: string
  readonly title?: string | undefined
}

/** What a page says of itself; who looks at it, the client adds. */
export type RankOptions = Omit<StoreRankRequest, "ids" | "cards" | "visitor_id">

/** The cards of a page in this shopper's order. */
export interface RankedCards<Card extends RankableCard> {
  /** All that were given, none added. */
  readonly cards: readonly Card[]
  /** What the shop says of each, by id; empty where it did not answer. */
  readonly ranking: ReadonlyMap<string, RankedId>
  /** For `track` and `lineItemMetadata`; undefined where the shop did not answer. */
  readonly recommendationId: string | undefined
}

/** Cards by their rank; those without one keep their place behind. */
export function inOrder<Card extends RankableCard>(
  cards: readonly Card[],
  ranking: ReadonlyMap<string, RankedId>,
): Card[] {
  const rank = ({ id }: Card): number => ranking.get(id)?.rank ?? CARDS_AT_MOST + 1
  return [...cards].sort((a, b) => rank(a) - rank(b))
}

const CARDS_AT_MOST = 1_000

/**
 * Puts the products of a page, which the shop has chosen already, into this shopper's order. A shop that does not
 * answer leaves them as they are; cards beyond the first thousand keep their place behind.
 */
export async function rankCards<Card extends RankableCard>(
  client: RecommendationsClient,
  cards: readonly Card[],
  options: RankOptions = {},
): Promise<RankedCards<Card>> {
  const { visitor_id, credentials } = client.connection.identity()
  const ids = [...new Set(cards.slice(0, CARDS_AT_MOST).map(({ id }) => id))]
  const asIs: RankedCards<Card> = { cards, ranking: new Map(), recommendationId: undefined }
  if (!ids[0]) return asIs
  watchPresses()
  try {
    const body = { ...options, ids, visitor_id }
    const answer = await request("/rank", { method: "POST", body, ...credentials }, client.connection)
    const { ranking: ranked, recommendation_id } = answer as StoreRankResponse
    const ranking = new Map(ranked.map((entry) => [entry.id, entry]))
    const ordered = inOrder(cards, ranking)
    const items = ordered.map(({ id, title }, index) => ({
      id,
      name: title,
      index,
      price: undefined,
      currency: undefined,
    }))
    keepPage(recommendation_id, items)
    await afterPress()
    return { cards: ordered, ranking, recommendationId: recommendation_id }
  } catch {
    return asIs
  }
}
