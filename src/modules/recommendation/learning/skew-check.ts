import { z } from "@medusajs/framework/zod"
import { checksumOf, FeatureRebuild } from "../../../core/recommender"
import type { FeatureSkew } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { featureSampleRow } from "../feature-sample"
import type { FeatureSample } from "../feature-sample"
import { logEvent } from "../log-event"
import { execute, queryRows } from "../database/query-rows"
import type { SettingsStore } from "../settings/settings-store"
import { inTransaction } from "../database/transaction"
import { readShoppers, readSkewLog } from "./skew-log"
import type { ActivationStore } from "./activation-store"
import type { VersionStore } from "./version-store"

/** What the latest check found that had lists to compare. */
export interface SkewVerdict {
  /** Lists that were compared. */
  readonly lists: number
  /** Of these, lists that were served with other features than training computes. */
  readonly apart: number
  /** The feature that is farthest apart; null where none is. */
  readonly farthest: FeatureSkew | null
}

interface SkewParts {
  readonly context: ModuleContext
  readonly versions: Pick<VersionStore, "file">
  readonly activation: Pick<ActivationStore, "current">
  readonly settings: SettingsStore
}

const featureSkew = z.object({ feature: z.string(), difference: z.number() })
const verdictRow = z.object({ skew: z.array(featureSkew) })

/** What stands for the shopper's events, where serving read others than the log held. */
const OTHER_EVENTS: FeatureSkew = { feature: "profile", difference: 1 }

/**
 * Compares features as they were served with those that training computes of the same moment: from the file of the model
 * that served, and the shopper's log as Postgres showed it then. A difference is a fault of one of the two.
 */
export class SkewCheck {
  constructor(private readonly parts: SkewParts) {}

  /** Checks the lists that were kept since the last check; none of their features is kept afterwards. */
  async check(): Promise<void> {
    const { context, versions, activation } = this.parts
    const samples = await queryRows(context.knex(), { sql: SAMPLES, bindings: [] }, featureSampleRow)
    if (samples.length === 0) return
    const active = await activation.current()
    const bytes = active && (await versions.file(active.version_id))
    const checksum = bytes && checksumOf(bytes)
    const comparable = samples.filter(
      (sample) => sample.version_id === active?.version_id && sample.file_checksum === checksum,
    )
    const found = bytes ? await this.compare(comparable, bytes) : new Map<string, FeatureSkew[]>()
    await this.keep(samples, found)
    const apart = [...found.values()].flatMap(([farthest]) => farthest ?? [])
    const fields = { version: active?.number ?? null, kept: samples.length, lists: found.size, apart: apart.length }
    const [first] = apart.sort((a, b) => b.difference - a.difference)
    if (first) logEvent(context, "warn", { name: "features.skewed", fields: { ...fields, ...first } })
    else logEvent(context, "debug", { name: "features.compared", fields })
  }

  /** Null where no list was ever compared. */
  async latest(): Promise<SkewVerdict | null> {
    const rows = await queryRows(this.parts.context.knex(), { sql: VERDICTS, bindings: [] }, verdictRow)
    if (rows.length === 0) return null
    const farthest = rows.flatMap(({ skew: [first] }) => first ?? []).sort((a, b) => b.difference - a.difference)
    return { lists: rows.length, apart: farthest.length, farthest: farthest[0] ?? null }
  }

  /** Differences by list, of those that can be compared. */
  private async compare(samples: readonly FeatureSample[], bytes: Uint8Array): Promise<Map<string, FeatureSkew[]>> {
    const { context, settings } = this.parts
    const found = new Map<string, FeatureSkew[]>()
    const { behavior_days: days } = (await settings.current()).settings.retention
    const shoppers = await readShoppers(context, samples)
    if (shoppers.size === 0) return found
    const rebuild = new FeatureRebuild(bytes, new Map(samples.flatMap(({ served }) => served.added)))
    for (const sample of samples) {
      const shopper = shoppers.get(sample.id)
      const log = shopper && (await readSkewLog(context, { sample, shopper, days }))
      if (!log) continue
      const isSame = log.total === sample.events
      found.set(sample.id, [...(isSame ? [] : [OTHER_EVENTS]), ...rebuild.compare(sample.served, log.rows)])
    }
    return found
  }

  /** A check that compared nothing leaves the verdict of the one before it. */
  private async keep(
    samples: readonly FeatureSample[],
    found: ReadonlyMap<string, readonly FeatureSkew[]>,
  ): Promise<void> {
    await inTransaction(this.parts.context, async (transaction) => {
      if (found.size > 0)
        await execute(transaction, {
          sql: "delete from recommendation_feature_sample where checked_at is not null",
          bindings: [],
        })
      await execute(transaction, {
        sql: `update recommendation_feature_sample s
                 set served = null, checked_at = now(), skew = found.skew
                from unnest(?::text[], ?::jsonb[]) as found (id, skew) where s.id = found.id`,
        bindings: [[...found.keys()], [...found.values()].map((skew) => JSON.stringify(skew))],
      })
      await execute(transaction, {
        sql: "delete from recommendation_feature_sample where id = any(?::text[]) and checked_at is null",
        bindings: [samples.map(({ id }) => id)],
      })
    })
  }
}

const SAMPLES = `
  select id, version_id, file_checksum, asked_as, links, snapshot::text as snapshot, events, first_at, served, created_at
    from recommendation_feature_sample where served is not null order by created_at`

const VERDICTS = "select skew from recommendation_feature_sample where checked_at is not null"
