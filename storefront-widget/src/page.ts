"use client"

export { rankCards } from "./client/rank"
export type { RankableCard, RankedCards, RankOptions } from "./client/rank"
export { Alternatives } from "./react/alternatives"
export type { AlternativesProps } from "./react/alternatives"
export { useRankedCards } from "./react/ranked-cards"
