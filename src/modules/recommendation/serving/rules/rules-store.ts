import { randomUUID } from "node:crypto"
import { z } from "@medusajs/framework/zod"
import type { RuleInfo, RuleInput } from "../../../../types/http"
import type { ChangeLog, ServingChange } from "../../database/change-log"
import { ruleConditions, ruleExceptions } from "../../../../types/rule-conditions"
import { RULE_ACTIONS } from "../../../../types/rule-schema"
import type { ModuleContext } from "../../context"
import { queryRows } from "../../database/query-rows"
import type { Statement } from "../../database/query-rows"

const CHANGE: readonly ServingChange[] = [{ kind: "rules", key: null }]

const texts = z.array(z.string())
const instant = z
  .date()
  .nullable()
  .transform((value) => value?.toISOString() ?? null)

const ruleRow = z.object({
  id: z.string(),
  position: z.number(),
  version: z.number(),
  name: z.string(),
  action: z.enum(RULE_ACTIONS),
  product_ids: texts,
  category_ids: texts,
  value: z.number().nullable(),
  placements: texts,
  sales_channel_ids: texts,
  customer_group_ids: texts,
  starts_at: instant,
  ends_at: instant,
  enabled: z.boolean(),
  conditions: ruleConditions.nullable(),
  except: ruleExceptions.nullable(),
  anchor_product_ids: texts.nullable().transform((ids) => ids ?? []),
  updated_at: z.date().transform((value) => value.toISOString()),
  created_at: z.date().transform((value) => value.toISOString()),
  created_by: z.string().nullable(),
  updated_by: z.string().nullable(),
})

const COLUMNS = `id, position, version, name, action, product_ids, category_ids, value, placements, sales_channel_ids,
  customer_group_ids, starts_at, ends_at, enabled, conditions, "except", anchor_product_ids, updated_at, created_at,
  created_by, updated_by`

const FIELDS = `name, action, product_ids, category_ids, value, placements, sales_channel_ids, customer_group_ids,
  starts_at, ends_at, enabled, conditions, "except", anchor_product_ids, updated_by`

const MARKS = `?, ?, ?::jsonb, ?::jsonb, ?::real, ?::jsonb, ?::jsonb, ?::jsonb, ?::timestamptz, ?::timestamptz, ?::boolean,
  ?::jsonb, ?::jsonb, ?::jsonb, ?`

/** A rule as an admin has changed it. */
export interface RuleUpdate extends RuleInput {
  /** The one that was read. */
  readonly version: number
  readonly by?: string | null
}

const idRow = z.object({ id: z.string() })

/** Another admin changed the rule first. */
export class StaleRuleError extends Error {
  override readonly name = "StaleRuleError"
}

function fieldValues(rule: RuleInput, by: string | null): (string | number | boolean | Date | null)[] {
  return [
    rule.name,
    rule.action,
    JSON.stringify(rule.product_ids),
    JSON.stringify(rule.category_ids),
    rule.value,
    JSON.stringify(rule.placements),
    JSON.stringify(rule.sales_channel_ids),
    JSON.stringify(rule.customer_group_ids),
    rule.starts_at === null ? null : new Date(rule.starts_at),
    rule.ends_at === null ? null : new Date(rule.ends_at),
    rule.enabled,
    rule.conditions ? JSON.stringify(rule.conditions) : null,
    rule.except ? JSON.stringify(rule.except) : null,
    JSON.stringify(rule.anchor_product_ids ?? []),
    by,
  ]
}

/** The merchandiser's rules, in the order in which they are applied. */
export class RulesStore {
  constructor(
    private readonly context: ModuleContext,
    private readonly changes: ChangeLog,
  ) {}

  list(): Promise<RuleInfo[]> {
    return queryRows(
      this.context.knex(),
      {
        sql: `select ${COLUMNS} from recommendation_rule where deleted_at is null order by position, id`,
        bindings: [],
      },
      ruleRow,
    )
  }

  /** Adds a rule behind the others, and says who did. */
  async create(input: RuleInput, by: string | null = null): Promise<RuleInfo> {
    const rows = await this.write(
      {
        sql: `insert into recommendation_rule (id, position, ${FIELDS}, created_by)
              select ?, coalesce(max(position), 0) + 1, ${MARKS}, ?
                from recommendation_rule where deleted_at is null
              returning ${COLUMNS}`,
        bindings: [`recrule_${randomUUID()}`, ...fieldValues(input, by), by],
      },
      ruleRow,
    )
    const [rule] = rows
    if (!rule) throw new Error("the rule was not stored")
    return rule
  }

  /**
   * Changes a rule; null when there is none of that id.
   *
   * @throws StaleRuleError when it is not of `version` any more
   */
  async update(id: string, { version, by = null, ...input }: RuleUpdate): Promise<RuleInfo | null> {
    const rows = await this.write(
      {
        sql: `update recommendation_rule
                 set (${FIELDS}) = (${MARKS}),
                     version = version + 1, updated_at = now()
               where id = ? and version = ? and deleted_at is null returning ${COLUMNS}`,
        bindings: [...fieldValues(input, by), id, version],
      },
      ruleRow,
    )
    if (rows[0]) return rows[0]
    const known = (await this.list()).some((rule) => rule.id === id)
    if (known) throw new StaleRuleError("the rule was changed by somebody else meanwhile; load it again")
    return null
  }

  /** Takes a rule away; false when there is none of that id. */
  async delete(id: string): Promise<boolean> {
    const rows = await this.write(
      {
        sql: "update recommendation_rule set deleted_at = now() where id = ? and deleted_at is null returning id",
        bindings: [id],
      },
      idRow,
    )
    return rows.length > 0
  }

  /** Puts the rules into this order; those not named keep theirs, behind. Whoever changed one last still did. */
  async reorder(ids: readonly string[]): Promise<RuleInfo[]> {
    await this.write(
      {
        sql: `update recommendation_rule r set position = o.place
                from (select id, row_number() over (order by coalesce(array_position(?::text[], id), 2147483647), position, id) as place
                        from recommendation_rule where deleted_at is null) o
               where o.id = r.id and r.position <> o.place returning r.id`,
        bindings: [[...ids]],
      },
      idRow,
    )
    return this.list()
  }

  /** The table's own trigger logs the change: rules may be written by others, too. */
  private async write<Row extends z.ZodType>(statement: Statement, row: Row): Promise<z.output<Row>[]> {
    const written = await queryRows(this.context.knex(), statement, row)
    await this.changes.notify(CHANGE)
    return written
  }
}
