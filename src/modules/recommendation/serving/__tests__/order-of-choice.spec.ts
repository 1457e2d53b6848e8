import { inOrderOfChoice } from "../answers/order-of-choice"

const orderOf = (...strategies: Parameters<typeof inOrderOfChoice>[0][number]["strategy"][]): string[] =>
  inOrderOfChoice(strategies.map((strategy) => ({ strategy }))).map((at) => strategies[at])

test("panels: refills and what was viewed are not taken by lists that stand above them", () => {
  expect(orderOf("for_you", "trending", "recently_viewed", "buy_again")).toEqual([
    "buy_again",
    "recently_viewed",
    "for_you",
    "trending",
  ])
})

test("panels: other lists choose in the order in which they stand", () => {
  expect(orderOf("similar", "for_you", "popular", "for_you")).toEqual(["similar", "for_you", "popular", "for_you"])
})
