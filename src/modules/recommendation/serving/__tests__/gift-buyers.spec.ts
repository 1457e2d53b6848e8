import type { ModuleContext } from "../../context"
import { GiftBuyers } from "../gift-finder/gift-buyers"

test("gift buyers: how many people gave a product is counted again after ten minutes, not before", async () => {
  let buyers = 5
  const raw = (): unknown => ({ timeout: async () => ({ rows: [{ product_id: "prod_1", buyers }] }) })
  const counted = new GiftBuyers({ knex: () => ({ raw }) } as unknown as ModuleContext)
  const begun = performance.now()
  const now = jest.spyOn(performance, "now").mockReturnValue(begun)
  try {
    expect((await counted.get()).get("prod_1")).toBe(5)
    buyers = 6
    now.mockReturnValue(begun + 599_000)
    expect((await counted.get()).get("prod_1")).toBe(5)
    now.mockReturnValue(begun + 600_001)
    expect((await counted.get()).get("prod_1")).toBe(6)
  } finally {
    now.mockRestore()
  }
})
