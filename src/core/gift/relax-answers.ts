import { answeredKeys, fitOf, SUITS, withoutKeys } from "./giver"
import type { GiftAnswers, GiftChoice, QuestionKey } from "./giver"

/** Answers that some product suits, and those that had to go for it. */
export interface RelaxedAnswers {
  readonly answers: GiftAnswers
  readonly givenUp: readonly QuestionKey[]
  /** Products that suit all that is left. */
  readonly left: number
}

/**
 * Lets answers go until a product suits all the others: as few as possible, and of those the ones that matter least.
 * `left` is 0 only where there are no products at all.
 */
export function relaxAnswers(choices: readonly GiftChoice[], answers: GiftAnswers): RelaxedAnswers {
  const keys = answeredKeys(answers)
  const misses = countMisses(choices, keys, answers)
  for (const dropped of subsetsBySize(keys.length)) {
    let left = 0
    for (const [missed, count] of misses) if ((missed & ~dropped) === 0) left += count
    if (left === 0) continue
    const givenUp = keys.filter((_, bit) => (dropped & (1 << bit)) !== 0)
    return { answers: withoutKeys(answers, new Set(givenUp)), givenUp, left }
  }
  return { answers, givenUp: [], left: 0 }
}

/** Products by the set of answers that they do not suit, a bit each. */
function countMisses(
  choices: readonly GiftChoice[],
  keys: readonly QuestionKey[],
  answers: GiftAnswers,
): Map<number, number> {
  const misses = new Map<number, number>()
  for (const choice of choices) {
    let missed = 0
    for (const [bit, key] of keys.entries()) if (fitOf(choice, key, answers) < SUITS) missed |= 1 << bit
    misses.set(missed, (misses.get(missed) ?? 0) + 1)
  }
  return misses
}

/** All sets of `count` bits, the small ones first; of a size, those of the first bits first. */
function subsetsBySize(count: number): number[] {
  const size = (set: number): number =>
    Array.from({ length: count }, (_, bit) => (set >> bit) & 1).reduce((a, b) => a + b, 0)
  return Array.from({ length: 1 << count }, (_, set) => set).sort((a, b) => size(a) - size(b) || a - b)
}
