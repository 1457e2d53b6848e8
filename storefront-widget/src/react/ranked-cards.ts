import * as React from "react"
import { inOrder, rankCards } from "../client/rank"
import type { RankableCard, RankedCards, RankOptions } from "../client/rank"
import { useRecommendationsContext } from "./provider"

/**
 * The cards of a category or search page in this shopper's order. Until the shop has answered, and where it does not,
 * they stand as they were given; what the shopper does meanwhile moves no card under their hands.
 */
export function useRankedCards<Card extends RankableCard>(
  cards: readonly Card[],
  options: RankOptions = {},
): RankedCards<Card> {
  const { client, page } = useRecommendationsContext()
  const { region_id, currency_code, locale } = page
  const asked = JSON.stringify([cards.map(({ id }) => id), { region_id, currency_code, locale, ...options }])
  const [answered, setAnswered] = React.useState<{ asked: string; ranked: RankedCards<Card> }>()
  const latest = React.useRef(cards)
  React.useEffect(() => {
    latest.current = cards
  }, [cards])
  React.useEffect(() => {
    let isCurrent = true
    const [, query] = JSON.parse(asked) as [string[], RankOptions]
    void rankCards(client, latest.current, query).then((ranked) => isCurrent && setAnswered({ asked, ranked }))
    return () => {
      isCurrent = false
    }
  }, [client, asked])
  return React.useMemo(() => {
    if (answered?.asked !== asked) return { cards, ranking: new Map(), recommendationId: undefined }
    const { ranking, recommendationId } = answered.ranked
    return { cards: inOrder(cards, ranking), ranking, recommendationId }
  }, [answered, asked, cards])
}
