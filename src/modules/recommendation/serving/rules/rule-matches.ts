import { z } from "@medusajs/framework/zod"
import { hash32 } from "../../../../core/evaluation/experiment"
import type { RuleInfo } from "../../../../types/http"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import { ReadThrough } from "../../read-through"
import type { SaleScope } from "../catalog/for-sale-sql"
import type { HeldRule } from "./apply-rules"
import { matchingStatement, PRICE } from "./matching-sql"

/** Milliseconds that the products of a rule's conditions are taken as known: stock and prices move, and so may they. */
const FRESH_MS = 10_000
const MAX_KEPT = 500

const matchRow = z.object({ id: z.string(), price: z.number().nullable() })

interface Matches {
  readonly prices: ReadonlyMap<string, number | null>
  readonly revision: string
}

/** Where a rule is to be applied. */
export interface MatchScope extends SaleScope {
  /** The product on the page. */
  readonly productId: string | null
}

/** The products that rules with conditions speak of, by the database. */
export class RuleMatches {
  private readonly kept = new ReadThrough<Matches>({ max: MAX_KEPT, lifeMs: FRESH_MS })
  private readonly pages = new ReadThrough<number | null>({ max: MAX_KEPT, lifeMs: FRESH_MS })

  constructor(private readonly context: ModuleContext) {}

  /** The rules, each that has conditions with the products that meet them. */
  resolve(rules: readonly RuleInfo[], scope: MatchScope): Promise<HeldRule[]> {
    return Promise.all(rules.map(async (rule) => (hasConditions(rule) ? this.resolveOne(rule, scope) : rule)))
  }

  private async resolveOne(rule: RuleInfo, scope: MatchScope): Promise<HeldRule> {
    const { salesChannelIds, currencyCode } = scope
    // Rules that are tried have no version of their own: what they say is their name.
    const key = JSON.stringify([rule, [...salesChannelIds].sort(), currencyCode])
    const found = await this.kept.get(key, () => this.read(rule, scope))
    const ratio = rule.conditions?.price_ratio
    if (!ratio) return { ...rule, matches: new Set(found.prices.keys()), revision: found.revision }
    const pagePrice = scope.productId === null ? null : await this.priceOf(scope.productId, currencyCode)
    const ids = [...found.prices].flatMap(([id, price]) => (isWithin(price, pagePrice, ratio) ? [id] : []))
    return { ...rule, matches: new Set(ids), revision: `${found.revision}.${pagePrice ?? ""}` }
  }

  private async read(rule: RuleInfo, scope: MatchScope): Promise<Matches> {
    const rows = await queryRows(this.context.knex(), matchingStatement(rule, scope), matchRow)
    const prices = new Map(rows.map(({ id, price }) => [id, price]))
    return { prices, revision: hash32(JSON.stringify([...prices])).toString(36) }
  }

  private priceOf(productId: string, currencyCode: string): Promise<number | null> {
    return this.pages.get(`${productId} ${currencyCode}`, async () => {
      const sql = `select p.id, ${PRICE} as price from product p where p.id = ?`
      const rows = await queryRows(this.context.knex(), { sql, bindings: [currencyCode, productId] }, matchRow)
      return rows[0]?.price ?? null
    })
  }
}

const hasConditions = ({ conditions, except }: RuleInfo): boolean => Boolean(conditions ?? except)

function isWithin(
  price: number | null,
  pagePrice: number | null,
  { min = 0, max = Infinity }: { min?: number | undefined; max?: number | undefined },
): boolean {
  return price !== null && pagePrice !== null && price >= min * pagePrice && price <= max * pagePrice
}
