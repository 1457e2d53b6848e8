import { sendEvents } from "../client/send-events"
import type { MedusaSdk } from "../client/types"

const batch = { visitor: "v", events: [], leaving: false }
const anSdk = (fail: () => unknown): MedusaSdk => ({
  client: {
    fetch: async () => {
      throw fail()
    },
  },
})
const refused = (status: number, more: object = {}) => Object.assign(new Error("no"), { status, ...more })
const send = (fail: () => unknown) => sendEvents({ sdk: anSdk(fail), beaconUrl: undefined }, batch)

test.each([400, 401, 403, 404, 413, 422])("sending: %i is a refusal for good", async (status) => {
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
