import type { InteractionRow } from "../../data/interaction-log-builder"
import { capInfluence } from "../teaching/cap-influence"
import { InfluenceCap, NOBODY, SHOPPERS_AT_MOST, SPEAKERS_AT_MOST } from "../teaching/influence"
import { outvotedRows } from "../teaching/voices"
import { logOf, SHOP_START } from "./shop"

const counted = (cap: InfluenceCap, shopper: string, events: readonly number[]): number =>
  events.filter((event) => cap.admits(shopper, { event, voice: -1 })).length

test("influence: of one shopper an event counts once, and sixty in all", () => {
  const cap = new InfluenceCap()
  expect(counted(cap, "a", [1, 1, 2, 1, 2])).toBe(2)
  expect(counted(cap, "b", [1])).toBe(1)
  const many = Array.from({ length: 200 }, (_, event) => event)
  expect(counted(cap, "c", many)).toBe(60)
  expect(counted(cap, "c", many)).toBe(0)
})

test("influence: what is taken back once counted, and may count again", () => {
  const cap = new InfluenceCap()
  expect(cap.releases("a", 1)).toBe(false)
  expect(counted(cap, "a", [1])).toBe(1)
  expect([cap.releases("b", 1), cap.releases("a", 1), cap.releases("a", 1)]).toEqual([false, true, false])
  expect(counted(cap, "a", [1])).toBe(1)
})

test("influence: of nobody's n events on a product 1 + log2 n count", () => {
  const cap = new InfluenceCap()
  expect(counted(cap, NOBODY, new Array<number>(1_024).fill(7))).toBe(11)
})

test("influence: past ten thousand shoppers the one longest unseen is forgotten, and no other", () => {
  const cap = new InfluenceCap()
  for (let shopper = 0; shopper < SHOPPERS_AT_MOST; shopper++) cap.admits(`s${shopper}`, { event: 1, voice: -1 })
  expect(cap.admits("s0", { event: 1, voice: -1 })).toBe(false)
  expect(cap.admits("new", { event: 1, voice: -1 })).toBe(true)
  expect(cap.admits("s0", { event: 1, voice: -1 })).toBe(false)
  expect(cap.admits("s1", { event: 1, voice: -1 })).toBe(true)
})

const interestRow = (userId: string, itemId: string, more: Partial<InteractionRow> = {}): InteractionRow => ({
  ...{ userId, itemId, behavior: "view", time: SHOP_START, quantity: 1, price: Number.NaN, sessionId: "", ...more },
})

test("influence: of shoppers of one voice one moves a product live, and each voice is its own", () => {
  const cap = new InfluenceCap()
  const crowd = Array.from({ length: 300 }, (_, at) => `free-${at}`)
  expect(crowd.filter((shopper) => cap.admits(shopper, { event: 7, voice: 1 }))).toEqual(["free-0"])
  expect(cap.admits("free-1", { event: 8, voice: 1 })).toBe(true)
  expect(cap.admits("free-1", { event: 7, voice: 2 })).toBe(true)
  expect(cap.admits("free-2", { event: 7, voice: -1 })).toBe(true)
})

test("influence: the first voice of all is a voice, and who speaks for it may speak again", () => {
  const cap = new InfluenceCap()
  const says = (shopper: string): boolean => cap.admits(shopper, { event: 7, voice: 0 })
  expect([says("a"), says("b"), says("a")]).toEqual([true, false, false])
  expect(cap.releases("a", 7)).toBe(true)
  expect([says("b"), says("a")]).toEqual([false, true])
})

test("influence: past two hundred thousand products by voice the oldest speaker is forgotten, and no other", () => {
  const cap = new InfluenceCap()
  const says = (shopper: string, event: number): boolean => cap.admits(shopper, { event, voice: 1 })
  for (let event = 0; event < SPEAKERS_AT_MOST; event++) says(`s${event % 5_000}`, event)
  expect(says("late", 0)).toBe(false)
  expect(says("one more", SPEAKERS_AT_MOST)).toBe(true)
  expect([says("late", 0), says("late", 2)]).toEqual([true, false])
})

test("influence: of shoppers of one voice the first teaches about a product, in full", () => {
  const time = [0, 1, 2, 3, 4].map((minutes) => SHOP_START + minutes * 60_000)
  const log = logOf([
    interestRow("a", "p1", { voice: 5, time: time[0] }),
    interestRow("b", "p1", { voice: 5, time: time[1] }),
    interestRow("a", "p1", { voice: 5, time: time[2], behavior: "add_to_cart" }),
    interestRow("b", "p2", { voice: 5, time: time[3] }),
    interestRow("b", "p1", { voice: 6, time: time[4] }),
  ])
  expect([...outvotedRows(log)]).toEqual([0, 1, 0, 0, 0])
  expect(capInfluence(log).length).toBe(4)
})

test("influence: whoever has bought, and whoever has no known voice, is outvoted by nobody", () => {
  const later = SHOP_START + 60_000
  const log = logOf([
    interestRow("a", "p1", { voice: 5 }),
    interestRow("buyer", "p2", { behavior: "purchase", sessionId: "order" }),
    interestRow("buyer", "p1", { voice: 5, time: later }),
    interestRow("late buyer", "p1", { voice: 5, time: later }),
    interestRow("imported", "p1", { time: later }),
    interestRow("late buyer", "p1", { behavior: "purchase", time: later + 1 }),
  ])
  expect([...outvotedRows(log)]).toEqual([0, 0, 0, 1, 0, 0])
})
