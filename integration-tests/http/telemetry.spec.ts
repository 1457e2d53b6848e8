import { InMemorySpanExporter } from "@medusajs/framework/opentelemetry/sdk-trace-node"
import type { ReadableSpan } from "@medusajs/framework/opentelemetry/sdk-trace-node"
import { registerOtel } from "@medusajs/medusa"
import { z } from "@medusajs/framework/zod"
import { RECOMMENDATION_MODULE } from "../../src/modules/recommendation"
import type RecommendationModuleService from "../../src/modules/recommendation/service"
import { startDueRun } from "../../src/workflows/start-due-run"
import { typedHttp } from "../helpers/http"
import { inShop } from "../helpers/in-shop"
import { createServingShop } from "../helpers/serving-shop"
import type { ServingShop } from "../helpers/serving-shop"
import { tasteEvents } from "../helpers/taste-shop"

jest.setTimeout(120_000)

const VISITOR = "5e6c8f0a-1111-4222-8333-444455556666"
/** Nothing of this one is in memory. */
const STRANGER = "5e6c8f0a-1111-4222-8333-777788889999"
const ERROR_STATUS = 2

const exporter = new InMemorySpanExporter()
/** As a shop's `instrumentation.ts` does, before Medusa loads its routes. */
const sdk = z
  .custom<{ shutdown(): Promise<void> }>()
  .parse(registerOtel({ serviceName: "shop", exporter, instrument: { http: true, workflows: true } }))

const spans = (name: string): ReadableSpan[] => exporter.getFinishedSpans().filter((span) => span.name === name)
const ours = (): ReadableSpan[] => exporter.getFinishedSpans().filter(({ name }) => name.startsWith("recommendations."))

/** The span's own name, then those of its parents up to the root; a parent that has not ended is named as open. */
function lineage(span: ReadableSpan): string[] {
  const parentId = span.parentSpanContext?.spanId
  if (parentId === undefined) return [span.name]
  const parent = exporter.getFinishedSpans().find((other) => other.spanContext().spanId === parentId)
  return [span.name, ...(parent ? lineage(parent) : ["open"])]
}

