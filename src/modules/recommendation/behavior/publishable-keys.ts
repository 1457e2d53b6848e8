import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import { ReadThrough } from "../read-through"

/** A publishable key that is in force. */
export interface KnownKey {
  readonly token: string
  readonly salesChannelIds: readonly string[]
}

interface KeptKey extends KnownKey {
  /** Milliseconds since 1970-01-01 UTC; null where nobody has ended it. */
  readonly revokedAt: number | null
}

const MAX_KEPT = 1_000
/** A key that an admin revokes is refused by every instance after this at most. */
const FRESH_MS = 2_000

const keyRow = z.object({ revoked_at: z.date().nullable(), channels: z.array(z.string()) })

/** Medusa's publishable keys, for the one route that cannot be under `/store`; kept for seconds. */
export class PublishableKeys {
  private readonly kept = new ReadThrough<KeptKey | null>({ max: MAX_KEPT, lifeMs: FRESH_MS })

  constructor(private readonly context: ModuleContext) {}

  /** The key of this token; null where there is none, or its time has ended. */
  async find(token: string): Promise<KnownKey | null> {
    const key = await this.kept.get(token, () => this.read(token))
    return key === null || (key.revokedAt !== null && key.revokedAt <= Date.now()) ? null : key
  }

  private async read(token: string): Promise<KeptKey | null> {
    const [row] = await queryRows(
      this.context.knex(),
      {
        sql: `select k.revoked_at,
                     array(select l.sales_channel_id::text from publishable_api_key_sales_channel l
                            where l.publishable_key_id = k.id and l.deleted_at is null) as channels
                from api_key k where k.token = ? and k.type = 'publishable' and k.deleted_at is null`,
        bindings: [token],
      },
      keyRow,
    )
    return row ? { token, salesChannelIds: row.channels, revokedAt: row.revoked_at?.getTime() ?? null } : null
  }
}
