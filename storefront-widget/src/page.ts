"use client"

export { rankCards } from "./client/rank"
export type { RankableCard, RankedCards, RankOptions } from "./client/rank"
export { useRankedCards } from "./react/ranked-cards"
