import type { ServingChange } from "../live/change-feed"
import { ChangeGatherer } from "../live/change-gatherer"

const product = (key: string): ServingChange => ({ kind: "product", key })

test("changes: what comes in a crowd is applied together, each once", async () => {
  const applied: (readonly ServingChange[])[] = []
  const gatherer = new ChangeGatherer((changes) => Promise.resolve(void applied.push(changes)))
  await Promise.all([
    gatherer.add([product("a")]),
    gatherer.add([product("b"), product("a")]),
    gatherer.add([{ kind: "prices", key: null }]),
  ])
  expect(applied).toEqual([[product("a"), product("b"), { kind: "prices", key: null }]])
})

test("changes: while some are applied others gather, and are applied after them, never beside", async () => {
  const applied: (readonly ServingChange[])[] = []
  let atOnce = 0
  let finishFirst: () => void = () => undefined
  const first = new Promise<void>((resolve) => (finishFirst = resolve))
  const gatherer = new ChangeGatherer(async (changes) => {
    atOnce += 1
    applied.push(changes)
    expect(atOnce).toBe(1)
    if (applied.length === 1) await first
    atOnce -= 1
  })
  const one = gatherer.add([product("a")])
  while (applied.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const later: Promise<void>[] = []
  for (const key of ["b", "c", "d"]) {
    later.push(gatherer.add([product(key)]))
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  expect(applied).toHaveLength(1)
  finishFirst()
  await Promise.all([one, ...later])
  expect(applied).toEqual([[product("a")], [product("b"), product("c"), product("d")]])
})

test("changes: between two turns the database rests, however many wait", async () => {
  const applied: (readonly ServingChange[])[] = []
  let endRest: () => void = () => undefined
  const gatherer = new ChangeGatherer(
    (changes) => Promise.resolve(void applied.push(changes)),
    () => new Promise((resolve) => (endRest = resolve)),
  )
  await gatherer.add([product("a")])
  const later = [gatherer.add([product("b")]), gatherer.add([product("c")])]
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(applied).toEqual([[product("a")]])
  endRest()
  await Promise.all(later)
  expect(applied).toEqual([[product("a")], [product("b"), product("c")]])
})

test("changes: who failed hears of it, and the next are applied all the same", async () => {
  const applied: (readonly ServingChange[])[] = []
  const gatherer = new ChangeGatherer((changes) => {
    applied.push(changes)
    return applied.length === 1 ? Promise.reject(new Error("no database")) : Promise.resolve()
  })
  await expect(gatherer.add([product("a")])).rejects.toThrow("no database")
  await gatherer.add([product("b")])
  expect(applied).toEqual([[product("a")], [product("b")]])
})
