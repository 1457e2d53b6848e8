import type { Ask, AskOptions } from "./ask"
import type { KeyValueStorage, MedusaSdk, RecommendationsAnswer } from "./types"

export interface ClientOptions {
  /** `new Medusa({ … })` of `@medusajs/js-sdk`, or `createSdk({ … })`. */
  sdk: MedusaSdk
  /**
   * Whether the shopper allows to be recognized. Undefined while that is not known yet (a banner that answers later):
   * nothing is stored, sent or taken away until then.
   */
  consent?: boolean | undefined
  /** Longest wait for an answer, in milliseconds. @defaultValue 3000 */
  timeBudgetMs?: number | undefined
  /** `askTogether` fetches the lists of a page in one request that shows no product twice. */
  ask?: ((options: AskOptions) => Ask) | undefined
  /** Where waiting events outlive a reload. @defaultValue localStorage */
  storage?: KeyValueStorage | undefined
}

/** Undefined fields are left out when it is written as JSON. */
export type LineItemMetadata = Record<"recommendation_id" | "visitor_id" | "behavior_event_id", string | undefined>

/** An answer of this page's life, for what is shown again. */
export interface KeptAnswer {
  readonly answer: RecommendationsAnswer
  /** By the clock of this browser. */
  readonly at: number
  readonly cartId: string | undefined
}
