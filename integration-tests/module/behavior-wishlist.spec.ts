import path from "node:path"
import { asValue } from "@medusajs/framework/awilix"
import { createMedusaContainer, Modules } from "@medusajs/framework/utils"
import { moduleIntegrationTestRunner, MockEventBusService } from "@medusajs/test-utils"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import captureWishlistItem, { config } from "../../src/subscribers/wishlist-behavior"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"
import { Wishlist, WishlistItem } from "../../demo/wishlist/models/wishlist"
import type WishlistModuleService from "../../demo/wishlist/service"

const emitted = z.array(z.looseObject({ name: z.string(), data: z.looseObject({ id: z.string() }) }))
const bus = new MockEventBusService()
const emit = jest.spyOn(bus, "emit")

moduleIntegrationTestRunner<WishlistModuleService>({
  moduleName: "wishlist",
  resolve: path.join(__dirname, "..", "..", "demo", "wishlist"),
  moduleModels: [Wishlist, WishlistItem],
  injectedDependencies: { [Modules.EVENT_BUS]: bus },
  dbName: "svm_wishlist_plugin",
  testSuite: ({ service }) => {
    describe("wishlists", () => {
      let module: TestModule
      let behavior: BehaviorStore

      beforeAll(async () => {
        module = await startTestModule("svm_behavior_wishlist")
        behavior = new BehaviorStore(module.context)
      })
      beforeEach(() => module.empty())
      afterAll(() => module.close())

      /** What Medusa's query answers with for this module; a relation that the plugin has not is an error. */
      const graph = async ({ fields, filters }: { fields: string[]; filters: { id: string } }) => {
        if (fields.includes("wishlist.customer.id"))
          throw new Error("Entity 'Wishlist' does not have property 'customer'")
        return { data: await service.listWishlistItems(filters, { relations: ["wishlist"] }) }
      }

      /** Hands every event that the plugin's service emitted to our subscriber, as the bus would. */
      const deliver = async (times = 1): Promise<string[]> => {
        const events = emit.mock.calls.flatMap(([given]) => emitted.parse([given].flat()))
        emit.mockClear()
        const container = createMedusaContainer()
        container.register({ recommendation: asValue({ behavior }), query: asValue({ graph }) })
        for (const { name, data } of events.filter((event) => [config.event].flat().includes(event.name)))
          for (let n = 0; n < times; n += 1)
            await captureWishlistItem({ event: { name, data, metadata: {} }, container, pluginOptions: {} })
        return events.map(({ name }) => name)
      }

      const stored = async (): Promise<unknown> =>
        (await behavior.readSince(0, 100)).map(({ type, productId, customerId }) => [type, productId, customerId])

      test("the events of both published plugins are listened to without any option", () => {
        expect(config.event).toEqual([
          "wishlist.wishlist-item.created",
          "wishlistModuleService.wishlist-item.created",
          "wishlist.wishlist-item.deleted",
          "wishlistModuleService.wishlist-item.deleted",
        ])
      })

      test("an item put on a list and taken off, each event delivered twice: one row each", async () => {
        const list = await service.createWishlists({ customer_id: "cus_1", sales_channel_id: "sc_1" })
        const item = await service.createWishlistItems({
          product_id: "prod_1",
          product_variant_id: "variant_1",
          wishlist_id: list.id,
        })
        expect(await deliver(2)).toContain("wishlist.wishlist-item.created")
        expect(await stored()).toEqual([["add_to_wishlist", "prod_1", "cus_1"]])
        await service.deleteWishlistItems(item.id)
        expect(await deliver(2)).toContain("wishlist.wishlist-item.deleted")
        expect(await stored()).toEqual([
          ["add_to_wishlist", "prod_1", "cus_1"],
          ["remove_from_wishlist", "prod_1", "cus_1"],
        ])
      })

      test("a guest's list: nobody's, so nothing is stored", async () => {
        const list = await service.createWishlists({ customer_id: null, sales_channel_id: "sc_1" })
        await service.createWishlistItems({ product_id: "prod_1", product_variant_id: "v", wishlist_id: list.id })
        await deliver()
        expect(await stored()).toEqual([])
      })

      test("the other plugin's item: camel case, and the customer behind a link", async () => {
        const item = {
          id: "item_1",
          productId: "prod_2",
          productVariantId: "variant_2",
          quantity: 1,
          wishlist: { id: "w", customer: { id: "cus_2" } },
        }
        const container = createMedusaContainer()
        container.register({
          recommendation: asValue({ behavior }),
          query: asValue({ graph: async () => ({ data: [item] }) }),
        })
        const event = { name: "wishlistModuleService.wishlist-item.created", data: { id: "item_1" }, metadata: {} }
        await captureWishlistItem({ event, container, pluginOptions: {} })
        expect(await stored()).toEqual([["add_to_wishlist", "prod_2", "cus_2"]])
      })
    })
  },
})
