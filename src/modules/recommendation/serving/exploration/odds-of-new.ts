import { oddsBeside } from "../../../../core/exploration"
import type { Composition } from "../pipeline/compose"
import type { Prepared } from "../pipeline/prepare"

/** What the model by itself held of the new products of a list; null where there are none, or answers are not counted. */
export function oddsOfNew(
  { littleKnown }: Pick<Prepared, "littleKnown">,
  { shown }: Pick<Composition, "shown">,
): Record<string, number> | null {
  if (littleKnown === null) return null
  const chances = shown.map(({ candidate: { productId, chance, lift } }) => ({ productId, chance, lift }))
  const found = oddsBeside(chances, (productId) => littleKnown.lifts.has(productId))
  return found.size === 0 ? null : Object.fromEntries(found)
}
