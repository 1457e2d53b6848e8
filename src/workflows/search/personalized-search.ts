import type { MedusaContainer, RemoteQueryFunction, SearchTypes } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { hitsOrderOf } from "./hits-order"
import type { HitsOrder, SearchShopper } from "./hits-order"
import { askedPage, assertPagesFit, cutPage, isInWindow, SEARCH_WINDOW, widened } from "./windows"
import type { SearchQuery } from "./windows"

/** What `query.search` gives. */
export interface PersonalizedSearchResult {
  readonly data: Record<string, unknown>[]
  readonly search_result: SearchResult
}

/** Medusa's `query`, as far as a search needs it. */
export type SearchingQuery = Pick<RemoteQueryFunction, "graph" | "search">

/** What a search goes through. */
interface SearchPorts {
  readonly container: MedusaContainer
  /** Medusa's own, whatever the container's may do by now. */
  readonly query: SearchingQuery
}

type SearchModule = SearchTypes.ISearchModuleService
type SearchResult = SearchTypes.SearchResult

/** Name of the Search Module in Medusa's container; versions before 2.21.1 do not have it. */
const SEARCH_MODULE = "search"

const documents = z.array(z.record(z.string(), z.unknown()))

/** The shop's Search Module; undefined where it has none. */
export function searchModuleOf(container: MedusaContainer): SearchModule | undefined {
  return container.resolve<SearchModule | undefined>(SEARCH_MODULE, { allowUnregistered: true })
}

/**
 * `query.search` with the hits of product indexes in a shopper's order, page by page: the first 200 hits are ordered,
 * and the page is cut out of them. Other indexes, and pages past those, are as the engine has them. An ordered result
 * says in `provider_metadata.recommended` which list it is (`recommendation_id`) and what was mixed (`blend`).
 *
 * @throws MedusaError of kind NOT_ALLOWED where the shop has no Search Module, of kind INVALID_DATA where a query has
 * an order or a cursor of its own or the region does not exist; and as `query.search` does
 */
export function personalizedSearch(
  container: MedusaContainer,
  queries: readonly SearchQuery[],
  shopper: SearchShopper,
): Promise<PersonalizedSearchResult[]> {
  return searchThrough({ container, query: container.resolve(ContainerRegistrationKeys.QUERY) }, queries, shopper)
}

/** The same, through a given `query`. */
export async function searchThrough(
  { container, query }: SearchPorts,
  queries: readonly SearchQuery[],
  shopper: SearchShopper,
): Promise<PersonalizedSearchResult[]> {
  const search = searchModuleOf(container)
  if (!search)
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, "There is no Search Module in this shop (Medusa 2.21.1)")
  const plans = queries.map((asked) => ({ asked, isOrdered: isInWindow(asked) && isOfProducts(search, asked) }))
  for (const { asked, isOrdered } of plans) if (isOrdered) assertPagesFit(asked)
  const order = await hitsOrderOf(container, shopper)
  // Fields that the engine does not hold are read for the page alone, not for the window.
  const results = await query.search(
    plans.map(({ asked, isOrdered }) =>
      isOrdered ? { ...widened(asked), fields: splitFields(search, asked).held } : asked,
    ),
  )
  return Promise.all(
    plans.map(async ({ asked, isOrdered }, at) => {
      const { data, search_result: found } = results[at] ?? missing()
      if (!isOrdered) return { data: documents.parse(data), search_result: found }
      const result = await orderResult(order, asked, found)
      return { data: await hydrate(query, { asked, result, search }), search_result: result }
    }),
  )
}

const missing = (): never => {
  throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, "the Search Module left a query unanswered")
}

/** Whether the hits are products by their ids; of an index that is not there the engine itself will say so. */
function isOfProducts(search: SearchModule, { entity }: SearchQuery): boolean {
  try {
    const index = search.getIndex(entity)
    return index.entity === "product" && index.primary_key === "id"
  } catch {
    return false
  }
}

/** The fields asked for that the engine holds, and those that Medusa must be asked for. */
function splitFields(search: SearchModule, { entity, fields }: SearchQuery): { held: string[]; others: string[] } {
  const held = search.listRetrievableFields(entity)
  if (fields === undefined) return { held, others: [] }
  return {
    held: fields.filter((field) => held.includes(field)),
    others: fields.filter((field) => !held.includes(field)),
  }
}

async function orderResult(order: HitsOrder, asked: SearchQuery, found: SearchResult): Promise<SearchResult> {
  const ids = found.hits.slice(0, SEARCH_WINDOW).map(({ id }) => id)
  const list = ids.length === 0 ? null : await order(ids)
  const page = askedPage(asked)
  const metadata = { ...found.metadata, ...page }
  // The engine's cursor would lead past the window, not past the page.
  delete metadata.next_cursor
  const recommended = list && { recommendation_id: list.recommendation_id, blend: list.blend }
  return {
    ...{ ...found, metadata },
    hits: cutPage(found.hits, list?.ranking.map(({ id }) => id) ?? ids, page),
    ...(recommended && { provider_metadata: { ...found.provider_metadata, recommended } }),
  }
}

/** The page's products: the engine's documents, with what else was asked for of Medusa's own tables. */
async function hydrate(
  query: SearchingQuery,
  { asked, result, search }: { asked: SearchQuery; result: SearchResult; search: SearchModule },
): Promise<Record<string, unknown>[]> {
  const { others } = splitFields(search, asked)
  if (others.length === 0 || result.hits.length === 0) return result.hits.map(({ document }) => document)
  const { data } = await query.graph({
    entity: asked.entity,
    fields: [...new Set(["id", ...others])],
    filters: { id: result.hits.map(({ id }) => id) },
    ...(asked.context ? { context: asked.context } : {}),
    pagination: { take: result.hits.length },
  })
  const read = new Map(documents.parse(data).map((row) => [row.id, row]))
  return result.hits.map(({ id, document }) => ({ ...document, ...read.get(id) }))
}
