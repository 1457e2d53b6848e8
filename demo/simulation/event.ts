import type { BehaviorType } from "../../src/core/contract/behavior"
import type { GiftContext } from "../../src/core/contract/interaction-log"

/** One simulated thing that a shopper did; the columns of a data folder. */
export interface SimulatedEvent {
  /** Empty for a visitor who never said who they are. */
  readonly userId: string
  readonly itemId: string
  readonly type: BehaviorType
  /** Milliseconds since 1970-01-01 UTC. */
  readonly time: number
  readonly quantity: number
  readonly price: number
  readonly sessionId: string
  /** Of a purchase that the giver marked as a gift: what they said of whom it is for. */
  readonly gift?: GiftContext
}
