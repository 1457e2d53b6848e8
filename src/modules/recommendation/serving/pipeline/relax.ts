import type { ModuleContext } from "../../context"
import { hasBudget } from "../gift"
import type { GiftRequest } from "../gift"
import type { ShopPorts } from "../ports"
import { compose } from "./compose"
import type { Composition } from "./compose"
import type { Prepared } from "./prepare"

/** A part of a gift's question that was let go, for nothing fitted all of it. */
export type RelaxedPart = "occasion" | "age_band" | "budget" | "recipient"

/** How far a budget may be missed before it is let go. */
const BUDGET_SLACK = 0.2

/** The list as it is to be shown, and what of the question it does not hold to. */
export interface RelaxedComposition {
  readonly prepared: Prepared
  readonly composition: Composition
  readonly relaxed: readonly RelaxedPart[]
}

interface Step {
  readonly part: RelaxedPart
  readonly isAsked: (gift: GiftRequest) => boolean
  readonly without: (gift: GiftRequest) => GiftRequest
}

const times = (amount: number | null, factor: number): number | null => (amount === null ? null : amount * factor)

/** What matters least to whoever gives comes first; for whom it is comes last. */
const STEPS: readonly Step[] = [
  {
    part: "occasion",
    isAsked: ({ occasion }) => occasion !== null,
    without: (gift) => ({ ...gift, occasion: null }),
  },
  { part: "age_band", isAsked: ({ ageBand }) => ageBand !== null, without: (gift) => ({ ...gift, ageBand: null }) },
  {
    part: "budget",
    isAsked: hasBudget,
    without: (gift) => ({
      ...gift,
      budgetMin: times(gift.budgetMin, 1 - BUDGET_SLACK),
      budgetMax: times(gift.budgetMax, 1 + BUDGET_SLACK),
    }),
  },
  { part: "budget", isAsked: hasBudget, without: (gift) => ({ ...gift, budgetMin: null, budgetMax: null }) },
  {
    part: "recipient",
    isAsked: ({ recipient }) => recipient !== null,
    without: (gift) => ({ ...gift, recipient: null }),
  },
]

/**
 * Composes the list. Where no product fits a gift's question whole, its parts are let go one after the other until some
 * do: an empty page helps nobody, and what was relaxed is named.
 */
export async function composeRelaxed(
  context: ModuleContext,
  asked: Prepared,
  ports: ShopPorts,
): Promise<RelaxedComposition> {
  let prepared = asked
  let composition = await compose(context, prepared, ports)
  const relaxed = new Set<RelaxedPart>()
  if (asked.question.strategy === "gift")
    for (const { part, isAsked, without } of STEPS) {
      if (composition.shown.length > 0) break
      if (!isAsked(prepared.question.gift)) continue
      relaxed.add(part)
      prepared = { ...prepared, question: { ...prepared.question, gift: without(prepared.question.gift) } }
      composition = await compose(context, prepared, ports)
    }
  // Where nothing at all is for sale, nothing was gained by it.
  return { prepared, composition, relaxed: composition.shown.length > 0 ? [...relaxed] : [] }
}
