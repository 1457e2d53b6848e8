import { answeredKeys, fitOf, isWithin, SUITS } from "./giver"
import type { GiftBudget, GiftChoice } from "./giver"
import type { RelaxedAnswers } from "./relax-answers"

/** What was asked for, and how many products. */
export interface StretchBudgetOptions {
  /** As the giver gave it. */
  readonly budget: GiftBudget | null
  /** Products wanted. */
  readonly count: number
}

/**
 * A budget that was let go comes back, stretched just as far as to the prices nearest to it of so many products that suit
 * all other answers: who has 5 to spend is shown what costs 7 and not what costs 55.
 */
export function stretchBudget(
  choices: readonly GiftChoice[],
  relaxed: RelaxedAnswers,
  { budget, count }: StretchBudgetOptions,
): RelaxedAnswers {
  const { answers } = relaxed
  if (budget === null || answers.budget !== null) return relaxed
  const keys = answeredKeys(answers)
  const suiting = choices.filter((choice) => keys.every((key) => fitOf(choice, key, answers) >= SUITS))
  const gap = (price: number): number => Math.max((budget.min ?? 0) - price, price - (budget.max ?? Infinity), 0)
  const nearest = suiting
    .flatMap(({ prices }) => [...prices].sort((a, b) => gap(a) - gap(b)).slice(0, 1))
    .sort((a, b) => gap(a) - gap(b))
    .slice(0, count)
  // Where nothing has a price, no budget says anything.
  if (nearest.length === 0) return relaxed
  const stretched = {
    min: budget.min === null ? null : Math.min(budget.min, ...nearest),
    max: budget.max === null ? null : Math.max(budget.max, ...nearest),
  }
  const left = suiting.filter(({ prices }) => isWithin(prices, stretched)).length
  return { ...relaxed, answers: { ...answers, budget: stretched }, left }
}
