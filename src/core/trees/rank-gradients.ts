import { exp } from "../numeric/portable-math"

/** Lists of rows of which some were chosen. */
export interface ChosenLists {
  /** List l is rows `offsets[l]` up to `offsets[l + 1]`. */
  readonly offsets: Int32Array
  /** 1 for what was chosen. */
  readonly chosen: Uint8Array
  /** Of every pair of a list. */
  readonly listWeights: Float64Array
  /** A pair counts its list's weight × those of its two rows. */
  readonly rowWeights: Float64Array
}

/**
 * Slope and curvature of the pairwise logistic loss, Σ w ln(1 + e^(worse − better)) over all pairs of chosen and not
 * chosen in a list, in every row's score. Scores are kept as their exponentials: a pair is then one division, and a tree
 * costs an exponential for each leaf, not for each row.
 *
 * @see Burges, "From RankNet to LambdaRank to LambdaMART: An Overview", MSR-TR-2010-82
 */
export class RankGradients {
  readonly slopes: Float64Array
  readonly curvatures: Float64Array
  readonly #powers: Float64Array

  constructor(private readonly lists: ChosenLists) {
    const rows = lists.chosen.length
    this.slopes = new Float64Array(rows)
    this.curvatures = new Float64Array(rows)
    this.#powers = new Float64Array(rows).fill(1)
  }

  /** Adds to the score of every row what its leaf says. */
  add(leaves: Uint8Array, values: Float64Array): void {
    const factors = values.map((value) => exp(value))
    for (let row = 0; row < leaves.length; row++) this.#powers[row] *= factors[leaves[row]]
  }

  /** Computes slopes and curvatures at the scores as they are. */
  update(): void {
    const { offsets, listWeights } = this.lists
    this.slopes.fill(0)
    this.curvatures.fill(0)
    for (let list = 0; list < listWeights.length; list++) {
      this.#addList(offsets[list], offsets[list + 1], listWeights[list])
    }
  }

  #addList(from: number, to: number, listWeight: number): void {
    const { chosen, rowWeights } = this.lists
    const powers = this.#powers
    for (let better = from; better < to; better++) {
      if (chosen[better] === 0) continue
      const own = powers[better]
      const weight = listWeight * rowWeights[better]
      let slope = 0
      let curvature = 0
      for (let worse = from; worse < to; worse++) {
        if (chosen[worse] !== 0) continue
        const wrong = powers[worse] / (own + powers[worse])
        const pull = weight * rowWeights[worse] * wrong
        const bend = pull * (1 - wrong)
        slope += pull
        curvature += bend
        this.slopes[worse] += pull
        this.curvatures[worse] += bend
      }
      this.slopes[better] -= slope
      this.curvatures[better] += curvature
    }
  }
}
