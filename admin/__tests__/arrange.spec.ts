import type { RuleInfo } from "../../src/types/http"
import { pinOf } from "../screens/rules/arrange"
import { emptyRule } from "../screens/rules/rule-draft"

const PAGE = { placement: "home", channelId: undefined, productId: undefined }
const MOVE = { productId: "prod_1", name: "Mug at 3", place: 3 }
const stored = (more: Partial<RuleInfo>): RuleInfo => ({
  ...emptyRule(),
  ...{ id: "recrule_1", position: 0, version: 4, updated_at: "", name: "Mug first", product_ids: ["prod_1"] },
  ...more,
})

test("arrange: a product that is moved is pinned there, on this page alone", () => {
  expect(pinOf(MOVE, PAGE, [])).toMatchObject({
    rule: { action: "pin", name: "Mug at 3", product_ids: ["prod_1"], placements: ["home"], value: 3 },
    of: null,
  })
  const beside = { placement: null, channelId: "sc_1", productId: "prod_9" }
  expect(pinOf(MOVE, beside, []).rule).toMatchObject({
    ...{ placements: [], sales_channel_ids: ["sc_1"], anchor_product_ids: ["prod_9"] },
  })
})

test("arrange: the page's own pin moves along; one of other pages, products or groups stays as it is", () => {
  const own = stored({ placements: ["home"] })
  expect(pinOf(MOVE, PAGE, [own])).toMatchObject({ rule: { name: "Mug first", value: 3 }, of: own })
  for (const other of [
    stored({ placements: ["cart"] }),
    stored({ placements: [] }),
    stored({ placements: ["home"], product_ids: ["prod_1", "prod_2"] }),
    stored({ placements: ["home"], customer_group_ids: ["cusgroup_1"] }),
    stored({ placements: ["home"], enabled: false }),
  ])
    expect(pinOf(MOVE, PAGE, [other]).of).toBeNull()
})
