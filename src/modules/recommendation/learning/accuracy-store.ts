import { z } from "@medusajs/framework/zod"
import { behaviorCode } from "../../../core/contract"
import type { ProfileEvent, Recommender } from "../../../core/contract"
import { loadRecommender } from "../../../core/recommender"
import type { AccuracyPoint } from "../../../types/http"
import { arrivedLate, hadArrived } from "../behavior/arrival"
import type { Arrival } from "../behavior/arrival"
import type { ModuleContext } from "../context"
import { logEvent } from "../log-event"
import { execute, queryRows } from "../database/query-rows"
import { isFallen, markAfter } from "./accuracy-fall"
import { AccuracySamples } from "./accuracy-samples"
import type { Activation, ActivationStore } from "./activation-store"
import type { RequestStore } from "./request-store"
import { scoreChoice } from "./score-choice"
import type { ChoiceScore } from "./score-choice"
import type { SettingsStore } from "../settings/settings-store"
import type { VersionStore } from "./version-store"

/** Choices scored in one round; a busier shop is sampled. */
const CHOICES_A_ROUND = 100
/** The rolling window, in minimum samples. */
const WINDOWS = 4

const choiceRow = z.object({
  id: z.string(),
  seq: z.coerce.number(),
  product_id: z.string(),
  customer_id: z.string().nullable(),
  visitor_id: z.string().nullable(),
  occurred_at: z.date(),
})

const cursor = z.object({ seq: z.coerce.number(), snapshot: z.string().nullable() })

/** What came in between two moments. */
interface Stretch {
  readonly after: Arrival
  readonly until: Arrival
}

/** What measuring accuracy works with. */
export interface AccuracyParts {
  readonly context: ModuleContext
  readonly versions: VersionStore
  readonly activation: ActivationStore
  readonly requests: RequestStore
  readonly settings: SettingsStore
  readonly behavior: {
    readProfile(key: { customerId: string | null; visitorId: string | null }): Promise<ProfileEvent[]>
    arrival(): Promise<Arrival>
  }
}

/**
 * Accuracy on fresh behavior: each real choice is ranked by the serving model as
 * it was trained - a copy that takes in nothing - and logged, before any training
 * learns from it. A clear fall asks for a retrain.
 */
export class AccuracyStore {
  readonly samples: AccuracySamples
  private model: { readonly versionId: string; readonly recommender: Recommender } | null = null

  constructor(private readonly parts: AccuracyParts) {
    this.samples = new AccuracySamples(parts.context)
  }

  /** Scores the choices that came since the last round, on one instance only; returns how many. */
  async measure(): Promise<number> {
    const active = await this.parts.activation.current()
    if (!active) return 0
    const range = await this.claim()
    if (!range) return 0
    const choices = await this.choices(range, active.activated_at)
    const recommender = choices.length > 0 ? await this.load(active.version_id) : null
    let scored = 0
    for (const choice of recommender ? choices : []) {
      const score = recommender && (await this.score(recommender, choice))
      if (!score) continue
      await this.samples.add(active.version_id, choice, score)
      scored += 1
    }
    if (scored === 0) return 0
    logEvent(this.parts.context, "debug", { name: "accuracy.measured", fields: { version: active.number, scored } })
    await this.judge(active)
    return scored
  }

  /** Accuracy of a version over its rolling window; null below the minimum sample. */
  async now(versionId: string, minSample: number): Promise<AccuracyPoint | null> {
    const window = await this.samples.window(versionId, { newest: true, rows: WINDOWS * minSample })
    return window && window.sample >= minSample
      ? { pairwise: window.pairwise, hit_rate: window.hitRate, sample: window.sample }
      : null
  }

