import type { SearchTypes } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { ExtensionCatalogProduct, RecommendationExtension } from "./types/extension"

export type {
  ExtensionCandidate,
  ExtensionCatalogProduct,
  ExtensionProduct,
  ExtensionQuestion,
  ExtensionReason,
  RecommendationExtension,
} from "./types/extension"

/** Gives an extension its type where it is written: `export default defineExtension({ name: "staff-picks", … })`. */
export function defineExtension(extension: RecommendationExtension): RecommendationExtension {
  return extension
}

const rows = z.array(z.object({ id: z.string(), metadata: z.record(z.string(), z.unknown()).nullish() }))

type Vectors = [id: string, vector: readonly number[]][]

/** Loaded when it is needed: `medusa-config.ts` reads this file before there is a container. */
const containerOf = async () => (await import("@medusajs/framework")).container

/**
 * Vectors that stand in a key of products' metadata, as a list of numbers or, as the dashboard keeps it, as its text
 * (`[0.1, 0.7]`). Products without one have none; one that holds something else is named and ends the reading, as all that
 * fails in an extension does.
 */
export function vectorsFromMetadata(key: string): RecommendationExtension {
  return defineExtension({
    name: "vectors-from-metadata",
    async vectors(products) {
      const query = (await containerOf()).resolve(ContainerRegistrationKeys.QUERY)
      const filters = { id: idsOf(products) }
      const { data } = await query.graph({ entity: "product", fields: ["id", "metadata"], filters })
      return rows.parse(data).flatMap(({ id, metadata }) => vectorAt(id, metadata?.[key], `metadata.${key}`))
    },
  })
}

/**
 * Vectors that an index of Medusa's Search module holds: a field `search.vector(…).retrievable()` where the engine has
 * vectors, else `search.float().array()`. Documents must bear the ids of products, as an attribute that is filterable.
 */
export function vectorsFromSearch({
  entity = "product",
  field,
}: {
  readonly entity?: string
  readonly field: string
}): RecommendationExtension {
  return defineExtension({
    name: "vectors-from-search",
    async vectors(products) {
      const container = await containerOf()
      const search = container.resolve<SearchTypes.ISearchModuleService | undefined>("search", {
        allowUnregistered: true,
      })
      if (!search) throw new MedusaError(MedusaError.Types.NOT_ALLOWED, "the shop has not Medusa's Search module")
      const { hits } = await search.search({
        ...{ entity, fields: ["id", field], filters: { id: idsOf(products) } },
        pagination: { take: products.length },
      })
      return hits.flatMap(({ id, document }) => vectorAt(id, document[field], field))
    },
  })
}

const idsOf = (products: readonly ExtensionCatalogProduct[]): string[] => products.map(({ id }) => id)

const isVector = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((one) => typeof one === "number" && Number.isFinite(one))

/** @throws MedusaError naming the product whose value is no list of numbers */
function vectorAt(id: string, value: unknown, place: string): Vectors {
  if (value === undefined || value === null || value === "") return []
  const read = typeof value === "string" ? parsed(value) : value
  // What an index has of a document without the field.
  if (Array.isArray(read) && read.length === 0) return []
  if (!isVector(read)) throw new MedusaError(MedusaError.Types.INVALID_DATA, `${place} of ${id} is no list of numbers`)
  return [[id, read]]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
