import { collectItemSets } from "../../../src/core/features/item-sets"
import { setMasses } from "../../../src/core/features/item-table"
import { pastOf } from "./baseline"
import type { Baseline, BaselineContext } from "./baseline"
import { invertPositiveDefinite } from "../../../packages/linear-svm/src"

/**
 * EASE: B = 1 − P diag(P)⁻¹ with P = (XᵀX + λ1)⁻¹ over the `items` products chosen by most, X binary; score = x B.
 * `own` is added for products of the past, whose own weight EASE forbids by construction; negative takes them out.
 *
 * @see Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019
 */
export function easeBaseline(items: number): Baseline {
  return {
    name: "ease",
    settings: [30, 100, 300, 1000].flatMap((lambda) => [-1, 0, 1].map((own) => ({ lambda, own }))),
    build: (context, { lambda, own }) => {
      const { weights, index, members } = easeWeights(context, { items, lambda })
      const size = members.length
      return (testCase) => {
        const scores = new Float64Array(context.itemCount)
        const past = pastOf(context, testCase)
        for (const item of past.keys()) {
          const i = index[item]
          if (i < 0) continue
          for (let j = 0; j < size; j++) scores[members[j]] += weights[i * size + j]
        }
        for (const item of past.keys()) scores[item] = own < 0 ? -1e3 : scores[item] + own
        return scores
      }
    },
  }
}

interface EaseWeights {
  readonly weights: Float32Array
  /** Row of each product, -1 for those left out. */
  readonly index: Int32Array
  readonly members: Int32Array
}

/** Several settings share one inverse. */
const cache = new WeakMap<BaselineContext, Map<string, EaseWeights>>()

function easeWeights(
  context: BaselineContext,
  options: { readonly items: number; readonly lambda: number },
): EaseWeights {
  const known = cache.get(context) ?? new Map<string, EaseWeights>()
  cache.set(context, known)
  const key = `${options.items} ${options.lambda}`
  const found = known.get(key) ?? solveEase(context, options)
  known.clear()
  known.set(key, found)
  return found
}

function solveEase(
  { split, owners, accepts, itemCount }: BaselineContext,
  { items, lambda }: { readonly items: number; readonly lambda: number },
): EaseWeights {
  const sets = collectItemSets(split.train, owners, { accepts, itemsAtMost: 5000, weight: () => 1 })
  const masses = setMasses(sets, itemCount)
  const members = Int32Array.from(masses.keys())
    .filter((item) => masses[item] > 0)
    .sort((a, b) => masses[b] - masses[a] || a - b)
    .slice(0, items)
  const index = new Int32Array(itemCount).fill(-1)
  members.forEach((item, at) => (index[item] = at))
  const size = members.length
  const gram = new Float64Array(size * size)
  for (let set = 0; set + 1 < sets.offsets.length; set++) {
    const rows = sets.items.subarray(sets.offsets[set], sets.offsets[set + 1])
    for (const a of rows) {
      const i = index[a]
      if (i < 0) continue
      for (const b of rows) if (index[b] >= 0) gram[i * size + index[b]]++
    }
  }
  for (let i = 0; i < size; i++) gram[i * size + i] += lambda
  const weights = new Float32Array(size * size)
  if (invertPositiveDefinite(gram, size)) {
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) weights[i * size + j] = i === j ? 0 : -gram[i * size + j] / gram[j * size + j]
    }
  }
  return { weights, index, members }
}
