import { readFile, rm } from "node:fs/promises"
import { Modules } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { startWorker } from "../../scripts/lib/workerd"
import { EdgeModel } from "../../src/edge"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { EDGE_MODEL_PUBLISHED, publishEdgeModelWorkflow } from "../../src/workflows"
import { startDueRun } from "../../src/workflows/start-due-run"
import { inShop } from "../helpers/in-shop"
import { createServingShop } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { tasteEvents } from "../helpers/taste-shop"

jest.setTimeout(240_000)

const before = process.env.RECOMMENDATION_OPTIONS
process.env.RECOMMENDATION_OPTIONS = JSON.stringify({ edge: { publish: true } })
afterAll(() => {
  if (before === undefined) delete process.env.RECOMMENDATION_OPTIONS
  else process.env.RECOMMENDATION_OPTIONS = before
})

const published = z.object({ version: z.number(), id: z.string(), url: z.string(), bytes: z.number() })

/** Where the local provider keeps what it serves at an address. */
const fileOf = (url: string): string => decodeURIComponent(new URL(url).pathname).replace(/^.*\/static\//, "static/")

inShop({
  dbName: `svm_edge_model_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ getContainer }) => {
    let shop: ServingShop
    let service: RecommendationModuleService
    let message: z.output<typeof published>

    beforeAll(async () => {
      service = getContainer().resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(getContainer())
      const productIds = Object.values(shop.products)
      await service.behavior.record(
        tasteEvents({
          ...{ shoppers: 50, products: productIds.length, tastes: 4, days: 14, seed: 1, prefix: "a" },
          ...{ until: Date.now() - 3_600_000, productIds },
        }),
      )
      const bus = getContainer().resolve(Modules.EVENT_BUS)
      const answered = new Promise<unknown>((resolve) => {
        bus.subscribe(EDGE_MODEL_PUBLISHED, async ({ data }) => resolve(data), { subscriberId: "edge-model-spec" })
      })
      await startDueRun(getContainer())
      message = published.parse(await answered)
    })

    // What the local provider wrote beside the code.
    afterAll(() => rm(fileOf(message.url), { force: true }))

    test("edge model: what a promotion publishes answers under workerd as core does in Node", async () => {
      expect(message).toMatchObject({ version: 1, url: expect.stringContaining("recommendation-edge-v1.svm") })
      const file = await readFile(fileOf(message.url))
      expect(file.byteLength).toBe(message.bytes)
      const worker = await startWorker()
      try {
        worker.serve(file)
        const viewed = [shop.products.kite, shop.products.robot]
        const answer = await fetch(`${worker.url}/?viewed=${viewed.join(",")}&limit=6`)
        const core = new EdgeModel(file).answer({
          ...{ list: "for_you", viewed, products: [], limit: 6, now: Date.now() },
        })
        expect(core.products.length).toBe(6)
        expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(core)))
      } finally {
        await worker.stop()
      }
    })

    test("edge model: the file names published products alone", async () => {
      const file = await readFile(fileOf(message.url))
      expect(file.includes(shop.products.kite)).toBe(true)
      expect(file.includes(shop.products.draft)).toBe(false)
    })

    test("edge model: a version whose file is not kept is refused, and nothing is published", async () => {
      const { errors } = await publishEdgeModelWorkflow(getContainer()).run({
        input: { version: 99 },
        throwOnError: false,
      })
      expect(errors).toEqual([
        expect.objectContaining({
          error: expect.objectContaining({ message: expect.stringContaining("99 is not kept") }),
        }),
      ])
    })
  },
})
