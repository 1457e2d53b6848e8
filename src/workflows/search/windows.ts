import type { SearchTypes } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"

/**
 * Hits from the first on that are put into the shopper's order; what stands below them keeps the engine's. It bounds
 * what a page costs (the engine returns so many documents for each) and how far down a weak match can come from.
 */
export const SEARCH_WINDOW = 200
/** What Medusa's Search Module takes where a query does not say. */
const DEFAULT_TAKE = 20

export type SearchQuery = SearchTypes.SearchQuery
type Hit = SearchTypes.SearchHit

/** The page of a query that was asked for. */
interface AskedPage {
  readonly skip: number
  readonly take: number
}

export const askedPage = ({ pagination }: SearchQuery): AskedPage => ({
  skip: pagination?.skip ?? 0,
  take: pagination?.take ?? DEFAULT_TAKE,
})

/** Whether any hit of the page lies within the window; none does on a page of facets alone. */
export function isInWindow(query: SearchQuery): boolean {
  const { skip, take } = askedPage(query)
  return take > 0 && skip < SEARCH_WINDOW
}

/** The same query for the whole window, out of which the page is cut once it is ordered. */
export function widened(query: SearchQuery): SearchQuery {
  const { skip, take } = askedPage(query)
  return { ...query, pagination: { ...query.pagination, skip: 0, take: Math.max(SEARCH_WINDOW, skip + take) } }
}

/** The page of hits, once the window's are in the order of `ids`. */
export function cutPage(hits: readonly Hit[], ids: readonly string[], { skip, take }: AskedPage): Hit[] {
  const places = new Map(ids.map((id, at) => [id, at]))
  const place = ({ id }: Hit): number => places.get(id) ?? 0
  const ordered = hits.slice(0, SEARCH_WINDOW).sort((a, b) => place(a) - place(b))
  return [...ordered, ...hits.slice(SEARCH_WINDOW)].slice(skip, skip + take)
}

/**
 * An order by a field, or an engine's own cursor, would be another order of the same page.
 *
 * @throws MedusaError of kind INVALID_DATA (400) naming the field
 */
export function assertPagesFit({ pagination }: SearchQuery): void {
  const fields = Object.entries(pagination?.order ?? {})
  const refuse = (message: string): never => {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, `Invalid request: ${message}`)
  }
  if (fields.some(([field, direction]) => field !== "_score" || direction !== "DESC"))
    refuse("pagination.order: order=recommended starts from relevance; leave one of the two out")
  if (pagination?.cursor !== undefined) refuse("pagination.cursor: pages of order=recommended are found by skip")
}
