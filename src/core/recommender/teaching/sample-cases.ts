import { createRandom, shuffle } from "../../random/seeded-random"

/** Cases that may be made as they are asked for; an array is one. */
export interface Sampled<T> {
  readonly length: number
  at(place: number): T | undefined
}

/** An even sample of cases in their order, all of them where they are few. */
export function sampleCases<T>(cases: Sampled<T>, count: number, seed: number): T[] {
  const places = Int32Array.from({ length: cases.length }, (_, at) => at)
  const chosen = cases.length <= count ? places : shuffle(places, createRandom(seed)).slice(0, count).sort()
  return Array.from(chosen).flatMap((at) => cases.at(at) ?? [])
}
