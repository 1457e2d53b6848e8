import { sendEvents } from "../client/send-events"
import { ANONYMOUS } from "../client/ask"
import type { MedusaSdk, RequestOptions } from "../client/types"

const batch = { visitor: "v", customer: undefined, events: [] }
const anSdk = (fail: () => unknown): MedusaSdk => ({
  client: {
    fetch: async () => {
      throw fail()
    },
  },
})
const refused = (status: number, more: object = {}) => Object.assign(new Error("no"), { status, ...more })
const send = (fail: () => unknown) => sendEvents({ sdk: anSdk(fail), timeBudgetMs: 1_000 }, batch, {})

test.each([400, 401, 403, 404, 413, 422])("sending: %i is a refusal permanently", async (status) => {
  expect(await send(() => refused(status))).toBeUndefined()
})

test.each([408, 429, 500, 502, 503])("sending: %i is tried again", async (status) => {
  expect(await send(() => refused(status))).toBe(0)
})

test("sending: without an answer it is tried again, and the shop's pause is kept", async () => {
  expect(await send(() => new TypeError("Failed to fetch"))).toBe(0)
  expect(await send(() => "offline")).toBe(0)
  expect(await send(() => refused(429, { retryAfterSeconds: 7 }))).toBe(7_000)
})

test("sending: a request outlives the page, names the time of this clock and bears no other credentials", async () => {
  const sent: RequestOptions[] = []
  const fetch = async (_path: string, options: RequestOptions = {}) => {
    sent.push(options)
    return {}
  }
  const sdk = { client: { fetch } } as MedusaSdk
  expect(await sendEvents({ sdk, timeBudgetMs: 1_000 }, batch, ANONYMOUS)).toBeUndefined()
  expect(sent[0]).toMatchObject({ method: "POST", keepalive: true, ...ANONYMOUS })
  const at = Date.parse(String(sent[0].body?.sent_at))
  expect(Math.abs(Date.now() - at)).toBeLessThan(60_000)
})

test("sending: an event that the shop refuses inside of a success is reported to who builds the shop", async () => {
  const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined)
  const rejected = [{ index: 0, code: "unknown_product", message: "product_id: no such product" }]
  const sdk = { client: { fetch: async () => ({ accepted: 0, duplicate: 0, rejected }) } } as unknown as MedusaSdk
  expect(await sendEvents({ sdk, timeBudgetMs: 1_000 }, batch, {})).toBeUndefined()
  expect(warn.mock.calls.flat().join()).toContain("product_id: no such product")
  warn.mockRestore()
})

test("sending: a shop that never answers is given up, and tried again", async () => {
  const fetch = (_path: string, { signal }: RequestOptions = {}) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))))
  const sdk = { client: { fetch } } as MedusaSdk
  expect(await sendEvents({ sdk, timeBudgetMs: 5 }, batch, {})).toBe(0)
})
