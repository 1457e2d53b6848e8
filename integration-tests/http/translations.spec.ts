import { Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE, TEXT_REFERENCE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { createServingShop } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"

jest.setTimeout(120_000)
// medusa-config.ts names the module beside Medusa's flag.
process.env.MEDUSA_FF_TRANSLATION = "true"

const reasons = z.object({
  data: z.object({
    recommendations: z.array(z.object({ reasons: z.array(z.object({ code: z.string(), text: z.string() })) })),
  }),
})
const textsAnswer = z.object({ data: z.object({ locale: z.string().nullable(), labels: z.unknown() }) })
const rulesAnswer = z.object({ data: z.object({ rules: z.array(z.object({ id: z.string(), name: z.string() })) }) })
const ruleAnswer = z.object({ data: z.object({ rule: z.object({ id: z.string() }) }) })
const entities = z.object({
  data: z.object({ data: z.array(z.object({ id: z.string(), text: z.string() })), count: z.number() }),
})

inShop({
  dbName: `svm_translations_${process.env.JEST_WORKER_ID ?? "1"}`,
  env: { MEDUSA_FF_TRANSLATION: true },
  testSuite: ({ api, getContainer }) => {
    const http = typedHttp(api)
    let shop: ServingShop
    let adminHeaders: Record<string, string>

    beforeAll(async () => {
      shop = await createServingShop(getContainer())
      const service = getContainer().resolve<RecommendationModuleService>(RECOMMENDATION_MODULE)
      await service.serving.changed([{ kind: "catalog", key: null }])
      const keys = getContainer().resolve(Modules.API_KEY)
      const { token } = await keys.createApiKeys({ title: "Test", type: "secret", created_by: "test" })
      adminHeaders = { authorization: `Basic ${Buffer.from(`${token}:`).toString("base64")}` }
    })
    afterAll(() => delete process.env.MEDUSA_FF_TRANSLATION)

    test("translations: reasons, widget labels and rule names come in the words that the shop gave in Medusa", async () => {
      const admin = { headers: adminHeaders }
      const made: unknown = await http.post(
        "/admin/recommendations/rules",
        { name: "Mugs first", action: "pin", value: 1, product_ids: [shop.products.mug] },
        admin,
      )
      const ruleId = ruleAnswer.parse(made).data.rule.id
      const ask = async (locale: string) => {
        const answer: unknown = await http.get(
          `/store/recommendations?strategy=popular&region_id=${shop.regionId}&locale=${locale}`,
          { headers: shop.storeHeaders },
        )
        return reasons.parse(answer).data.recommendations.flatMap((one) => one.reasons)
      }
      const [first] = await ask("en-US")
      if (!first) throw new Error("no reason was given")
      const translation = (reference: string, id: string, translations: Record<string, string>) => ({
        ...{ reference, reference_id: id, locale_code: "fr-FR", translations },
      })
      await getContainer()
        .resolve(Modules.TRANSLATION)
        .createTranslations([
          translation(TEXT_REFERENCE, `reason.${first.code}`, { text: "Un succès de la maison" }),
          translation(TEXT_REFERENCE, "label.addToCart", { text: "Au panier" }),
          translation(TEXT_REFERENCE, "label.titles.popular", { text: "Nos succès" }),
          translation("recommendation_rule", ruleId, { name: "Tasses d'abord" }),
        ])
      const french = (await ask("fr-FR")).filter(({ code }) => code === first.code)
      expect(new Set(french.map(({ text }) => text))).toEqual(new Set(["Un succès de la maison"]))
      expect(await ask("en-US")).toContainEqual(first)
      const texts: unknown = await http.get("/store/recommendations/texts?locale=fr-FR", { headers: shop.storeHeaders })
      expect(textsAnswer.parse(texts).data).toEqual({
        locale: "fr-FR",
        labels: { addToCart: "Au panier", titles: { popular: "Nos succès" } },
      })
      const named: unknown = await http.get("/admin/recommendations/rules", {
        headers: { ...adminHeaders, "x-medusa-locale": "fr-FR" },
      })
      expect(rulesAnswer.parse(named).data.rules.map(({ name }) => name)).toEqual(["Tasses d'abord"])
      const own: unknown = await http.get("/admin/recommendations/rules", admin)
      expect(rulesAnswer.parse(own).data.rules.map(({ name }) => name)).toEqual(["Mugs first"])
    })

    test("translations: Medusa's dashboard is offered the words, page by page", async () => {
      const answer: unknown = await http.get("/admin/translations/entities?type=recommendation_text&limit=5", {
        headers: adminHeaders,
      })
      const { data, count } = entities.parse(answer).data
      expect(data).toHaveLength(5)
      expect(count).toBeGreaterThan(60)
    })
  },
})
