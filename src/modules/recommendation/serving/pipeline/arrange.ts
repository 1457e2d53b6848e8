import { hash32 } from "../../../../core/evaluation/experiment"
import type { CatalogItem } from "../../../../core/contract"
import { applyRules } from "../rules/apply-rules"
import type { Exploration, Explored } from "../exploration/exploration"
import type { RuleEffect } from "../rules/apply-rules"
import { shopperName } from "../question"
import { STRATEGY_POLICIES } from "../strategies"
import type { Candidate } from "./candidates"
import { capCategories } from "./cap-categories"
import type { Prepared } from "./prepare"
import { visitOf } from "../visit"

/** Candidates among which variety chooses, in lengths of the list: further down it would cost too much relevance. */
const VARIETY_REACH = 4
/** Candidates from which rotated places are drawn, in lengths of the list. */
const ROTATION_REACH = 3

/** The order in which candidates are to be shown, and what the rules did to it. */
export interface Arranged {
  readonly candidates: Candidate[]
  readonly effects: RuleEffect[]
  /** What of it is explored; null where nothing may be. */
  readonly exploration: Omit<Explored, "candidates"> | null
}

/** What explores a list, and what it must not be explored with. */
interface Exploring {
  readonly exploration: Exploration | null
  readonly failed: ReadonlyMap<string, unknown>
}

const NOTHING_EXPLORED: Exploring = { exploration: null, failed: new Map() }

/**
 * Variety, then rotation, then no more than half of one kind, then exploration, then the rules: these have the last word,
 * for somebody has set them on purpose.
 */
export function arrange(
  candidates: readonly Candidate[],
  prepared: Prepared,
  { exploration, failed }: Exploring = NOTHING_EXPLORED,
): Arranged {
  const { question, settings, rules, history } = prepared
  // What the gift assistant found is varied already, by what the giver has not answered yet.
  const isFound = prepared.found !== undefined
  const still = isFound || STRATEGY_POLICIES[question.strategy].keepsOrder
  const varied = still ? [...candidates] : vary(candidates, prepared)
  const rotated = still || settings.serving.rotation === 0 ? varied : rotate(varied, prepared)
  const capped = isFound ? rotated : capCategories(rotated, prepared)
  // What fills up stands behind all that the strategy's claim holds for.
  const ordered = [false, true].flatMap((fillsIn) => capped.filter((candidate) => candidate.fillsIn === fillsIn))
  const explored = exploration?.explore(ordered, failed) ?? null
  const { products, effects } = applyRules(explored?.candidates ?? ordered, rules, {
    limit: question.limit,
    // A list of the shopper's own past is of nothing else.
    ...(STRATEGY_POLICIES[question.strategy].keepsOrder ? {} : { owned: history.owned }),
  })
  return { candidates: products, effects, exploration: explored }
}

/**
 * Maximal marginal relevance: each next product is the best of (1 - d) relevance
 * minus d likeness to what stands already. Relevance falls evenly with the rank,
 * since scores of different rungs do not compare.
 *
 * @see Carbonell, Goldstein, "The Use of MMR", SIGIR 1998
 */
function vary(candidates: readonly Candidate[], { catalog, question, settings }: Prepared): Candidate[] {
  const { diversity } = settings.serving
  const reach = Math.min(candidates.length, VARIETY_REACH * question.limit)
  if (diversity === 0 || reach < 3) return [...candidates]
  const open = candidates.slice(0, reach).map((candidate, at) => ({
    candidate,
    item: catalog.get(candidate.productId),
    relevance: 1 - at / reach,
    likeness: 0,
  }))
  const chosen: Candidate[] = []
  while (open.length > 0 && chosen.length < question.limit) {
    let best = 0
    const value = (index: number): number =>
      (1 - diversity) * (open[index]?.relevance ?? 0) - diversity * (open[index]?.likeness ?? 0)
    for (let index = 1; index < open.length; index++) if (value(index) > value(best)) best = index
    const [picked] = open.splice(best, 1)
    if (!picked) break
    chosen.push(picked.candidate)
    for (const other of open) other.likeness = Math.max(other.likeness, likeness(picked.item, other.item))
  }
  return [...chosen, ...open.map(({ candidate }) => candidate), ...candidates.slice(reach)]
}

/** 0 to 1: half for the same category, half for the share of tags in common. */
function likeness(a: CatalogItem | undefined, b: CatalogItem | undefined): number {
  if (!a || !b) return 0
  const sameCategory = a.category !== null && a.category === b.category ? 0.5 : 0
  if (a.tags.length === 0 || b.tags.length === 0) return sameCategory
  const common = a.tags.filter((tag) => b.tags.includes(tag)).length
  return sameCategory + (0.5 * common) / (a.tags.length + b.tags.length - common)
}

/** The last places of the list are drawn again at each visit from what stands just below; the first ones stay. */
function rotate(candidates: Candidate[], { question, settings, now }: Prepared): Candidate[] {
  const moving = Math.round(settings.serving.rotation * question.limit)
  const steady = question.limit - moving
  const reach = Math.min(candidates.length, steady + moving * ROTATION_REACH)
  if (moving === 0 || reach <= question.limit) return candidates
  const visit = `${shopperName(question.shopper) ?? ""} ${visitOf(question.shopper, now)}`
  const drawn = candidates
    .slice(steady, reach)
    .map((candidate, at) => ({ candidate, at, ticket: hash32(`${visit} ${candidate.productId}`) }))
    .sort((a, b) => a.ticket - b.ticket)
  const shown = drawn.slice(0, moving).sort((a, b) => a.at - b.at)
  const rest = drawn.slice(moving).sort((a, b) => a.at - b.at)
  return [
    ...candidates.slice(0, steady),
    ...[...shown, ...rest].map(({ candidate }) => candidate),
    ...candidates.slice(reach),
  ]
}
