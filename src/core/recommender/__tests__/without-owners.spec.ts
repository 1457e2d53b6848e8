import { InteractionLogBuilder } from "../../data/interaction-log-builder"
import { decodeModelFile } from "../model/container/model-codec"
import { loadRecommender, trainRecommender, withoutOwners } from "../index"
import { shopItems, shopRows } from "./shop"

const OPTIONS = { seed: 1, now: Date.UTC(2025, 6, 1), maxRows: 100_000, newShopperOrders: 3 }
const hashed = (id: string): string => `hash of ${id}`

function train(): Uint8Array {
  const builder = new InteractionLogBuilder()
  for (const row of shopRows()) builder.add(row)
  const dataset = { log: builder.finish(), items: shopItems(), segments: new Map() }
  return trainRecommender(dataset, { ...OPTIONS, ownerName: hashed }).bytes
}

describe("a model file without some shoppers", () => {
  const bytes = train()

  test("holds none of their vectors and all of the others'", () => {
    const left = withoutOwners(bytes, [hashed("shopper-3")])
    if (left === null) throw new Error("the file held nothing of the shopper")
    expect(withoutOwners(left, [hashed("shopper-3")])).toBeNull()
    expect(withoutOwners(left, [hashed("shopper-4")])).not.toBeNull()
    const vectors = (file: Uint8Array): number => decodeModelFile(file).int32("shoppers.owners").length / 2
    expect(vectors(left)).toBe(vectors(bytes) - 1)
    expect(loadRecommender(left).productIds).toEqual(loadRecommender(bytes).productIds)
  })

  test("is otherwise the same, section by section", () => {
    const [before, after] = [bytes, withoutOwners(bytes, [hashed("shopper-3")]) ?? bytes].map(decodeModelFile)
    expect(after.names).toEqual(before.names)
    for (const name of before.names.filter((one) => !/^(shoppers|visits)\./.test(one)))
      expect([name, JSON.stringify(sectionOf(after, name))]).toEqual([name, JSON.stringify(sectionOf(before, name))])
  })

  test("is not written where nothing of theirs is in it, nor found by the id behind the hash", () => {
    expect(withoutOwners(bytes, [])).toBeNull()
    expect(withoutOwners(bytes, [hashed("shopper-999"), "shopper-3"])).toBeNull()
  })

  test("says nothing of any id", () => {
    expect(Buffer.from(bytes).toString("latin1")).not.toContain("shopper-")
  })
})

type File = ReturnType<typeof decodeModelFile>

/** A section of whatever kind. */
function sectionOf(file: File, name: string): unknown {
  for (const kind of ["json", "strings", "float64", "float32", "int32", "uint16", "uint8"] as const) {
    try {
      return file[kind](name)
    } catch {
      // Of another kind.
    }
  }
  throw new Error(`section ${name} is of no known kind`)
}
