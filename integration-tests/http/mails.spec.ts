import { runInNewContext } from "node:vm"
import { Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE, signClaim } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { signMailListWorkflow } from "../../src/workflows"
import { registerCustomer } from "../helpers/customer"
import { baseUrl, typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { recipeCode } from "../helpers/recipe-code"
import { createServingShop } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { call } from "../helpers/shop-client"

jest.setTimeout(120_000)

const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"

const RULE = { category_ids: [], placements: [], sales_channel_ids: [], customer_group_ids: [] }

inShop({
  dbName: `svm_mails_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ api, getContainer }) => {
    let url: string
    let shop: ServingShop
    let service: RecommendationModuleService
    let customer: Record<string, string>
    let customerId: string

    beforeAll(async () => {
      url = baseUrl(typedHttp(api))
      service = getContainer().resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(getContainer())
      customer = { ...shop.storeHeaders, ...(await registerCustomer(url, shop.storeHeaders, "mailed@shop.test")) }
      const me = await call(`${url}/store/customers/me`, { headers: customer })
      customerId = z.object({ customer: z.object({ id: z.string() }) }).parse(me.body).customer.id
      await service.serving.changed([{ kind: "catalog", key: null }])
    })

    test("mail: a signed address gives a customer's list as JSON, HTML and text, counts a click once, and runs out", async () => {
      await call(`${url}/store/recommendations/me`, { headers: customer, body: { consent: true } })
      const input = {
        ...{ customer_id: customerId, sales_channel_id: shop.channelId, region_id: shop.regionId, limit: 3 },
        ...{ backend_url: url, product_url: "https://shop.test/p/{handle}" },
      }
      const { result } = await signMailListWorkflow(getContainer()).run({ input })
      const mailed = z.object({ items: z.array(z.object({ title: z.string(), url: z.string(), price: z.string() })) })
      const { items } = mailed.parse((await call(result.json_url)).body)
      expect(items).toHaveLength(3)
      // What was fetched is frozen in the mail that holds it; the address itself is live at each opening.
      const [gone] = items
      const rule = { ...RULE, name: "out", action: "exclude" as const, value: null, starts_at: null, ends_at: null }
      const { id: ruleId } = await service.serving.ruleStore.create({
        ...{ ...rule, enabled: true, product_ids: [shop.products[gone?.title ?? ""] ?? ""] },
      })
      const opened = mailed.parse((await call(result.json_url)).body).items.map(({ title }) => title)
      expect(opened).not.toContain(gone?.title)
      expect(opened).toHaveLength(3)
      await service.serving.ruleStore.delete(ruleId)
      const html = String((await call(result.html_url)).body)
      for (const { title } of items) expect(html).toContain(`alt="${title}"`)
      const text = String((await call(result.text_url)).body)
      for (const { title, price } of items) expect(text).toContain(`${title} (${price})`)
      expect(text.split(`${url}/recommendation-mail/click?token=`)).toHaveLength(4)
      // A worker may fetch by an address of its own network; links are for whoever reads the mail.
      const outside = { ...input, backend_url: "https://api.shop.test/" }
      const { text_url: signed } = (await signMailListWorkflow(getContainer()).run({ input: outside })).result
      const inside = String((await call(signed.replace("https://api.shop.test", url))).body)
      expect(inside.split("https://api.shop.test/recommendation-mail/click?token=")).toHaveLength(4)
      for (const time of ["scanner", "first", "again"]) {
        const led = await fetch(items[0]?.url ?? time, {
          redirect: "manual",
          // Scanners of mails open links before anybody reads them.
          headers: { "user-agent": time === "scanner" ? "curl/8" : BROWSER },
        })
        expect([led.status, led.headers.get("location")]).toEqual([302, `https://shop.test/p/${items[0]?.title ?? ""}`])
      }
      const clicks = (await service.behavior.readProfile({ customerId })).filter(({ type }) => type === "click")
      expect(clicks).toHaveLength(1)
      for (const forged of [`${result.json_url}x`, `${url}/recommendation-mail?token=a.b`])
        expect((await call(forged)).status).toBe(400)
      const secret = await service.behavior.shopperHashes.key()
      const list = { customer_id: customerId, sales_channel_id: shop.channelId, region_id: null, limit: 3 }
      const of = { locale: null, backend_url: null, product_url: input.product_url }
      const rest = { strategy: "for_you" as const, placement: "mail", ...of }
      const old = signClaim({ kind: "list", ...list, ...rest, expires: 1 }, secret)
      const late = await call(`${url}/recommendation-mail?token=${old}`)
      expect([late.status, late.body]).toEqual([400, expect.objectContaining({ message: "token: has run out" })])
      // A click in an old mail leads on all the same, and counts for nobody.
      const link = { customer_id: customerId, product_id: shop.products.vase ?? "", placement: "mail", expires: 1 }
      const ids = { recommendation_id: "rec_old", url: "https://shop.test/p/vase" }
      const click = signClaim({ kind: "click", ...link, ...ids }, secret)
      const led = await fetch(`${url}/recommendation-mail/click?token=${click}`, {
        ...{ redirect: "manual", headers: { "user-agent": BROWSER } },
      })
      expect([led.status, led.headers.get("location")]).toEqual([302, "https://shop.test/p/vase"])
      expect((await service.behavior.readProfile({ customerId })).filter(({ type }) => type === "click")).toEqual(
        clicks,
      )
      const unsafe = { ...input, product_url: "javascript:alert(1)" }
      const { errors } = await signMailListWorkflow(getContainer()).run({ input: unsafe, throwOnError: false })
      expect(errors.map(({ error }) => z.object({ message: z.string() }).parse(error).message)).toEqual([
        expect.stringContaining("product_url"),
      ])
    })

    test("mail: the recipe's own code puts a customer's list into a mail of Medusa's Notification module", async () => {
      const code = recipeCode("Mails", {
        ...{ cus_01: customerId, sc_01: shop.channelId, reg_01: shop.regionId, "https://api.shop.com": url },
        // The provider that Medusa brings has this channel alone.
        '"email"': '"feed"',
      })
      await runInNewContext(`(async () => {${code}})()`, { container: getContainer(), signMailListWorkflow, fetch })
      const [sent] = await getContainer().resolve(Modules.NOTIFICATION).listNotifications({ to: "ann@example.com" })
      expect(sent).toMatchObject({ template: "for-you", status: "success" })
      expect(z.object({ html: z.string() }).parse(sent?.data).html).toContain("<table")
    })
  },
})
