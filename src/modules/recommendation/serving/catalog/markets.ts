import { z } from "@medusajs/framework/zod"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import { ReadThrough } from "../../read-through"

/** Where prices are asked for. */
export interface Market {
  readonly regionId: string | null
  /** Lower case. */
  readonly currencyCode: string
  /** Whether the region reckons taxes by itself; then prices are given with them too, where the address is known. */
  readonly automaticTaxes: boolean
}

/** As much of an address as taxes depend on. */
export interface TaxAddress {
  /** Lower case. */
  readonly countryCode: string
  readonly province: string | null
}

/** What a request says of its market; null where it says nothing. */
export interface MarketRequest {
  readonly regionId: string | null
  readonly currencyCode: string | null
}

/** The region that was asked for does not exist, or asks for another currency. */
export class UnknownMarketError extends Error {
  override readonly name = "UnknownMarketError"
}

const FRESH_MS = 60_000
const MAX_KEPT = 1_000

const regionRow = z.object({ id: z.string(), currency_code: z.string(), automatic_taxes: z.boolean() })

/** Regions and the shop's defaults, kept for a minute, for nobody changes a region's currency every day. */
export class Markets {
  private readonly kept = new ReadThrough<Market>({ max: MAX_KEPT, lifeMs: FRESH_MS })
  private latest = 0

  constructor(private readonly context: ModuleContext) {}

  /** Number of the latest change by which prices, taxes or regions may mean something else. */
  get revision(): number {
    return this.latest
  }

  move(revision: number): void {
    this.latest = revision
    this.kept.forget()
  }

  /**
   * The market of a request: its region, else its currency alone, else the
   * store's default region, else the store's default currency.
   *
   * @throws UnknownMarketError when the region does not exist
   */
  async resolve({ regionId, currencyCode }: MarketRequest): Promise<Market> {
    if (!regionId && currencyCode)
      return { regionId: null, currencyCode: currencyCode.toLowerCase(), automaticTaxes: false }
    return this.kept.get(`${regionId ?? ""} ${currencyCode ?? ""}`, () =>
      regionId ? this.ofRegion(regionId, currencyCode) : this.ofStore(),
    )
  }

  private async ofRegion(regionId: string, currencyCode: string | null): Promise<Market> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: "select id, currency_code, automatic_taxes from region where id = ? and deleted_at is null",
        bindings: [regionId],
      },
      regionRow,
    )
    const region = rows[0]
    if (!region) throw new UnknownMarketError(`Region with id ${regionId} not found`)
    return {
      regionId: region.id,
      currencyCode: (currencyCode ?? region.currency_code).toLowerCase(),
      automaticTaxes: region.automatic_taxes,
    }
  }

  private async ofStore(): Promise<Market> {
    const rows = await queryRows(
      this.context.knex(),
      {
        sql: `select r.id as region_id, coalesce(r.currency_code, c.currency_code, 'usd') as currency_code,
                     coalesce(r.automatic_taxes, false) as automatic_taxes
                from store s
                left join region r on r.id = s.default_region_id and r.deleted_at is null
                left join store_currency c on c.store_id = s.id and c.is_default and c.deleted_at is null
               where s.deleted_at is null order by s.created_at limit 1`,
        bindings: [],
      },
      z.object({ region_id: z.string().nullable(), currency_code: z.string(), automatic_taxes: z.boolean() }),
    )
    const [store] = rows
    return {
      regionId: store?.region_id ?? null,
      currencyCode: store?.currency_code ?? "usd",
      automaticTaxes: store?.automatic_taxes ?? false,
    }
  }
}
