import { z } from "@medusajs/framework/zod"
import type { ExperimentArm } from "../../../core/evaluation/experiment"
import type { ProfileEvent } from "../../../core/contract"
import type { ChangeLog } from "../database/change-log"
import type { RecommendationSettings } from "../options"
import type { RunningExperiment } from "../experiments/experiments"
import type { Arrival } from "../behavior/arrival"
import type { StoredEvent } from "../behavior/event"
import type { LinkListener } from "../privacy/visitors"
import type { SharedCache } from "./answers/answer-cache"
import type { Market, TaxAddress } from "./catalog/markets"
import type { ShopperKey } from "./question"

/** The model that is to serve; what had not come in by then it does not know. */
export interface ActiveModel {
  readonly version: number
  readonly id: string
  readonly snapshotSeq: number
  /** See {@link Arrival.snapshot}. */
  readonly snapshot?: string | null
}

/** What serving asks of the module's other areas. */
export interface ServingNeighbours {
  readonly changes: ChangeLog
  readonly behavior: {
    readProfile(key: ShopperKey): Promise<ProfileEvent[]>
    readSince(seq: number, limit: number): Promise<StoredEvent[]>
    readLate(arrival: Arrival, limit: number): Promise<StoredEvent[]>
    latestSeq(): Promise<number>
    onRecorded(listener: (events: readonly StoredEvent[]) => void): () => void
    onLinked(listener: LinkListener): void
  }
  readonly learning: {
    activeModel(): Promise<ActiveModel | null>
    modelFile(versionId: string): Promise<Uint8Array>
    /** A version of that number whose file is kept; null where there is none. */
    modelOf(version: number): Promise<ActiveModel | null>
    readSettings(): Promise<{ readonly settings: RecommendationSettings; readonly version: number }>
  }
  readonly insights: {
    runningExperiment(): Promise<RunningExperiment | null>
    armOf(shopper: ShopperKey, experiment: RunningExperiment): Promise<ExperimentArm | null>
  }
}

const priceOfSet = z.looseObject({
  id: z.string(),
  calculated_amount: z.number().nullable(),
  original_amount: z.number().nullable(),
  calculated_price: z.looseObject({ price_list_type: z.string().nullable().optional() }).nullish(),
})

/** Medusa's calculated price of a price set, as `/store/products` shows it. */
export type CalculatedPrice = z.output<typeof priceOfSet>

export const calculatedPrices = z.array(priceOfSet)

/** For whom and where prices are calculated, as Medusa's pricing takes it. */
export interface PriceQuestion {
  readonly priceSetIds: readonly string[]
  readonly market: Market
  readonly customerId: string | null
  readonly customerGroupIds: readonly string[]
}

/** Products in fields of the caller's choice. */
export interface ProductQuestion extends Omit<PriceQuestion, "priceSetIds"> {
  readonly productIds: readonly string[]
  /** As the query parameter of `/store/products`. */
  readonly fields: string
  readonly salesChannelIds: readonly string[]
  readonly locale: string
}

/** Products, with their variants' calculated prices, to be given with tax. */
export interface TaxQuestion {
  readonly products: readonly Readonly<Record<string, unknown>>[]
  readonly address: TaxAddress
}

/** What only the app's own container can do: Medusa's other modules are reached through it. */
export interface ShopPorts {
  calculatePrices(question: PriceQuestion): Promise<Map<string, CalculatedPrice>>
  readProducts(question: ProductQuestion): Promise<Map<string, Record<string, unknown>>>
  /** The same products in the same order, each calculated price with and without tax, as `/store/products` gives them. */
  withTaxes(question: TaxQuestion): Promise<Record<string, unknown>[]>
  /** Medusa's caching module where it is enabled. */
  readonly sharedCache: SharedCache | null
}
