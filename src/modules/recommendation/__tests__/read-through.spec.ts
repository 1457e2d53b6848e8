import { ReadThrough } from "../read-through"

/** A reading that ends on demand. */
function aReading(): {
  read: () => Promise<string>
  end: (value: string) => void
  fail: () => void
  reads: () => number
} {
  let reads = 0
  let end: (value: string) => void = () => undefined
  let fail = (): void => undefined
  const read = (): Promise<string> => {
    reads += 1
    return new Promise((resolve, reject) => {
      end = resolve
      fail = () => reject(new Error("the database is away"))
    })
  }
  return { read, end: (value) => end(value), fail: () => fail(), reads: () => reads }
}

test("read-through: who asks while it is read waits for the same reading, and later ones get what it found", async () => {
  const cache = new ReadThrough<string>({ max: 2, lifeMs: 60_000 })
  const { read, end, reads } = aReading()
  const asked = [cache.get("a", read), cache.get("a", read)]
  end("one")
  expect(await Promise.all([...asked, cache.get("a", read)])).toEqual(["one", "one", "one"])
  expect(reads()).toBe(1)
})

test("read-through: what began to be read before it was forgotten is kept for nobody", async () => {
  const cache = new ReadThrough<string>({ max: 2, lifeMs: 60_000 })
  const [old, now] = [aReading(), aReading()]
  const before = cache.get("a", old.read)
  cache.forget("a")
  const after = cache.get("a", now.read)
  now.end("new")
  old.end("old")
  expect(await Promise.all([before, after, cache.get("a", now.read)])).toEqual(["old", "new", "new"])
})

test("read-through: a reading that failed is tried again by the next who asks", async () => {
  const cache = new ReadThrough<string>({ max: 2, lifeMs: 60_000 })
  const { read, end, fail } = aReading()
  const first = cache.get("a", read)
  fail()
  await expect(first).rejects.toThrow("away")
  const second = cache.get("a", read)
  end("one")
  expect(await second).toBe("one")
})

test("read-through: its life is over by the clock from the start of its reading", async () => {
  const cache = new ReadThrough<string>({ max: 2, lifeMs: 0 })
  let reads = 0
  const read = (): Promise<number> => Promise.resolve(++reads)
  await cache.get("a", () => read().then(String))
  expect(await cache.get("a", () => read().then(String))).toBe("2")
})
