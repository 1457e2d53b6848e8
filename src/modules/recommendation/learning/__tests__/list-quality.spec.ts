import type { ListReport, TrainingReport } from "../../../../core/contract"
import { describeLists, groupWeights } from "../list-quality"

const figures = (hitRate10: number): ListReport["prior"] => ({ ndcg10: hitRate10 / 2, hitRate10 })

const list = (own: Partial<ListReport>): ListReport => ({
  serves: "learned",
  missing: null,
  cases: 200,
  learned: figures(0.31),
  prior: figures(0.22),
  popularity: figures(0.09),
  table: null,
  lead: null,
  ...own,
})

const untaught = (missing: ListReport["missing"]): ListReport =>
  list({
    serves: "prior",
    missing,
    cases: 0,
    learned: null,
    prior: figures(Number.NaN),
    popularity: figures(Number.NaN),
  })

const lists: NonNullable<TrainingReport["lists"]> = {
  cart: list({}),
  bought_together: list({ serves: "prior" }),
  similar: untaught("visits"),
  gift: untaught("gift_orders"),
  buy_again: list({}),
}

describe("list quality", () => {
  test("describeLists: shows the figure of what serves, learned or not", () => {
    const [cart, together] = describeLists(lists)
    expect(cart).toMatchObject({ list: "cart", serves: "learned", hit_rate: 0.31, popularity_hit_rate: 0.09 })
    expect(together).toMatchObject({ list: "bought_together", serves: "prior", hit_rate: 0.22 })
  })

  test("describeLists: what nothing teaches says what is missing and shows no figure", () => {
    expect(describeLists(lists)[2]).toMatchObject({ list: "similar", missing: "visits", cases: 0, hit_rate: null })
  })

  test("describeLists: a report of a release without lists has none", () => {
    expect(describeLists(null)).toEqual([])
  })

  test("groupWeights: for_you stands apart from the lists, and a list without weights is left out", () => {
    const grouped = groupWeights([
      { feature: "a", weight: 1 },
      { feature: "b", weight: 2, list: "cart" },
    ])
    expect(grouped).toEqual({
      weights: [{ feature: "a", weight: 1 }],
      list_weights: [{ list: "cart", weights: [{ feature: "b", weight: 2 }] }],
    })
  })
})
