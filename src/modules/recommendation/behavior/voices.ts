import { createHmac, randomBytes } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import type { DatabaseClock } from "../database/database-clock"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../database/query-rows"
import { addressBlock } from "./address-block"
import type { NewBehaviorEvent } from "./event"
import type { Executor } from "./insert-events"

/** Row of the settings table that holds the key of the day, beside the admins' own. */
const ID = "recset_voice_key"
const KEY_BYTES = 32
const DAY_MS = 86_400_000
/**
 * Voices of one day. IPv4 alone has 256 times as many blocks, so that even who holds the day's key cannot say which
 * block a voice was.
 */
const VOICES_A_DAY = 65_536
/** The voice of a day that all share whose address is not known: carts and wishlists come from Medusa's own routes. */
const WITHOUT_ADDRESS = 0

const keyRow = z.object({ key: z.string().min(2 * KEY_BYTES), day: z.coerce.number() })

const lastVoice = z.object({ shopper: z.string(), voice: z.number() })

type Key = z.output<typeof keyRow>

/**
 * Numbers that say which events of one day came from one block of addresses, and nothing else. The address goes through
 * a hash keyed with a secret that the next day replaces: from then on nobody, the shop included, can lead a number back
 * to an address, nor be matched with another day's number of the same block.
 */
export class Voices {
  private key: Key | null = null
  private reading: Promise<Key> | null = null

  constructor(
    private readonly context: ModuleContext,
    private readonly clock: DatabaseClock,
  ) {}

  /** The voice of a shopper; an address block has as many as the shop's option grants it. */
  async of(address: string, shopper: string): Promise<number> {
    const today = Math.floor((await this.clock.now()) / DAY_MS)
    const block = addressBlock(address)
    if (block === null) return today * VOICES_A_DAY + WITHOUT_ADDRESS
    const { key, day } = await this.keyOf(today)
    const shoppers = this.context.options.capture.shoppers_per_address
    const share = shoppers > 1 ? hashOf(key, shopper) % shoppers : 0
    return day * VOICES_A_DAY + 1 + (hashOf(key, `${block} ${share}`) % (VOICES_A_DAY - 1))
  }

  /**
   * Events of Medusa's own records, those of carts and wishlists with the voice that their shopper last reported with:
   * whoever fills carts by Medusa's routes alone shares one voice with all who do. Orders need none.
   */
  async voiced(executor: Executor, events: readonly NewBehaviorEvent[]): Promise<readonly NewBehaviorEvent[]> {
    const free = events.filter(({ source }) => source === "cart" || source === "wishlist")
    if (free.length === 0) return events
    const shoppers = new Set(free.flatMap(({ customerId, visitorId }) => customerId ?? visitorId ?? []))
    const rows = await queryRows(executor, { sql: LAST_VOICES, bindings: [[...shoppers]] }, lastVoice)
    const lastOf = new Map(rows.map(({ shopper, voice }) => [shopper, voice]))
    const unknown = Math.floor((await this.clock.now()) / DAY_MS) * VOICES_A_DAY + WITHOUT_ADDRESS
    return events.map((event) => {
      if (!free.includes(event)) return event
      return { ...event, voice: lastOf.get(event.customerId ?? event.visitorId ?? "") ?? unknown }
    })
  }

  private async keyOf(today: number): Promise<Key> {
    if (this.key?.day === today) return this.key
    this.reading ??= this.readOrReplace().finally(() => (this.reading = null))
    this.key = await this.reading
    return this.key
  }

  /** The first instance to ask on a day replaces the key of the day before; all others read it. By the database's clock. */
  private async readOrReplace(): Promise<Key> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `insert into recommendation_setting as kept (id, version, settings)
              values (?, 1, jsonb_build_object('key', ?::text, 'day', floor(extract(epoch from now()) / 86400)))
              on conflict (id) do update set settings =
                case when kept.settings -> 'day' = excluded.settings -> 'day' then kept.settings else excluded.settings end
              returning settings ->> 'key' as key, settings ->> 'day' as day`,
        bindings: [ID, randomBytes(KEY_BYTES).toString("hex")],
        timeoutMs: SHOPPERS_TIMEOUT_MS,
      },
      keyRow,
    )
    if (!rows[0]) throw new Error("the day's key was not stored")
    return rows[0]
  }
}

/** By index a shopper's events of each kind; the newest of those with a voice. */
const LAST_VOICES = `
  select s.shopper, last.voice
    from unnest(?::text[]) as s (shopper)
   cross join lateral (
     select e.voice, e.occurred_at from (
       (select voice, occurred_at from behavior_event
         where customer_id = s.shopper and voice is not null and occurred_at > now() - interval '2 days'
         order by occurred_at desc limit 1)
       union all
       (select voice, occurred_at from behavior_event
         where visitor_id = s.shopper and voice is not null and occurred_at > now() - interval '2 days'
         order by occurred_at desc limit 1)) e
      order by e.occurred_at desc limit 1) last`

function hashOf(key: string, text: string): number {
  return createHmac("sha256", key).update(text).digest().readUInt32BE(0)
}