async function ended(name: string): Promise<ReadableSpan> {
  for (;;) {
    const [span] = spans(name)
    if (span) return span
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

inShop({
  dbName: `svm_telemetry_${process.env.JEST_WORKER_ID ?? "1"}`,
  testSuite: ({ api, getContainer }) => {
    const http = typedHttp(api)
    let shop: ServingShop
    let service: RecommendationModuleService

    beforeAll(async () => {
      service = getContainer().resolve(RECOMMENDATION_MODULE)
      shop = await createServingShop(getContainer())
    })

    beforeEach(async () => {
      jest.restoreAllMocks()
      await service.serving.changed([{ kind: "catalog", key: null }])
      exporter.reset()
    })

    afterAll(() => sdk.shutdown())

    const ask = (visitor = VISITOR): Promise<unknown> =>
      http.get(`/store/recommendations?limit=4&region_id=${shop.regionId}&visitor_id=${visitor}`, {
        headers: shop.storeHeaders,
      })
    const recordHistory = (): Promise<unknown> =>
      service.behavior.record(
        tasteEvents({
          ...{ shoppers: 30, products: 12, tastes: 2, days: 8, seed: 3, until: Date.now() - 3_600_000 },
          productIds: Object.values(shop.products),
        }),
      )

    test("telemetry: a list is a span under Medusa's route, rebuilt and then from the cache", async () => {
      // What the shop was filled with is still heard of on a busy machine, and makes another answer.
      const lists = () => spans("recommendations.list")
      for (let looks = 0; looks < 50 && lists().at(-1)?.attributes["recommendations.cached"] !== true; looks++)
        await ask()
      const [made, kept] = [lists()[0], lists().at(-1)]
      expect(made?.attributes).toEqual({
        "recommendations.strategy": "for_you",
        "recommendations.rung": "newest",
        "recommendations.count": 4,
        "recommendations.cached": false,
      })
      expect(kept?.attributes).toMatchObject({ "recommendations.cached": true, "recommendations.count": 4 })
      expect(made && lineage(made)[1]).toBe("route handler: /store/recommendations")
    })

    test("telemetry: a list that fails is a failed span, which says the kind of error and not whose list", async () => {
      const secret = Object.assign(new Error(`select of ${STRANGER}`), { name: "DatabaseError", code: "57P01" })
      jest.spyOn(service.behavior, "readProfile").mockRejectedValue(secret)
      await expect(ask(STRANGER)).rejects.toMatchObject({ response: { status: 503 } })
      const [failed] = spans("recommendations.list")
      expect(failed?.status).toEqual({ code: ERROR_STATUS, message: "DatabaseError 57P01" })
      expect(failed?.events).toMatchObject([{ name: "exception", attributes: { "exception.type": "57P01" } }])
    })

    test("telemetry: a panel of a page is a list like another", async () => {
      const body = {
        region_id: shop.regionId,
        panels: [
          { id: "one", strategy: "popular", limit: 2 },
          { id: "two", strategy: "trending", limit: 2 },
        ],
      }
      await http.post("/store/recommendations/panels", body, { headers: shop.storeHeaders })
      expect(spans("recommendations.list").map(({ attributes }) => attributes)).toMatchObject([
        { "recommendations.strategy": "popular", "recommendations.count": 2, "recommendations.cached": false },
        { "recommendations.strategy": "trending", "recommendations.count": 2, "recommendations.cached": false },
      ])
    })

    test("telemetry: a batch of events says how many came and what became of them", async () => {
      const event = (id: string, productId: string): object => ({
        ...{ id, type: "view", product_id: productId, occurred_at: new Date().toISOString() },
      })
      const mug = shop.products.mug ?? ""
      const id = "0197c0de-0000-7000-8000-000000000001"
      const events = [event(id, mug), event(id, mug), event("0197c0de-0000-7000-8000-000000000002", "prod_none")]
      await http.post(
        "/store/behavior-events",
        { visitor_id: VISITOR, consent: true, events },
        { headers: shop.storeHeaders },
      )
      const [batch] = spans("recommendations.events")
      expect(batch?.attributes).toEqual({
        "recommendations.events": 3,
        "recommendations.accepted": 1,
        "recommendations.duplicate": 1,
        "recommendations.rejected": 1,
      })
      expect(batch && lineage(batch)[1]).toBe("route handler: /store/behavior-events")
    })

    test("telemetry: a training run and its phases are spans under the workflow's step", async () => {
      await recordHistory()
      await startDueRun(getContainer())
      const run = await ended("recommendations.training")
      expect(run.attributes).toMatchObject({
        "recommendations.run_id": expect.stringMatching(/^rectrun_/),
        "recommendations.trigger": "interactions",
        "recommendations.rows": expect.any(Number),
        "recommendations.version": 1,
        "recommendations.outcome": expect.stringMatching(/passed|refused/),
      })
      const phases = ["snapshot", "candidates", "features", "fit", "evaluate", "refit", "store"]
      const below = ours().filter(({ parentSpanContext }) => parentSpanContext?.spanId === run.spanContext().spanId)
      expect(below.map(({ name }) => name)).toEqual(phases.map((phase) => `recommendations.training.${phase}`))
      await ended("workflow:retrain-recommendation-model")
      expect(lineage(run)).toEqual(
        expect.arrayContaining(["step:train-recommendation-model:invoke", "workflow:retrain-recommendation-model"]),
      )
    })

    test("telemetry: a run that fails says so on itself and on the phase it failed in, without a word of the error", async () => {
      await recordHistory()
      const secret = Object.assign(new Error("where customer_id = 'cus_1'"), { code: "57P01" })
      jest.spyOn(service.learning.activation, "current").mockRejectedValue(secret)
      await startDueRun(getContainer())
      const run = await ended("recommendations.training")
      expect(run.status.code).toBe(ERROR_STATUS)
      expect(run.attributes).toMatchObject({
        "recommendations.outcome": "failed",
        "recommendations.cause": "database_failed",
      })
      expect(spans("recommendations.training.snapshot")[0]?.status.code).toBe(ERROR_STATUS)
    })

    afterEach(() => {
      const recorded = ours().map(({ name, attributes, events, status }) => ({ name, attributes, events, status }))
      const text = z.string().parse(JSON.stringify(recorded))
      expect(recorded.length).toBeGreaterThan(0)
      expect(text).not.toMatch(new RegExp(`${VISITOR}|${STRANGER}|cus_|@`))
    })
  },
})
