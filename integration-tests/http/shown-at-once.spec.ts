import { medusaIntegrationTestRunner } from "@medusajs/test-utils"
import { Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import {
  batchLinkProductsToCategoryWorkflow,
  createPricePreferencesWorkflow,
  createProductTagsWorkflow,
  updateProductCategoriesWorkflow,
  updateProductsWorkflow,
} from "@medusajs/medusa/core-flows"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { typedHttp } from "../helpers/http"
import { createServingShop, FOR_SALE } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"

jest.setTimeout(120_000)

/** Looks at a list until what must come by itself has come; Medusa's events arrive a moment after the workflow's end. */
const MAX_LOOKS = 300

const variant = z.looseObject({
  calculated_price: z.looseObject({ is_calculated_price_tax_inclusive: z.boolean() }).nullable(),
})
const list = z.object({
  recommendations: z.array(
    z.object({
      product: z.looseObject({ handle: z.string(), variants: z.array(variant).optional() }),
      reasons: z.array(z.object({ code: z.string(), text: z.string() })),
    }),
  ),
  relaxed: z.array(z.string()).optional(),
})
type List = z.output<typeof list>

const handles = ({ recommendations }: List): string[] => recommendations.map(({ product }) => product.handle)

medusaIntegrationTestRunner({
  inApp: true,
  dbName: `svm_shown_at_once_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ api, getContainer }) => {
    const http = typedHttp(api)
    let shop: ServingShop
    let service: RecommendationModuleService

    const ask = async (query: string): Promise<List> => {
      const answer: unknown = await http.get(`/store/recommendations?${query}&region_id=${shop.regionId}`, {
        headers: shop.storeHeaders,
      })
      return list.parse(z.object({ data: z.unknown() }).parse(answer).data)
    }
    /** The list once it is as it should be, or as it stands after very many looks. */
    const listWhen = async (query: string, isThere: (answer: List) => boolean): Promise<List> => {
      for (let look = 1; ; look++) {
        const answer = await ask(query)
        if (isThere(answer) || look === MAX_LOOKS) return answer
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
    const idOf = (handle: string): string => shop.products[handle] ?? ""

    beforeAll(async () => {
      service = getContainer().resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(getContainer())
    })
    // The database goes back to where it was; so must what is in memory.
    beforeEach(async () => {
      await service.serving.changed([
        ...Object.values(shop.products).map((key) => ({ kind: "product" as const, key })),
        { kind: "rules", key: null },
        { kind: "market", key: null },
      ])
    })

    test("shown at once: a product's new category, set at the product or at the category", async () => {
      const query = `strategy=popular&limit=50&category_id=${shop.categories.home}`
      const has = (handle: string) => (answer: List) => handles(answer).includes(handle)
      expect(handles(await ask(query))).not.toContain("bear")
      await updateProductsWorkflow(getContainer()).run({
        input: { selector: { id: idOf("bear") }, update: { category_ids: [shop.categories.home] } },
      })
      expect(handles(await listWhen(query, has("bear")))).toContain("bear")
      await batchLinkProductsToCategoryWorkflow(getContainer()).run({
        input: { id: shop.categories.home, add: [idOf("kite")], remove: [] },
      })
      expect(handles(await listWhen(query, has("kite")))).toContain("kite")
    })

    test("shown at once: a category that is moved below another brings its products along", async () => {
      const query = `strategy=popular&limit=50&category_id=${shop.categories.home}`
      await updateProductCategoriesWorkflow(getContainer()).run({
        input: { selector: { id: shop.categories.toys }, update: { parent_category_id: shop.categories.home } },
      })
      expect(handles(await listWhen(query, (answer) => handles(answer).includes("robot")))).toContain("robot")
    })

    test("shown at once: a product's new tag", async () => {
      const { result: tags } = await createProductTagsWorkflow(getContainer()).run({
        input: { product_tags: [{ value: "recipient:teacher" }] },
      })
      const query = "strategy=gift&recipient=teacher&limit=50"
      const isFirst = (answer: List): boolean => answer.recommendations[0]?.reasons[0]?.code === "gift_recipient"
      await ask(query)
      await updateProductsWorkflow(getContainer()).run({
        input: { selector: { id: idOf("train") }, update: { tag_ids: [tags[0]?.id ?? ""] } },
      })
      const answer = await listWhen(query, isFirst)
      expect(handles(answer)[0]).toBe("train")
      expect(answer.recommendations[0]?.reasons[0]?.text).toBe("For a teacher")
    })

    test("shown at once: a change of price preferences", async () => {
      const isInclusive = (answer: List): boolean =>
        answer.recommendations[0]?.product.variants?.[0]?.calculated_price?.is_calculated_price_tax_inclusive === true
      expect([isInclusive(await ask("limit=3")), isInclusive(await ask("limit=3"))]).toEqual([false, false])
      const before = await getContainer().resolve(Modules.PRICING).listPricePreferences({ value: "eur" })
      await getContainer()
        .resolve(Modules.PRICING)
        .deletePricePreferences(before.map(({ id }) => id))
      await createPricePreferencesWorkflow(getContainer()).run({
        input: [{ attribute: "currency_code", value: "eur", is_tax_inclusive: true }],
      })
      expect(isInclusive(await listWhen("limit=3", isInclusive))).toBe(true)
    })

    test("lists: gift cards and what says no in its metadata stay out, unless a rule pins them", async () => {
      const products = getContainer().resolve(Modules.PRODUCT)
      await products.updateProducts(idOf("mug"), { is_giftcard: true })
      await products.updateProducts(idOf("bowl"), { metadata: { recommendations: false } })
      await products.updateProducts(idOf("vase"), { is_giftcard: true, metadata: { recommendations: true } })
      const wanted = FOR_SALE.filter((handle) => !["mug", "bowl"].includes(handle)).sort()
      const shown = await listWhen("limit=50", (answer) => handles(answer).length === wanted.length)
      expect(handles(shown).sort()).toEqual(wanted)
      await service.serving.ruleStore.create({
        ...{
          name: "Card",
          action: "pin",
          product_ids: [idOf("mug")],
          category_ids: [],
          value: 1,
          placements: ["gifts"],
        },
        ...{ sales_channel_ids: [], customer_group_ids: [], starts_at: null, ends_at: null, enabled: true },
      })
      expect(handles(await ask("limit=50&placement=gifts"))[0]).toBe("mug")
      expect(handles(await ask("limit=50"))).not.toContain("mug")
    })

    test("lists: a gift's question that nothing fits is relaxed, and says by what", async () => {
      await getContainer()
        .resolve(Modules.PRODUCT)
        .upsertProducts(
          FOR_SALE.map((handle) => ({ id: idOf(handle), metadata: { recipient: "mother", occasion: "birthday" } })),
        )
      await service.serving.changed(FOR_SALE.map((handle) => ({ kind: "product" as const, key: idOf(handle) })))
      expect(await ask("strategy=gift&recipient=mother&occasion=birthday")).not.toHaveProperty("relaxed")
      const wedding = await ask("strategy=gift&recipient=mother&occasion=wedding&limit=3")
      expect([wedding.relaxed, wedding.recommendations.length]).toEqual([["occasion"], 3])
      const cheap = await ask("strategy=gift&recipient=mother&budget_max=8&limit=3")
      expect([cheap.relaxed, handles(cheap)]).toEqual([["budget"], ["candle"]])
      const nobody = await ask("strategy=gift&recipient=nobody&occasion=wedding&budget_max=1&limit=3")
      expect([nobody.relaxed, nobody.recommendations.length]).toEqual([["occasion", "budget", "recipient"], 3])
    })
  },
})
