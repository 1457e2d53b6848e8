import { answerOfCustomer, answerOfReport, identityInCart, identityInOrder, mayIdentify } from "../consent"
import type { RecordParties } from "../consent"

const required = { consent: { required: true } }
const unasked = { consent: { required: false } }
const guest: RecordParties = {
  recordId: "cart_1",
  customerId: "cus_guest",
  hasAccount: false,
  customerMetadata: null,
  visitorId: null,
}
const customer: RecordParties = { ...guest, customerId: "cus_1", hasAccount: true }
const objector: RecordParties = { ...customer, customerMetadata: { recommendation_consent: false } }
const nobody = { customerId: null, visitorId: null, namesRecord: false }

describe("consent", () => {
  test.each([
    [true, false, "unknown", "yes"],
    [undefined, false, "unknown", "unknown"],
    [false, false, "yes", "no"],
    [true, true, "yes", "no"],
    [true, false, "no", "no"],
    [undefined, false, "yes", "unknown"],
  ] as const)(
    "a report that says %s, with privacy signal %s, of a customer who said %s: %s",
    (consent, privacySignal, own, answer) => {
      expect(answerOfReport({ consent, privacySignal, customer: own })).toBe(answer)
    },
  )

  test("silence identifies only where the shop asks for nothing, a no never does", () => {
    expect([mayIdentify("unknown", required), mayIdentify("unknown", unasked)]).toEqual([false, true])
    expect([mayIdentify("no", unasked), mayIdentify("yes", required)]).toEqual([false, true])
  })

  test("a cart is nobody's without a yes, its visitor's with one, and its own where nothing is asked", () => {
    expect(identityInCart(guest, required)).toEqual(nobody)
    expect(identityInCart({ ...guest, visitorId: "v" }, required)).toMatchObject({ customerId: null, visitorId: "v" })
    expect(identityInCart(guest, unasked)).toMatchObject({ customerId: null, visitorId: "cart_1" })
  })

  test("a cart of an account is its customer's until they object", () => {
    expect(identityInCart(customer, required)).toMatchObject({ customerId: "cus_1", visitorId: null })
    expect(identityInCart({ ...objector, visitorId: "v" }, unasked)).toEqual(nobody)
  })

  test("an order is always a record of the shop, and a guest's names nobody without a yes", () => {
    expect(identityInOrder(guest, required)).toEqual({ customerId: null, visitorId: null, namesRecord: true })
    expect(identityInOrder(guest, unasked)).toMatchObject({ customerId: "cus_guest" })
    expect(identityInOrder({ ...guest, visitorId: "v" }, required)).toMatchObject({ customerId: null, visitorId: "v" })
    expect(identityInOrder(objector, required)).toMatchObject({ customerId: "cus_1" })
  })

  test.each([
    [true, "yes"],
    ["true", "yes"],
    [false, "no"],
    ["false", "no"],
    ["perhaps", "unknown"],
    [undefined, "unknown"],
  ] as const)("a customer whose metadata says %j has said: %s", (consent, answer) => {
    expect(answerOfCustomer({ recommendation_consent: consent })).toBe(answer)
  })

  test("only what is nobody's hides from which record it came", () => {
    const named = { namesRecord: true }
    expect(identityInCart({ ...guest, visitorId: "v" }, required)).toMatchObject(named)
    expect(identityInCart(guest, unasked)).toMatchObject(named)
    expect(identityInCart(customer, required)).toMatchObject(named)
    expect(identityInOrder(customer, required)).toMatchObject(named)
    expect(identityInOrder({ ...guest, visitorId: "v" }, required)).toMatchObject(named)
  })

  test("a guest's own customer id, which Medusa makes for each order, names no cart", () => {
    expect(identityInCart({ ...guest, customerId: "cus_guest" }, required)).toEqual(nobody)
    expect(identityInCart({ ...customer, customerId: null }, required)).toEqual(nobody)
  })
})
