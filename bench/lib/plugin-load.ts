import type { Agent } from "node:http"
import { behaviorBody, sendBehavior } from "./behavior-sender"
import { getStatus } from "./load"
import { pace } from "./paced-load"
import type { PacedResult } from "./paced-load"
import type { ServeShop } from "./serve-shop"

/** How much of the plugin's own work comes in. */
export interface PluginPace {
  readonly eventsPerSecond: number
  readonly eventsACall: number
  readonly listsPerSecond: number
  readonly milliseconds: number
}

/** Behavior of ever new shoppers, and lists of `shop.visitors`, at a steady pace. */
export async function pluginLoad(
  { port, agent, shop, products }: { port: number; agent: Agent; shop: ServeShop; products: number },
  { eventsPerSecond, eventsACall, listsPerSecond, milliseconds }: PluginPace,
): Promise<{ readonly behavior: PacedResult; readonly lists: PacedResult }> {
  const { publishableKey, regionId, visitors } = shop
  const headers = { "x-publishable-api-key": publishableKey }
  const list = `/store/recommendations?limit=8&region_id=${regionId}&visitor_id=`
  const [behavior, lists] = await Promise.all([
    pace({
      perSecond: eventsPerSecond / eventsACall,
      milliseconds,
      call: () => sendBehavior({ port, agent, publishableKey }, behaviorBody({ count: eventsACall, products })),
    }),
    pace({
      perSecond: listsPerSecond,
      milliseconds,
      call: (n) => getStatus({ port, agent, headers, path: list + (visitors[n % visitors.length] ?? "") }),
    }),
  ])
  return { behavior, lists }
}
