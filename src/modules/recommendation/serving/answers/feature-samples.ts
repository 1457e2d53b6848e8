import { z } from "@medusajs/framework/zod"
import type { ServedFeatures, Strategy } from "../../../../core/contract"
import { readProfile } from "../../behavior/read-profile"
import type { ModuleContext } from "../../context"
import { packFeatures } from "../../feature-sample"
import type { AskedAs } from "../../feature-sample"
import { queryRows, SHOPPERS_TIMEOUT_MS } from "../../database/query-rows"
import { inTransaction } from "../../database/transaction"
import type { LoadedFile } from "../live/model-reader"
import { rankingProfile } from "../pipeline/prepare"
import type { Prepared } from "../pipeline/prepare"
import { profileRevision } from "../profiles"
import type { ShopperKey } from "../question"
import { isImpersonal } from "../variation"

/** Share of the lists made of which the features are kept. */
const SHARE = 0.001
/** Samples kept at most, the newest: a training checks no more. */
const KEPT_AT_MOST = 100
/** Lists that the SVM ranks by what the shopper did. */
const SAMPLED: ReadonlySet<Strategy> = new Set([
  "for_you",
  "on_sale",
  "cart",
  "bought_together",
  "similar",
  "buy_again",
])

/** A list that is being made, of which the features are to be kept. */
interface DrawnList {
  readonly prepared: Prepared
  /** Keeps them under the list's id, behind the answer. */
  keep(id: string): void
}

/** What the log held when the profile was read. */
const knowledgeRow = z.object({ snapshot: z.string(), links: z.coerce.number() })

/**
 * Keeps the features of one list in a thousand as they were served, for the next training to compute them again. A sample
 * bears the list's random id and names no shopper: events that name the list lead to one, after a yes alone.
 *
 * A list made of presents, or for nobody, is not drawn: training reads a giver's past as nobody's. One sample is written
 * at a time; those that come meanwhile are passed over.
 */
export class FeatureSamples {
  private writing: Promise<void> | null = null

  constructor(private readonly context: ModuleContext) {}

  /** The list with whoever keeps its features; null for nearly all. */
  draw(prepared: Prepared): DrawnList | null {
    if (Math.random() >= SHARE || this.writing !== null) return null
    const { live, question, variation, profile } = prepared
    if (live.file === null || !SAMPLED.has(question.strategy) || isImpersonal(variation)) return null
    if (profile.events.length === 0 || rankingProfile(prepared) !== profile) return null
    const { file } = live
    let served: ServedFeatures | null = null
    return {
      prepared: { ...prepared, onFeatures: (features) => (served ??= features) },
      keep: (id) => {
        if (served !== null) this.start({ id, served, file, prepared })
      },
    }
  }

  /** Resolves when what is being written is in the database. */
  async flush(): Promise<void> {
    await this.writing
  }

  private start(sample: Sample): void {
    this.writing = this.write(sample)
      .catch((error: unknown) => {
        this.context.logger?.warn(`recommendations: features of a list not kept: ${String(error)}`)
      })
      .finally(() => (this.writing = null))
  }

  private async write({ id, served, file, prepared }: Sample): Promise<void> {
    const { question, profile, basis } = prepared
    const knowledge = await this.knowledge(question.shopper, basis.profile)
    // The shopper has acted since their profile was read: what the list knew is no longer in one piece.
    if (knowledge === null) return
    await queryRows(
      this.context.knex(),
      {
        sql: INSERT,
        bindings: [
          ...[KEPT_AT_MOST - 1, id, file.versionId, file.checksum, askedAs(question.shopper)],
          ...[knowledge.links, knowledge.snapshot, profile.events.length],
          ...[new Date(Math.min(...profile.events.map(({ at }) => at))), packFeatures(served)],
        ],
        timeoutMs: SHOPPERS_TIMEOUT_MS,
      },
      z.unknown(),
    )
  }

  /** The snapshot of Postgres in which the shopper's log is what the list was ranked by; null where it is not any more. */
  private knowledge(shopper: ShopperKey, revision: string): Promise<z.output<typeof knowledgeRow> | null> {
    return inTransaction(
      this.context,
      async (transaction) => {
        await transaction.raw("set transaction isolation level repeatable read read only")
        const [row] = await queryRows(transaction, { sql: KNOWLEDGE, bindings: [shopper.customerId] }, knowledgeRow)
        const events = await readProfile({ ...this.context, knex: () => transaction }, shopper)
        return row !== undefined && profileRevision(events) === revision ? row : null
      },
      { timeoutMs: SHOPPERS_TIMEOUT_MS },
    )
  }
}

interface Sample {
  readonly id: string
  readonly served: ServedFeatures
  readonly file: LoadedFile
  readonly prepared: Prepared
}

function askedAs({ customerId, visitorId }: ShopperKey): AskedAs {
  if (customerId === null) return "visitor"
  return visitorId === null ? "customer" : "both"
}

const KNOWLEDGE = `
  select pg_current_snapshot()::text as snapshot,
         (select count(*) from recommendation_visitor where customer_id = ?) as links`

const INSERT = `
  with old as (
    delete from recommendation_feature_sample where id in (
      select id from recommendation_feature_sample where served is not null order by created_at desc offset ?))
  insert into recommendation_feature_sample
    (id, version_id, file_checksum, asked_as, links, snapshot, events, first_at, served)
  values (?, ?, ?, ?, ?, ?::pg_snapshot, ?, ?, ?::jsonb) on conflict do nothing`
