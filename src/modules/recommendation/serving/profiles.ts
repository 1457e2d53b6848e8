import { LRUCache } from "lru-cache"
import { hash32 } from "../../../core/evaluation/experiment"
import type { ProfileEvent } from "../../../core/contract"
import { ReadThrough } from "../read-through"
import type { ServingNeighbours } from "./ports"
import { shopperTags } from "./question"
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
  /** Visitor ids by customer: what is done under one of them changes the customer's profile. */
  private readonly visitorsOf = new LRUCache<string, readonly string[]>({ max: MAX_PROFILES })

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
    const visitorIds = customerId === null ? [] : (this.visitorsOf.get(customerId) ?? [])
    // Numbers only grow, so that the greatest is another one as soon as anything is done under any of the names.
    const numbers = [...shopperTags(shopper), ...visitorIds].map((name) => this.revisions.of(name))
    return this.kept.get(JSON.stringify([customerId, visitorId, Math.max(...numbers)]), () => this.readNow(shopper))
  }

  /** Says whose visitor ids these are. One that comes to them later moves the customer's number. */
  learnVisitors(customerId: string, visitorIds: readonly string[]): void {
    if (this.kept !== null) this.visitorsOf.set(customerId, visitorIds)
  }

  /** Forgets everybody. */
  forget(): void {
    this.kept?.forget()
    this.visitorsOf.clear()
  }

  private async readNow(shopper: ShopperKey): Promise<KeptProfile> {
    const events = await this.behavior.readProfile(shopper)
    return { events, revision: profileRevision(events) }
  }
}

/** A name of what a profile holds. */
export function profileRevision(events: readonly ProfileEvent[]): string {
  return `${events.length}.${hash32(JSON.stringify(events)).toString(36)}`
}
