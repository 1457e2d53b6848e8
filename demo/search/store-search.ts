import { configureStoreSearch } from "@medusajs/framework/http"
import { defineSearchIndex, graphSeed, search } from "@medusajs/framework/utils"
import { storeSearchRoutesMiddlewares } from "@medusajs/medusa/api/store/search/middlewares"

/**
 * What a shop has in src/search and in src/api/middlewares.ts: an index of its products, and that storefronts may ask it.
 * In this repository both would be the plugin's, so that the demo brings its own.
 *
 * @returns the Search module for medusa-config.ts, with Medusa's Postgres provider
 */
export function searchModule() {
  storeSearchRoutesMiddlewares[0]?.middlewares?.push(configureStoreSearch({ allowed_indexes: { product: true } }))
  const products = defineSearchIndex({
    name: "product",
    entity: "product",
    fields: search.define({
      id: search.keyword().filterable(),
      title: search.text().searchable(),
      description: search.text().searchable(),
      status: search.keyword().filterable().facetable(),
    }),
    seed: graphSeed({ fields: ["id", "title", "description", "status"] }),
  })
  return {
    resolve: "@medusajs/medusa/search",
    options: {
      providers: [{ resolve: "@medusajs/medusa/search-postgres", id: "postgres", options: { engine: "native" } }],
      indexes: [products],
    },
  }
}
