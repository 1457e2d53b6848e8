import { createHmac } from "node:crypto"
import { signShopper } from "../../../../storefront-widget/src/server/sign-shopper"
import { readSignedShopper } from "../signed-shopper"

const KEY = "k".repeat(32)
const OTHER = "o".repeat(32)
const NOW = 1_764_547_200_000
const SHOPPER = { address: "2001:db8::7", agent: "Mozilla/5.0 (Téléphone)" }

const sign = (payload: string, key = KEY): string =>
  `${payload}.${createHmac("sha256", key).update(payload).digest("base64url")}`
const header = (fields: object, key = KEY): string =>
  sign(Buffer.from(JSON.stringify(fields)).toString("base64url"), key)

test("signed shopper: what the widget signs is read, with any of the shop's keys", async () => {
  expect(readSignedShopper(await signShopper(SHOPPER, KEY), [OTHER, KEY])).toEqual(SHOPPER)
})

test.each([-59_000, 0, 59_000])("signed shopper: clocks may differ by a minute (%i ms)", (age) => {
  expect(readSignedShopper(header({ ...SHOPPER, at: NOW - age }), [KEY], NOW)).toEqual(SHOPPER)
})

test.each([
  ["too old", header({ ...SHOPPER, at: NOW - 61_000 }), "was signed 61 s ago"],
  ["of the future", header({ ...SHOPPER, at: NOW + 61_000 }), "was signed -61 s ago"],
  ["another key's", header({ ...SHOPPER, at: NOW }, OTHER), "is not signed"],
  ["without a signature", header({ ...SHOPPER, at: NOW }).split(".")[0], "is not signed"],
  ["with an empty signature", `${header({ ...SHOPPER, at: NOW }).split(".")[0]}.`, "is not signed"],
  ["with a changed payload", header({ ...SHOPPER, at: NOW }).replace(/^./, "f"), "is not signed"],
  ["with a third part", `${header({ ...SHOPPER, at: NOW })}.x`, "is not signed"],
  ["longer than any", header({ ...SHOPPER, agent: "x".repeat(5_000), at: NOW }), "is not signed"],
  ["without a time", header(SHOPPER), "holds no address, agent and time"],
  ["no JSON", sign("bm9uZQ"), "holds no address, agent and time"],
  ["empty", "", "is not signed"],
])("signed shopper: %s is not believed", (_what, value, words) => {
  expect(readSignedShopper(value, [KEY], NOW)).toContain(words)
})

test("signed shopper: a shop without keys believes nobody", () => {
  expect(readSignedShopper(header({ ...SHOPPER, at: NOW }, ""), [], NOW)).toContain("is not signed")
})
