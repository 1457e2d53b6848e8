import { askEach, request } from "./ask"
import type { Ask, AskOptions } from "./ask"
import { readAnswer } from "./read-answer"
import type { RecommendationsAnswer, RecommendationsQuery } from "./types"
import { fields, objects, text } from "./values"

/** Panels of one call, at most: the shop's limit. */
const PANELS = 10

interface Wanted {
  readonly query: RecommendationsQuery
  readonly answer: Promise<RecommendationsAnswer>
  readonly resolve: (answer: RecommendationsAnswer | Promise<RecommendationsAnswer>) => void
  readonly reject: (error: Error) => void
}

/**
 * One request for all lists that a page asks for at one moment, in which no
 * product stands in two of them. For the provider's `ask`; who does not import
 * it does not load it.
 */
export function askTogether(options: AskOptions): Ask {
  const askOne = askEach(options)
  const waiting = new Map<string, Wanted>()
  const send = () => {
    const open = new Map<string, Wanted[]>()
    const groups: Wanted[][] = []
    for (const wanted of waiting.values()) {
      const key = JSON.stringify(shared(wanted.query))
      const group = open.get(key)
      if (group && group.length < PANELS) {
        group.push(wanted)
        continue
      }
      const begun = [wanted]
      open.set(key, begun)
      groups.push(begun)
    }
    waiting.clear()
    for (const group of groups) {
      if (group.length === 1) group[0].resolve(askOne(group[0].query))
      else void askPanels(group, options)
    }
  }
  return (query) => {
    if (waiting.size === 0) setTimeout(send)
    // The same question twice at one moment has one answer, not two that share no product.
    const key = JSON.stringify(query)
    const known = waiting.get(key) ?? wantedOf(query)
    waiting.set(key, known)
    return known.answer
  }
}

function wantedOf(query: RecommendationsQuery): Wanted {
  let settle: Pick<Wanted, "resolve" | "reject"> | undefined
  const answer = new Promise<RecommendationsAnswer>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return {
    query,
    answer,
    resolve: (found) => settle?.resolve(found),
    reject: (error) => settle?.reject(error),
  }
}

/** What a whole page has in common; all else belongs to a panel. */
const shared = (query: RecommendationsQuery) => {
  const { region_id, currency_code, country_code, province, locale, cart_id, fields } = query
  return { region_id, currency_code, country_code, province, locale, cart_id, fields }
}

async function askPanels(group: Wanted[], options: AskOptions): Promise<void> {
  const { visitor_id, credentials } = options.identity()
  const common = shared(group[0].query)
  const nothing = Object.fromEntries(Object.keys(common).map((name) => [name, undefined]))
  const panels = group.map(({ query }, i) => ({ ...query, ...nothing, id: String(i) }))
  let answers: Map<string, RecommendationsAnswer | null>
  try {
    const body = { ...common, visitor_id, panels }
    const found = fields(await request("/panels", { method: "POST", body, ...credentials }, options))
    answers = new Map(objects(found.panels).map((panel) => [text(panel.id), readAnswer(panel)]))
  } catch (error) {
    for (const { reject } of group) reject(new Error("no panels", { cause: error }))
    return
  }
  group.forEach(({ resolve, reject }, i) => {
    const answer = answers.get(String(i))
    if (answer) resolve(answer)
    else reject(new Error("a panel without an answer"))
  })
}
