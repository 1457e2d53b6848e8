import type { BehaviorTailEvent } from "../../src/types/http"

/** Kinds that only a storefront sends: orders come by themselves. */
const STOREFRONT_TYPES = new Set<string>(["view", "click", "impression"])
/** A duplicate was stored before: a page that sends twice in a slow shop has arrived all the same. */
const ARRIVED = new Set<string>(["stored", "duplicate"])

/** Whether an event of a storefront has arrived. */
export const hasArrived = (events: readonly Pick<BehaviorTailEvent, "type" | "outcome">[]): boolean =>
  events.some(({ type, outcome }) => STOREFRONT_TYPES.has(type) && ARRIVED.has(outcome))
