import { parseOptions } from "../../options"
import { segmentOf } from "../segment-of"

const age = { age: 41 }
const known = { age: 41, gender: null, country: null }
const strict = parseOptions({})
const lenient = parseOptions({ segments: { legitimate_interest: true } })
const unasked = parseOptions({ consent: { required: false } })

describe("age, gender and country", () => {
  test.each([
    ["silence", strict, age, false, null],
    ["a yes reported by the storefront", strict, age, true, known],
    ["the customer's own yes", strict, { ...age, recommendation_consent: true }, false, known],
    ["an objection against a reported yes", strict, { ...age, recommendation_consent: false }, true, null],
    ["silence on legitimate interest", lenient, age, false, known],
    ["an objection on legitimate interest", lenient, { ...age, recommendation_consent: "false" }, true, null],
    ["silence where the shop asks for nothing", unasked, age, false, known],
    ["an objection where the shop asks for nothing", unasked, { ...age, recommendation_consent: false }, false, null],
  ])("%s", (_case, settings, metadata, consented, expected) => {
    expect(segmentOf({ metadata, consented }, settings)).toEqual(expected)
  })
})
