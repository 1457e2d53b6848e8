import type { Goal } from "../../features/shop-state"

/** Priors as `npm run learn:prior` writes them. */
export interface LearnedFile {
  /** Names of the columns that the weights belong to, in order. */
  readonly features: string
  readonly priors: readonly {
    readonly source: string
    readonly licence: string
    readonly goal: Goal
    readonly shops: number
    readonly lists: number
    readonly rows: number
    /** Thousandths, one for each column. */
    readonly weights: string
  }[]
}
