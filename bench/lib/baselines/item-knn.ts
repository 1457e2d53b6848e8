import { collectItemSets } from "../../../src/core/features/item-sets"
import { cooccurrenceTable, setMasses } from "../../../src/core/features/item-table"
import type { RankingCase, SplitKind } from "../../../src/core/evaluation/temporal-split"
import { pastOf } from "./baseline"
import type { Baseline, BaselineContext } from "./baseline"

/**
 * Cosine of the products' columns in the shopper × product matrix (visit × product for visits), summed over the
 * past. `own` is what a product of the past scores for being there: 1 is its cosine with itself. For visits it is
 * also tried with the newest product alone, as session-based studies have it.
 *
 * @see Sarwar et al., "Item-based collaborative filtering recommendation algorithms", WWW 2001; Hidasi et al.,
 * "Session-based recommendations with recurrent neural networks", ICLR 2016
 */
export const itemKnnBaseline = (kind: SplitKind): Baseline => ({
  name: "item_knn",
  settings: (kind === "next_item" ? [0, 1] : [0]).flatMap((newestOnly) =>
    [20, 100, 400].flatMap((neighbors) =>
      [0, 10].flatMap((shrinkage) => [-1, 0, 1].map((own) => ({ neighbors, shrinkage, own, newestOnly }))),
    ),
  ),
  build: (context, { neighbors, shrinkage, own, newestOnly }) => {
    const { split, owners, accepts, itemCount } = context
    const sets = collectItemSets(split.train, owners, { accepts, itemsAtMost: 2000, weight: () => 1 })
    const table = cooccurrenceTable(sets, { itemCount, neighbors, shrinkage })
    const masses = setMasses(sets, itemCount)
    return (testCase) => {
      const scores = new Float64Array(itemCount)
      const past = pastOf(context, testCase)
      for (const item of newestOnly === 1 ? newestOf(context, testCase) : past.keys()) {
        for (let at = table.offsets[item]; at < table.offsets[item + 1]; at++) {
          const other = table.items[at]
          scores[other] += table.weights[at] / (Math.sqrt(masses[other]) + shrinkage)
        }
      }
      for (const item of past.keys()) scores[item] = own < 0 ? -1 : scores[item] + own
      return scores
    }
  },
})

/** The newest product of a case's past that counts, alone. */
function newestOf({ log, accepts }: BaselineContext, { rows }: RankingCase): number[] {
  for (let at = rows.length - 1; at >= 0; at--) if (accepts(log.behavior[rows[at]])) return [log.item[rows[at]]]
  return []
}
