import { createRandom } from "../../random/seeded-random"
import { believedResponses, exploreList, thompsonShares } from ".."
import type { Contender } from ".."

const ORDER = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
const NEW = new Map([
  ["x", 0.75],
  ["y", 0.25],
])
const explore = (seed: number, more: Partial<Parameters<typeof exploreList>[0]> = {}) =>
  exploreList(
    { order: ORDER, limit: 8, share: 0.1, contenders: NEW.keys(), shares: () => NEW, ...more },
    createRandom(seed),
  )

test("exploration: the first two places stay, and nothing is lost or shown twice", () => {
  for (let seed = 0; seed < 500; seed++) {
    const { order, explored } = explore(seed)
    expect(order.slice(0, 2)).toEqual(["a", "b"])
    expect([...order].sort()).toEqual([...ORDER, ...explored].sort())
    expect(new Set(order).size).toBe(order.length)
  }
})

test("exploration: of all that is shown the share is explored, by the chances that are logged", () => {
  const runs = 20_000
  const counts = new Map<string, number>()
  let explored = 0
  for (let seed = 0; seed < runs; seed++) {
    const list = explore(seed)
    explored += list.explored.size
    const key = `${list.order[4] ?? ""} ${list.chances[4]?.toFixed(4) ?? ""}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  expect(explored / (runs * 8)).toBeCloseTo(0.1, 2)
  // Each product stands at the place as often as its chance says, over all ways in which it came there.
  let covered = 0
  for (const [key, count] of counts) if (key.startsWith("e ")) covered += count * Number(key.split(" ")[1])
  const kept = [...counts].filter(([key]) => key.startsWith("e ")).reduce((sum, [, count]) => sum + count, 0)
  expect(kept / runs).toBeCloseTo(covered / kept, 1)
})

test("exploration: what gives way stands right behind the list, and a share of 0 or nothing new changes nothing", () => {
  const seed = Array.from({ length: 500 }, (_, at) => at).find((at) => explore(at).explored.size === 1) ?? -1
  const { order, explored, chances } = explore(seed)
  const place = order.findIndex((id) => explored.has(id))
  expect(order[8]).toBe(ORDER[place])
  expect(chances[place]).toBeLessThan(0.11)
  for (const more of [{ share: 0 }, { contenders: [] }, { limit: 2 }, { contenders: ["c"] }]) {
    const unchanged = explore(seed, more)
    expect(unchanged.order).toEqual(ORDER)
    expect(unchanged.chances.every((chance) => chance === 1)).toBe(true)
  }
})

test("exploration: what does not fit a place is not drawn for it, and the chances are of what does", () => {
  // One x or y at the most, as a list may hold no more of their kind; x stands in place of e alone.
  const kin = new Set(["x", "y"])
  const fits = (id: string, shown: readonly string[], place: number): boolean =>
    (id === "y" || shown[place] === "e") && !shown.some((one) => kin.has(one))
  let met = 0
  for (let seed = 0; seed < 2_000; seed++) {
    const { order, explored, chances } = explore(seed, { fits, share: 0.3 })
    expect(explored.size).toBeLessThanOrEqual(1)
    const place = order.findIndex((id) => explored.has(id))
    if (place < 0) continue
    met += 1
    // 0.3 of 8 places by 6: 0.4 of each, all of it y's but beside x.
    expect(chances[place]).toBeCloseTo(place === 4 ? (order[place] === "x" ? 0.3 : 0.1) : 0.4, 10)
    if (order[place] === "x") expect(place).toBe(4)
    // After it nothing more fits, so what stands there is certain.
    expect(chances.slice(place + 1).every((chance) => chance === 1)).toBe(true)
  }
  expect(met).toBeGreaterThan(1_000)
})

test("exploration: what the model does not know is drawn evenly", () => {
  const counts = new Map<string, number>()
  for (let seed = 0; seed < 4000; seed++)
    for (const id of explore(seed, { shares: () => new Map() }).explored) counts.set(id, (counts.get(id) ?? 0) + 1)
  expect((counts.get("x") ?? 0) / (counts.get("y") ?? 1)).toBeCloseTo(1, 0)
})

const odds = (own: number) => Array.from({ length: 400 }, () => own)

test("thompson: what is liked wins most, what is unknown keeps a chance, and the shares sum to 1", () => {
  const beliefs = believedResponses(
    new Map([
      ["liked", { clicks: 12, expected: 4 }],
      ["disliked", { clicks: 1, expected: 6 }],
      ["unknown", { clicks: 0, expected: 0 }],
    ]),
  )
  const contenders = [...beliefs.values()].map((belief): Contender => ({ ...belief, odds: odds(0.05) }))
  const [liked = 0, disliked = 0, unknown = 0] = thompsonShares(contenders, 1)
  expect(liked + disliked + unknown).toBeCloseTo(1, 12)
  expect(liked).toBeGreaterThan(unknown)
  expect(unknown).toBeGreaterThan(0.05)
  expect(disliked).toBeLessThan(0.02)
  expect(disliked).toBeGreaterThan(0)
})

test("thompson: of equally unknown products the one that the ranker believes in wins oftener", () => {
  const unknown = { shape: 2, rate: 2 }
  const [believed = 0, doubted = 0] = thompsonShares(
    [
      { ...unknown, odds: odds(0.2) },
      { ...unknown, odds: odds(0.02) },
    ],
    7,
  )
  expect(believed).toBeGreaterThan(0.75)
  expect(doubted).toBeGreaterThan(0)
})

test("thompson: without contenders there are no shares", () => {
  expect(thompsonShares([], 1)).toEqual([])
})
