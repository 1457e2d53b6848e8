import { randomBytes } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import { keyedHash } from "../../../training/keyed-hash"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"

/** Row of the settings table that holds the salt, beside the admins' own. */
const ID = "recset_shopper_salt"
const SALT_BYTES = 32

const saltRow = z.object({ salt: z.string().min(2 * SALT_BYTES) })

/** Hash of a shopper's name, keyed with a secret of this shop: 32 hexadecimal characters. */
export type ShopperHash = (shopper: string) => string

/**
 * Names that distinguish two shoppers without saying who they are: keyed with a
 * secret of this shop, so that whoever has the table, or a list of customer ids,
 * cannot try them one by one, and two shops' tables have nothing in common.
 */
export class ShopperHashes {
  private salt: Promise<string> | null = null

  constructor(private readonly context: ModuleContext) {}

  /** What hashes a shopper's name. */
  async hasher(): Promise<ShopperHash> {
    return keyedHash(await this.key())
  }

  /** The secret itself, for the thread that trains. */
  key(): Promise<string> {
    this.salt ??= this.readOrCreate().catch((error: unknown) => {
      this.salt = null
      throw error
    })
    return this.salt
  }

  /** The first instance to ask makes it; the others, even at the same moment, read what that one made. */
  private async readOrCreate(): Promise<string> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `insert into recommendation_setting as kept (id, version, settings) values (?, 1, ?::jsonb)
              on conflict (id) do update set settings = kept.settings returning settings ->> 'salt' as salt`,
        bindings: [ID, JSON.stringify({ salt: randomBytes(SALT_BYTES).toString("hex") })],
      },
      saltRow,
    )
    if (!rows[0]) throw new Error("the shop's salt was not stored")
    return rows[0].salt
  }
}
