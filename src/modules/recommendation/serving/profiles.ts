import { LRUCache } from "lru-cache"
import { hash32 } from "../../../core/evaluation/experiment"
import type { ProfileEvent } from "../../../core/contract"
import { ReadThrough } from "../read-through"
import type { ServingNeighbours } from "./ports"
import type { ShopperKey } from "./question"
import type { Revisions } from "./revisions"

/** Shoppers whose behavior is kept in memory. */
const MAX_PROFILES = 2_000

/** A shopper's behavior, and a name of it: the same on every instance that read the same. */
export interface KeptProfile {
  readonly events: readonly ProfileEvent[]
  readonly revision: string
}

const NOTHING: KeptProfile = { events: [], revision: "" }

export interface ProfilesOptions {
  /** Milliseconds that one is kept when nobody hears of the shopper; 0 keeps none. */
  readonly lifeMs: number
  readonly maxEntries: number
}

/** Shoppers' behavior, read at most once between two of their events. */
export class Profiles {
  private readonly kept: ReadThrough<KeptProfile> | null
  /** Visitor by customer, where a request named both: what the visitor does changes the customer's profile. */
  private readonly visitorOf = new LRUCache<string, string>({ max: MAX_PROFILES })

  constructor(
    private readonly behavior: ServingNeighbours["behavior"],
    private readonly revisions: Revisions,
    { lifeMs, maxEntries }: ProfilesOptions,
  ) {
    const isOff = lifeMs === 0 || maxEntries === 0
    this.kept = isOff ? null : new ReadThrough({ max: Math.min(MAX_PROFILES, maxEntries), lifeMs })
  }

  read(shopper: ShopperKey): Promise<KeptProfile> {
    const { customerId, visitorId } = shopper
    if (customerId === null && visitorId === null) return Promise.resolve(NOTHING)
    if (this.kept === null) return this.readNow(shopper)
    if (customerId !== null && visitorId !== null) this.visitorOf.set(customerId, visitorId)
    const names = [customerId, visitorId ?? this.visitorOf.get(customerId ?? "") ?? null]
    const revisions = names.map((name) => (name === null ? 0 : this.revisions.of(name)))
    return this.kept.get(JSON.stringify([customerId, visitorId, ...revisions]), () => this.readNow(shopper))
  }

  /** Forgets everybody. */
  forget(): void {
    this.kept?.forget()
    this.visitorOf.clear()
  }

  private async readNow(shopper: ShopperKey): Promise<KeptProfile> {
    const events = await this.behavior.readProfile(shopper)
    return { events, revision: `${events.length}.${hash32(JSON.stringify(events)).toString(36)}` }
  }
}
