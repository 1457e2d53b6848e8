import { collectItemSets } from "../../features/item-sets"
import { cooccurrenceTable, setMasses } from "../../features/item-table"
import { pastOf } from "./baseline"
import type { Baseline } from "./baseline"

/**
 * Cosine of the products' columns in the shopper × product matrix (visit × product for visits), summed over the
 * past. `own` is what a product of the past scores for being there: 1 is its cosine with itself.
 *
 * @see Sarwar et al., "Item-based collaborative filtering recommendation algorithms", WWW 2001
 */
export const ITEM_KNN: Baseline = {
  name: "item_knn",
  settings: [20, 100, 400].flatMap((neighbors) =>
    [0, 10].flatMap((shrinkage) => [-1, 0, 1].map((own) => ({ neighbors, shrinkage, own }))),
  ),
  build: (context, { neighbors, shrinkage, own }) => {
    const { split, owners, accepts, itemCount } = context
    const sets = collectItemSets(split.train, owners, { accepts, itemsAtMost: 2000, weight: () => 1 })
    const table = cooccurrenceTable(sets, { itemCount, neighbors, shrinkage })
    const masses = setMasses(sets, itemCount)
    return (testCase) => {
      const scores = new Float64Array(itemCount)
      const past = pastOf(context, testCase)
      for (const item of past.keys()) {
        for (let at = table.offsets[item]; at < table.offsets[item + 1]; at++) {
          const other = table.items[at]
          scores[other] += table.weights[at] / (Math.sqrt(masses[other]) + shrinkage)
        }
      }
      for (const item of past.keys()) scores[item] = own < 0 ? -1 : scores[item] + own
      return scores
    }
  },
}
