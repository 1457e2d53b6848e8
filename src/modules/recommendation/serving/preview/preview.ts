import type { ModuleContext } from "../../context"
import { arrange } from "../pipeline/arrange"
import { anchorsOf } from "../pipeline/candidates"
import { candidatesWithPins, excludedByRules } from "../pipeline/compose"
import { rankingProfile } from "../pipeline/prepare"
import type { Prepared } from "../pipeline/prepare"
import { composeRelaxed } from "../pipeline/relax"
import { render } from "../pipeline/render"
import type { RenderedList } from "../pipeline/render"
import { createSieve } from "../pipeline/sieve"
import type { Removal } from "../pipeline/removal"
import type { ShopPorts } from "../ports"
import type { RuleEffect } from "../rules/apply-rules"
import { channelOf } from "../question"

/** A list, and what became of what is not in it. */
export interface PreviewedList {
  readonly list: RenderedList
  /** By product, the strongest candidates first. */
  readonly removed: ReadonlyMap<string, Removal>
  readonly effects: readonly RuleEffect[]
  readonly prepared: Prepared
}

/** Candidates looked at beyond the list, to say what became of them. */
const LOOKED_AT = 60
const MAX_REMOVED = 40

/** The pipeline of the store route, with a record of what was taken out by whom. */
export async function previewList(
  context: ModuleContext,
  { prepared: asked, ports }: { prepared: Prepared; ports: ShopPorts },
): Promise<PreviewedList> {
  const relaxed = await composeRelaxed(context, asked, ports)
  const { composition, prepared } = relaxed
  const list = await render(relaxed, ports)
  const shown = new Set(composition.shown.map(({ candidate }) => candidate.productId))
  const removed = new Map<string, Removal>()
  const note = (id: string, removal: Removal | null | undefined): void => {
    if (removal && !shown.has(id) && removed.size < MAX_REMOVED) removed.set(id, removal)
  }
  const sieve = createSieve(prepared)
  for (const id of strongest(prepared)) note(id, sieve.removal(id))
  for (const [id, removal] of composition.failed) note(id, removal)
  for (const [id, removal] of excludedByRules(prepared, candidatesWithPins(prepared, LOOKED_AT))) note(id, removal)
  return {
    list,
    removed,
    effects: composition.effects.filter(({ productId, rule }) => shown.has(productId) || rule.action === "exclude"),
    prepared,
  }
}

/** What would rank highest if nothing were taken out, and what the shopper turned down. */
function strongest(prepared: Prepared): string[] {
  const { question, live, now, history } = prepared
  const anchors = anchorsOf(question)
  const ranked = live.recommender.rank(rankingProfile(prepared), {
    strategy: question.strategy,
    now,
    channel: channelOf(question),
    limit: LOOKED_AT,
    ...(anchors.length > 0 ? { anchors } : {}),
  })
  return [...new Set([...ranked.map(({ productId }) => productId), ...history.dismissed, ...question.cartProductIds])]
}

/** Ids of a list in order, ranked and arranged in memory alone. */
export function quickList(prepared: Prepared): string[] {
  const { limit } = prepared.question
  const candidates = candidatesWithPins(prepared, 4 * limit)
  return arrange(candidates, prepared)
    .candidates.slice(0, limit)
    .map(({ productId }) => productId)
}
