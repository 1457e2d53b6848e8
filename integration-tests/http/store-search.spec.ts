import { rmSync } from "node:fs"
import path from "node:path"
import { configureStoreSearch } from "@medusajs/framework/http"
import { ContainerRegistrationKeys, defineSearchIndex, graphSeed, Modules, search } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { storeSearchRoutesMiddlewares } from "@medusajs/medusa/api/store/search/middlewares"
import { updateProductsWorkflow } from "@medusajs/medusa/core-flows"
import { vectorsFromMetadata } from "../../src/extend"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import { loadExtensions } from "../../src/modules/recommendation/extend/load-extensions"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { personalizedSearch } from "../../src/workflows"
import { registerCustomer } from "../helpers/customer"
import { writeDocsShop } from "../helpers/extend-docs"
import { baseUrl, typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { call } from "../helpers/shop-client"
import type { Answer } from "../helpers/shop-client"

jest.setTimeout(120_000)

const DATABASE = `svm_store_search_${process.env.JEST_WORKER_ID ?? "1"}`

// What a shop has in src/search and in src/api/middlewares.ts: an index of its products, and that storefronts may ask it.
const index = defineSearchIndex({
  name: "product",
  entity: "product",
  fields: search.define({
    id: search.keyword().filterable(),
    title: search.text().searchable(),
    handle: search.keyword().filterable().sortable(),
    status: search.keyword().filterable().facetable(),
    embedding: search.float().array(),
  }),
  seed: graphSeed({
    fields: ["id", "title", "handle", "status"],
    // Numbers as an index may keep them; those of a product's metadata are others.
    transform: (rows) =>
      z
        .array(z.looseObject({ id: z.string(), title: z.string(), handle: z.string(), status: z.string() }))
        .parse(rows)
        .map((row) => ({ ...row, embedding: row.handle === "mug" ? [0.25, 0, -1] : [] })),
  }),
})
storeSearchRoutesMiddlewares[0]?.middlewares?.push(configureStoreSearch({ allowed_indexes: { product: true } }))

const hit = z.looseObject({ id: z.string(), document: z.looseObject({ handle: z.string().optional() }) })
const result = z.looseObject({
  hits: z.array(hit),
  metadata: z.looseObject({ skip: z.number(), take: z.number(), count: z.number() }),
  facets: z.looseObject({}).optional(),
  provider_metadata: z
    .object({ recommended: z.object({ recommendation_id: z.string().startsWith("rec_"), blend: z.number() }) })
    .optional(),
})
const answer = z.object({ results: z.array(result) })
type Result = z.output<typeof result>

inShop({
  dbName: DATABASE,
  hooks: {
    // The runner forgets what was defined before it starts, and reads src/search again, which this repository has not.
    beforeServerStart: async (container) => {
      const { modules = {} } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)
      const declared = z.looseObject({ options: z.looseObject({}).default({}) }).parse(modules[Modules.SEARCH])
      modules[Modules.SEARCH] = { ...declared, options: { ...declared.options, indexes: [index] } }
    },
  },
  testSuite: ({ api, getContainer }) => {
    let url: string
    let shop: ServingShop
    let service: RecommendationModuleService
    let customer: Record<string, string>
    let customerId: string
    let counter = 0

    const post = (query: string, body: unknown, headers = shop.storeHeaders): Promise<Answer> =>
      call(`${url}/store/search${query}`, { headers, body })
    const ask = async (query: string, pagination: object = {}, headers?: Record<string, string>): Promise<Result> => {
      const { status, body } = await post(
        query,
        { entity: "product", pagination: { take: 20, ...pagination } },
        headers,
      )
      expect({ status, body }).toMatchObject({ status: 200 })
      return answer.parse(body).results[0] ?? result.parse(null)
    }
    const handles = ({ hits }: Result): (string | undefined)[] => hits.map(({ document }) => document.handle)
    const view = (handle: string, who: { customerId?: string; visitorId?: string }) =>
      service.behavior.record([
        {
          ...{ id: `search-${++counter}`, type: "view" as const, productId: shop.products[handle] ?? "" },
          ...{ source: "storefront" as const, occurredAt: new Date(), basketId: null },
          ...{ customerId: null, visitorId: null, ...who },
        },
      ])

    beforeAll(async () => {
      url = baseUrl(typedHttp(api))
      service = getContainer().resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(getContainer())
      await updateProductsWorkflow(getContainer()).run({
        input: {
          products: [
            { id: shop.products.bowl ?? "", metadata: { embedding: [1, 0.5] } },
            // The dashboard's own form keeps text.
            { id: shop.products.vase ?? "", metadata: { embedding: "[0.25, 2]" } },
            { id: shop.products.lamp ?? "", metadata: { ill: "bright" } },
          ],
        },
      })
      await getContainer().resolve(Modules.SEARCH).reindex({ strategy: "in_place" })
      const token = await registerCustomer(url, shop.storeHeaders, "searcher@shop.test")
      customer = { ...shop.storeHeaders, ...token }
      const me = await call(`${url}/store/customers/me`, { headers: customer })
      customerId = z.object({ customer: z.object({ id: z.string() }) }).parse(me.body).customer.id
    })

    // The runner puts the database back between tests, behind the back of what follows its changes.
    beforeEach(() =>
      service.serving.changed([
        { kind: "catalog", key: null },
        { kind: "customers", key: null },
      ]),
    )

    test("search: without order=recommended the engine's answer is as it was", async () => {
      const plain = await ask("")
      expect(plain.hits.length).toBeGreaterThanOrEqual(FOR_SALE.length)
      expect(plain.provider_metadata).toBeUndefined()
    })

    test("search: a customer's own behavior orders the hits, on the first page from below it; a guest's stay", async () => {
      const engine = handles(await ask(""))
      const forSale = engine.filter((handle) => FOR_SALE.includes(handle ?? ""))
      const last = forSale.at(-1) ?? ""
      for (let n = 0; n < 3; n++) await view(last, { customerId })
      const first = await ask("?order=recommended&blend=1", { take: 3 }, customer)
      expect(first.hits).toHaveLength(3)
      expect(handles(first)[0]).toBe(last)
      expect(first.metadata).toMatchObject({ skip: 0, take: 3, count: engine.length })
      expect(first.provider_metadata?.recommended.blend).toBe(1)
      // The engine's order is any; what nobody can buy stands behind what they can, wherever it stood.
      expect(handles(await ask("?order=recommended", { take: 3 }))).toEqual(forSale.slice(0, 3))
    })

    test("search: pages by skip hold each hit once, in one order, for a visitor too", async () => {
      const visitor = "0b0e4b0a-1111-4222-8333-444455557777"
      for (const handle of ["train", "vase"]) await view(handle, { visitorId: visitor })
      const query = `?order=recommended&blend=1&visitor_id=${visitor}`
      const whole = handles(await ask(query, { take: 20 }))
      const pages = await Promise.all([0, 7, 14].map((skip) => ask(query, { skip, take: 7 })))
      expect(pages.flatMap(handles)).toEqual(whole)
      expect(whole.slice(0, 2).sort()).toEqual(["train", "vase"])
      expect([...whole].sort()).toEqual(handles(await ask("")).sort())
    })

    test("search: a batch keeps its facets, fields, words and filters; the list is counted with its placement", async () => {
      const { body } = await post("?order=recommended&placement=shelf", {
        queries: [
          { entity: "product", fields: ["handle"], filters: { handle: ["mug", "robot"] }, pagination: { take: 1 } },
          {
            entity: "product",
            filters: { q: "lamp" },
            pagination: { take: 0 },
            search_options: { facets: ["status"] },
          },
        ],
      })
      const [first, facets] = answer.parse(body).results
      expect(first?.metadata).toMatchObject({ take: 1, count: 2 })
      expect(first?.hits.map(({ document }) => Object.keys(document))).toEqual([["handle"]])
      expect(facets?.hits).toEqual([])
      expect(facets?.facets).toHaveProperty("status")
      expect(facets?.provider_metadata).toBeUndefined()
      await service.serving.flush()
      const id = first?.provider_metadata?.recommended.recommendation_id
      const served: unknown[] = await service.listRecommendationServedLists({ id })
      expect(served).toMatchObject([{ strategy: "rank", placement: "shelf" }])
    })

    test("personalizedSearch: a shop's own code gets the same order, with fields that the index does not hold", async () => {
      await view("clock", { customerId })
      const shopper = { customer_id: customerId, sales_channel_ids: [shop.channelId], blend: 1 }
      const query = { entity: "product", fields: ["handle", "collection_id", "variants.sku"], pagination: { take: 2 } }
      const [own] = await personalizedSearch(getContainer(), [query], shopper)
      const route = await ask("?order=recommended&blend=1", { take: 2 }, customer)
      expect(own?.search_result.hits.map(({ id }) => id)).toEqual(route.hits.map(({ id }) => id))
      expect(own?.data).toMatchObject([{ handle: handles(route)[0], variants: [{ sku: handles(route)[0] }] }, {}])
    })

    test.each([
      ["?order=price", {}, "order"],
      ["?order=recommended&blend=2", {}, "blend"],
      ["?order=recommended&visitor_id=a%20b", {}, "visitor_id"],
      ["?order=recommended&region_id=reg_nowhere", {}, "Region"],
      ["?order=recommended", { order: { handle: "ASC" } }, "pagination.order"],
      ["?order=recommended", { cursor: "next" }, "pagination.cursor"],
      ["?order=recommended", { take: 101 }, "take"],
    ])("search: %s with %j is refused by name", async (query, pagination, field) => {
      const refused = await post(query, { entity: "product", pagination })
      expect(refused.status).toBe(400)
      expect(JSON.stringify(refused.body)).toContain(field)
    })

    test("extensions of the docs: vectors stand in metadata, as numbers or as text, or in an index of the Search module", async () => {
      const folder = writeDocsShop()
      const at = (name: string): string => path.join(folder, "src", "recommendations", name)
      const [ofMetadata, ofSearch] = ["metadata-vectors", "search-vectors"].map((name) => loadExtensions([at(name)])[0])
      rmSync(folder, { recursive: true, force: true })
      const products = FOR_SALE.map((handle) => ({
        ...{ id: shop.products[handle] ?? "", title: handle, category_id: null, price: null, tags: [] },
      }))
      const { bowl, vase, mug } = shop.products
      expect(new Map(await ofMetadata?.vectors?.(products))).toEqual(
        new Map([
          [bowl, [1, 0.5]],
          [vase, [0.25, 2]],
        ]),
      )
      expect(await ofSearch?.vectors?.(products)).toEqual([[mug, [0.25, 0, -1]]])
      await expect(vectorsFromMetadata("ill").vectors?.(products)).rejects.toThrow(
        /^metadata\.ill of prod_\w+ is no list/,
      )
    })

    test("search: an index that is not opened stays hidden", async () => {
      expect((await post("?order=recommended", { entity: "customer" })).status).toBe(404)
    })

    test("search: where the order cannot be made the hits are as the engine has them", async () => {
      const engine = handles(await ask(""))
      const broken = jest.spyOn(service.serving, "order").mockRejectedValue(new Error("no database"))
      try {
        const page = await ask("?order=recommended&blend=1", { take: 5 }, customer)
        expect(handles(page)).toEqual(engine.slice(0, 5))
        expect(page.provider_metadata).toBeUndefined()
      } finally {
        broken.mockRestore()
      }
    })
  },
})