  /** Moves the cursor, so that of many instances one takes each stretch of behavior. */
  private async claim(): Promise<Stretch | null> {
    const knex = this.parts.context.knex()
    const until = await this.parts.behavior.arrival()
    const known = await queryRows(
      knex,
      { sql: "select seq, snapshot from recommendation_accuracy_cursor where id = 'choices'", bindings: [] },
      cursor,
    )
    const after = known[0]
    if (after === undefined) {
      await execute(knex, {
        sql: "insert into recommendation_accuracy_cursor (id, seq, snapshot) values ('choices', ?, ?) on conflict do nothing",
        bindings: [until.seq, until.snapshot ?? null],
      })
      return null
    }
    // What was committed late comes with what comes next.
    if (until.seq <= after.seq) return null
    const moved = await queryRows(
      knex,
      {
        sql: `update recommendation_accuracy_cursor set seq = ?, snapshot = ?
               where id = 'choices' and seq = ? returning seq, snapshot`,
        bindings: [until.seq, until.snapshot ?? null, after.seq],
      },
      cursor,
    )
    return moved.length > 0 ? { after, until } : null
  }

  /** What was put in a cart or bought; what was carted before it was bought counts once. */
  private choices({ after, until }: Stretch, since: Date): Promise<z.output<typeof choiceRow>[]> {
    const [late, arrived] = [arrivedLate(after), hadArrived(until)]
    const cart = behaviorCode("add_to_cart")
    return queryRows(
      this.parts.context.knex(),
      {
        sql: `select e.id, e.seq, e.product_id, e.customer_id, e.visitor_id, e.occurred_at
                from (select * from behavior_event e where e.seq > ?
                      union all select * from behavior_event e where ${late.sql}) e
               where ${arrived.sql} and e.type in (?, ?) and not e.is_bot and not e.is_gift
                 and e.source <> 'import' and e.occurred_at >= ?
                 and (e.customer_id is not null or e.visitor_id is not null)
                 and (e.type = ? or not exists (
                   select 1 from behavior_event c
                    where (c.customer_id = e.customer_id or c.visitor_id = e.visitor_id) and c.type = ?
                      and c.product_id = e.product_id and c.occurred_at <= e.occurred_at
                      and c.occurred_at > e.occurred_at - interval '1 day'))
               order by e.seq desc limit ?`,
        bindings: [
          after.seq,
          ...late.bindings,
          ...arrived.bindings,
          cart,
          behaviorCode("purchase"),
          since,
          cart,
          cart,
          CHOICES_A_ROUND,
        ],
      },
      choiceRow,
    )
  }

  private async score(recommender: Recommender, choice: z.output<typeof choiceRow>): Promise<ChoiceScore | null> {
    const events = await this.parts.behavior.readProfile({
      customerId: choice.customer_id,
      visitorId: choice.visitor_id,
    })
    return scoreChoice(
      recommender,
      { events, segment: null },
      { productId: choice.product_id, at: choice.occurred_at.getTime() },
    )
  }

  private async judge(active: Activation): Promise<void> {
    const { settings } = await this.parts.settings.current()
    const { accuracy_drop: drop, accuracy_min_sample: minSample } = settings.retrain
    const versionId = active.version_id
    const first = await this.samples.window(versionId, { newest: false, rows: minSample })
    if (!first || first.sample < minSample) return
    const mark = markAfter(active.accuracy, first, drop)
    if (mark !== active.accuracy) await this.parts.activation.markAccuracy(versionId, mark)
    const now = await this.samples.window(versionId, { newest: true, rows: WINDOWS * minSample })
    if (!now) return
    const alarm = isFallen({ mark, now, drop, minSample, alarm: active.accuracy_alarm })
    if (alarm === active.accuracy_alarm) return
    await this.parts.activation.setAlarm(versionId, alarm)
    if (!alarm) return
    const words = `pairwise ${percent(now.pairwise)} of ${percent(mark.pairwise)}, hit rate ${percent(now.hitRate)} of ${percent(mark.hit_rate)}`
    logEvent(this.parts.context, "warn", { name: "accuracy.fallen", fields: { version: active.number, words } })
    await this.parts.requests.add("accuracy", null)
  }

  private async load(versionId: string): Promise<Recommender | null> {
    if (this.model?.versionId === versionId) return this.model.recommender
    const bytes = await this.parts.versions.file(versionId)
    if (!bytes) return null
    this.model = { versionId, recommender: loadRecommender(bytes) }
    return this.model.recommender
  }
}

const percent = (share: number | null): string => (share === null ? "unknown" : `${(share * 100).toFixed(1)} %`)
