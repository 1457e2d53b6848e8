import fc from "fast-check"
import { FollowedMap, OverlaidMap } from "../catalog/followed-map"

interface Entry {
  readonly name: string
  readonly mark: number
}

const entry = (name: string, mark = name.length): Entry => ({ name, mark })

/** A whole reading that ends on demand, with what it found at its start. */
function slowly(found: Record<string, Entry>): { read: () => Promise<Map<string, Entry>>; end: () => void } {
  let end = (): void => undefined
  const gate = new Promise<void>((resolve) => (end = resolve))
  const rows = new Map(Object.entries(found))
  return { read: () => gate.then(() => rows), end: () => end() }
}

const names = (map: FollowedMap<Entry>): string[] => [...map.current].map(([, { name }]) => name).sort()

describe("FollowedMap", () => {
  test("FollowedMap: a whole reading that began before a change does not undo it", async () => {
    const map = new FollowedMap<Entry>()
    const { read, end } = slowly({ a: entry("old a"), b: entry("b"), c: entry("c") })
    const reading = map.readWhole(read)
    map.patch(
      new Map([
        ["a", entry("new a")],
        ["c", null],
        ["d", entry("d")],
      ]),
    )
    end()
    await reading
    expect(names(map)).toEqual(["b", "d", "new a"])
  })

  test("FollowedMap: of two whole readings the one that began later stands, whichever ends last", async () => {
    const map = new FollowedMap<Entry>()
    const [first, second] = [slowly({ a: entry("old") }), slowly({ a: entry("new") })]
    const readings = [map.readWhole(first.read), map.readWhole(second.read)]
    second.end()
    await readings[1]
    first.end()
    await readings[0]
    expect(names(map)).toEqual(["new"])
  })

  test("FollowedMap: a whole reading that failed leaves what was there", async () => {
    const map = new FollowedMap<Entry>()
    map.patch(new Map([["a", entry("a")]]))
    await expect(map.readWhole(() => Promise.reject(new Error("away")))).rejects.toThrow("away")
    expect(names(map)).toEqual(["a"])
  })

  test("FollowedMap: its revision moves with what comes in, comes back or is another, and not with what goes", () => {
    const map = new FollowedMap<Entry>()
    const moves = (changes: [string, Entry | null][]): boolean => {
      const before = map.revision
      map.patch(new Map(changes))
      return map.revision !== before
    }
    expect([
      moves([["a", entry("a", 1)]]),
      moves([["b", entry("b", 2)]]),
      moves([["a", entry("a again", 1)]]),
      moves([["b", null]]),
      moves([["b", entry("b", 2)]]),
      moves([["a", entry("a", 3)]]),
    ]).toEqual([true, true, false, false, true, true])
  })

  test("FollowedMap: maps with the same entries name their contents alike, however they came to them", () => {
    const change = fc.tuple(
      fc.integer({ min: 0, max: 9 }).map(String),
      fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { nil: null }),
    )
    return fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 8 }), async (batches) => {
        const [patched, whole] = [new FollowedMap<Entry>(), new FollowedMap<Entry>()]
        for (const batch of batches)
          patched.patch(new Map(batch.map(([id, mark]) => [id, mark === null ? null : entry(id, mark)])))
        await whole.readWhole(() => Promise.resolve(new Map(patched.current)))
        expect(whole.contents).toBe(patched.contents)
        whole.patch(new Map([["new", entry("new", 77)]]))
        expect(whole.contents).not.toBe(patched.contents)
      }),
      { seed: 20260101, numRuns: 300 },
    )
  })
})

test("OverlaidMap: it is what a plain map with the same changes is, and a change leaves the map of before as it was", () => {
  const change = fc.tuple(fc.integer({ min: 0, max: 9 }).map(String), fc.option(fc.integer(), { nil: null }))
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 8 }), (batches) => {
      const plain = new Map<string, number>()
      let overlaid = new OverlaidMap<number>(new Map())
      for (const batch of batches) {
        const before = [...overlaid]
        const next = overlaid.with(new Map(batch))
        expect([...overlaid]).toEqual(before)
        overlaid = next
        for (const [id, value] of new Map(batch))
          if (value === null) plain.delete(id)
          else plain.set(id, value)
        expect(new Map(overlaid)).toEqual(plain)
        expect([...Array(10).keys()].map((id) => overlaid.get(String(id)))).toEqual(
          [...Array(10).keys()].map((id) => plain.get(String(id))),
        )
      }
    }),
    { seed: 20260101, numRuns: 300 },
  )
})

test("OverlaidMap: thousands of changes are folded and none is lost", () => {
  let map = new OverlaidMap<number>(new Map())
  for (let n = 0; n < 3_000; n++) map = map.with(new Map([[String(n), n]]))
  map = map.with(new Map([["17", null]]))
  expect([[...map].length, map.has("17"), map.get("2999")]).toEqual([2_999, false, 2_999])
})
