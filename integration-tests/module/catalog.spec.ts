import type { ServingChange } from "../../src/modules/recommendation/database/change-log"
import { Catalog } from "../../src/modules/recommendation/serving/catalog/catalog"
import { fillServeShop } from "../helpers/filled-serve-shop"
import { startTestModule } from "../helpers/module-context"
import type { TestModule } from "../helpers/module-context"

const DATABASE = `svm_catalog_${process.env.JEST_WORKER_ID ?? "1"}`
const PRODUCTS = 4

/** What is done to the tables, and what of it Medusa's event names. */
interface Change {
  readonly sql: string
  readonly bindings: readonly string[]
  readonly named: ServingChange
}

const amount = (euros: string, key: string): Change => ({
  sql: "update price set amount = ?::numeric where id like 'price_3_%'",
  bindings: [euros],
  named: { kind: "price", key },
})

describe("catalog", () => {
  let module: TestModule
  let catalog: Catalog

  /** A change, followed; and whether what was learned of gifts stands, as lists that were kept do. */
  const follow = async ({ sql, bindings, named }: Change): Promise<boolean> => {
    const [before, lists] = [catalog.learnedContents, catalog.version.contents]
    await module.run(sql, [...bindings])
    await catalog.refresh(await catalog.productsOf([named]))
    const another = new Catalog(module.context, async () => [])
    await another.readAll()
    expect([catalog.version.contents, catalog.learnedContents]).toEqual([lists, another.learnedContents])
    return catalog.learnedContents === before
  }

  beforeAll(async () => {
    module = await startTestModule(DATABASE)
    await fillServeShop(DATABASE, PRODUCTS)
    catalog = new Catalog(module.context, async () => [])
    await catalog.readAll()
  })
  afterAll(() => module.close())

  test("catalog: an amount or its set names the product, whose price ranking and gifts know from then on", async () => {
    expect(await catalog.productsOf([{ kind: "price", key: "price_3_1_eur" }])).toEqual(["prod_3"])
    expect(await catalog.productsOf([{ kind: "price", key: "pset_2_2" }])).toEqual(["prod_2"])
    expect(await catalog.productsOf([{ kind: "price", key: null }])).toEqual([])
    await follow(amount("100", "price_3_1_eur"))
    expect(catalog.current.get("prod_3")?.price).toBe(100)
    // 110 is as much of a gift as 100 is, 400 is another kind of gift.
    expect(await follow(amount("110", "pset_3_1"))).toBe(true)
    expect(await follow(amount("400", "pset_3_1"))).toBe(false)
    expect(catalog.current.get("prod_3")?.price).toBe(400)
  })

  test("catalog: gifts are known by descriptions and names of categories, and no list has to be made again for them", async () => {
    const described: Change = {
      sql: "update product set description = ? where id = ?",
      bindings: ["For a mother", "prod_1"],
      named: { kind: "product", key: "prod_1" },
    }
    expect(await follow(described)).toBe(false)
    expect(await follow(described)).toBe(true)
    const renamed: Change = {
      sql: "update product_category set name = ? where id = ?",
      bindings: ["Mother's Day", "pcat_2"],
      named: { kind: "category", key: "pcat_2" },
    }
    expect(await follow(renamed)).toBe(false)
  })
})
