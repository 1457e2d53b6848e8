import { createRandom, shuffle } from "../seeded-random"

const draw = (seed: number, count = 8): number[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => random.nextUint32())
}

test("createRandom: the stream of a seed never changes between releases", () => {
  expect(draw(1, 4)).toMatchInlineSnapshot(`
   [
     2065550229,
     2554089010,
     1112847422,
     3095074195,
   ]
  `)
})

test("createRandom: same seed, same numbers; neighboring, negative and fractional seeds differ", () => {
  expect(draw(42)).toEqual(draw(42))
  const seeds = [0, 1, 2, -1, 0.5, 2 ** 32, 2 ** 40, 1e300]
  expect(new Set(seeds.map((seed) => draw(seed).join())).size).toBe(seeds.length)
  expect(draw(-0)).toEqual(draw(0))
})

test("createRandom: an infinite or missing seed is refused", () => {
  expect(() => createRandom(Number.NaN)).toThrow(RangeError)
  expect(() => createRandom(Infinity)).toThrow("seed must be a finite number, got Infinity")
})

test("createRandom: numbers are uniform over ten bins and stay in range", () => {
  const random = createRandom(7)
  const draws = 100_000
  const bins = { next: new Array<number>(10).fill(0), nextInt: new Array<number>(10).fill(0) }
  for (let i = 0; i < draws; i++) {
    bins.next[Math.floor(random.next() * 10)]++
    bins.nextInt[random.nextInt(10)]++
  }
  for (const counts of Object.values(bins)) {
    expect(counts).toHaveLength(10)
    const chiSquare = counts.reduce((sum, count) => sum + (count - draws / 10) ** 2 / (draws / 10), 0)
    // 99.9th percentile of the chi-square distribution with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9)
  }
})

test("createRandom: nextInt of 1 or less is 0", () => {
  const random = createRandom(1)
  expect([random.nextInt(1), random.nextInt(0)]).toEqual([0, 0])
})

test("shuffle: keeps every entry and favors no order", () => {
  const random = createRandom(11)
  const seen = new Map<string, number>()
  for (let i = 0; i < 6000; i++) {
    const order = shuffle([1, 2, 3], random)
    expect([...order].sort()).toEqual([1, 2, 3])
    seen.set(order.join(), (seen.get(order.join()) ?? 0) + 1)
  }
  expect(seen.size).toBe(6)
  for (const count of seen.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
})
