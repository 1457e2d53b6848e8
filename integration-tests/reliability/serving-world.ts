import type { SqlEntityManager } from "@medusajs/framework/mikro-orm/postgresql"
import { z } from "@medusajs/framework/zod"
import type { SeededRandom } from "../../src/core/random/seeded-random"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import type { ChangeKind } from "../../src/modules/recommendation/database/change-log"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import type { SharedCache } from "../../src/modules/recommendation/serving/answers/answer-cache"
import type { ShopPorts } from "../../src/modules/recommendation/serving/ports"
import type { Question } from "../../src/modules/recommendation/serving/question"
import RecommendationModuleService from "../../src/modules/recommendation/service"
import { aTraining, FakeTraining } from "../helpers/fake-training"
import type { TestModule } from "../helpers/module-context"
import { aQuestion, trainedModel } from "../helpers/serving-questions"
import { tasteEvents } from "../helpers/taste-shop"

export const PRODUCTS = 30
const CATEGORIES = 6
const GROUP = "cusgroup_1"
/** A promotion by hand, but for its version. */
export const PROMOTED = {
  by: "user_1",
  forced: false,
  accuracy: { pairwise: 0.5, hit_rate: 0.5, sample: 1, source: "holdout" },
} as const

export const SHOPPERS = [
  { customerId: null, visitorId: "visitor-1" },
  { customerId: null, visitorId: "visitor-2" },
  { customerId: "cus_1", visitorId: null },
  { customerId: "cus_2", visitorId: "visitor-3" },
] as const

const priceRow = z.object({ id: z.string(), original: z.number().nullable(), calculated: z.number().nullable() })
const idRows = z.object({ rows: z.array(z.object({ id: z.string() })) })

/** Prices as they stand in the tables. */
export const portsOf = (module: TestModule, sharedCache: SharedCache | null): ShopPorts => ({
  calculatePrices: async ({ priceSetIds, market }) => {
    const found = await module.run(
      `select price_set_id as id, min(amount)::float as calculated,
              (min(amount) filter (where price_list_id is null))::float as original
         from price where currency_code = ? and deleted_at is null and price_set_id = any(string_to_array(?, ' '))
        group by 1`,
      [market.currencyCode, priceSetIds.join(" ")],
    )
    const { rows } = z.object({ rows: z.array(priceRow) }).parse(found)
    return new Map(
      rows.map(({ id, original, calculated }) => [
        id,
        { id, calculated_amount: calculated, original_amount: original },
      ]),
    )
  },
  readProducts: async () => new Map(),
  withTaxes: async ({ products }) => [...products],
  sharedCache,
})

/** What every history ends with. */
export const QUESTIONS: readonly Question[] = [
  ...SHOPPERS.map((shopper) => aQuestion({ shopper })),
  ...(["popular", "trending", "new_arrivals", "on_sale", "gift"] as const).map((strategy) => aQuestion({ strategy })),
  aQuestion({ strategy: "gift", gift: { ...aQuestion().gift, recipient: "mother" } }),
  aQuestion({ strategy: "similar", productId: "prod_7" }),
  aQuestion({ strategy: "bought_together", productId: "prod_8" }),
  aQuestion({ categoryId: "pcat_2", limit: 10 }),
  aQuestion({ strategy: "popular", placement: "home", shopper: SHOPPERS[2] }),
  aQuestion({ gift: { ...aQuestion().gift, budgetMin: 20, budgetMax: 60 } }),
]

/** An instance of the plugin: its own memory, the database in common. */
export const anInstance = (module: TestModule, cacheSeconds: number): RecommendationModuleService => {
  const manager = { getKnex: () => module.context.knex() } as unknown as SqlEntityManager
  return new RecommendationModuleService(
    { manager },
    { cache: { ttl_seconds: cacheSeconds } },
    { worker_mode: "shared" },
  )
}

/** Two trained versions, of which the second serves. */
export async function trainedVersions(module: TestModule): Promise<string[]> {
  const training = new FakeTraining()
  const behavior = new BehaviorStore(module.context)
  const learning = new LearningStore(module.context, { behavior, startTraining: training.start })
  await behavior.record(tasteEvents({ shoppers: 30, products: 20, tastes: 2, days: 8, seed: 3, until: Date.now() }))
  const ids: string[] = []
  for (const products of [PRODUCTS, PRODUCTS / 2]) {
    training.outcome = async () => ({ ...aTraining({ challenger: 0.5 }), bytes: trainedModel(products) })
    await learning.requestRetrain("admin")
    const run = await learning.openDueRun()
    if (!run) throw new Error("no run was due")
    const trained = await learning.train(run)
    await learning.serve(run.lease, trained)
    await learning.finish(run.lease, null)
    ids.push(trained.versionId ?? "")
  }
  return ids
}

export interface World {
  readonly module: TestModule
  readonly random: SeededRandom
  /** Numbers of the trained versions. */
  readonly versions: readonly string[]
  /** One of the two instances. */
  readonly first: RecommendationModuleService
  /** Whether behavior moves what is popular: a kept answer may be of before for as long as it is kept. */
  readonly movesPopularity: boolean
}

/** One thing that an admin, a shopper or the shop does, on one instance. */
export type Step = (on: RecommendationModuleService, world: World) => Promise<unknown>

const product = ({ random }: World): string => `prod_${1 + random.nextInt(PRODUCTS)}`

/** A change of the shop's tables, and what Medusa's event says of it. */
const shop =
  (kind: ChangeKind, change: (world: World) => { sql: string; bindings: string[]; key?: string }): Step =>
  async (on, world) => {
    const { sql, bindings, key } = change(world)
    await world.module.run(sql, bindings)
    await on.serving.changed([{ kind, key: key ?? null }])
  }

/** A change of one product. */
const ofProduct = (sql: string, values: (world: World) => string[] = () => []): Step =>
  shop("product", (world) => {
    const key = product(world)
    return { sql, bindings: [...values(world), key], key }
  })

const category = ({ random }: World): string => `pcat_${1 + random.nextInt(CATEGORIES)}`

const rule = (world: World): Parameters<RecommendationModuleService["serving"]["ruleStore"]["create"]>[0] => {
  const { random } = world
  const action = (["pin", "boost", "bury", "exclude", "limit_per_category"] as const)[random.nextInt(5)] ?? "pin"
  return {
    ...{ name: "A rule", action, product_ids: [product(world)], category_ids: [] },
    value: { pin: 2, boost: 0.5, bury: 0.5, exclude: null, limit_per_category: 1 }[action],
    placements: random.nextInt(2) === 0 ? ["home"] : [],
    customer_group_ids: random.nextInt(4) === 0 ? [GROUP] : [],
    ...{ sales_channel_ids: [], starts_at: null, ends_at: null, enabled: true },
  }
}

const settings =
  (change: (world: World) => unknown): Step =>
  async (on, world) => {
    const { version } = await on.learning.settingsStore.describe()
    await on.learning.settingsStore.update({ settings: change(world), version, by: null })
  }

export const STEPS: Readonly<Record<string, Step>> = {
  "product moves": ofProduct(
    "update product_category_product set product_category_id = ? where product_id = ?",
    (world) => [category(world)],
  ),
  "product out of its category": ofProduct("delete from product_category_product where product_id = ?"),
  tag: ofProduct("update product_tags set product_tag_id = ? where product_id = ?", ({ random }) => [
    `ptag_${1 + random.nextInt(5)}`,
  ]),
  "published or not": ofProduct(
    `update product set status = case status when 'draft' then 'published' else 'draft' end, updated_at = now()
      where id = ?`,
  ),
  "said to be no recommendation": ofProduct(
    "update product set metadata = jsonb_build_object('recommendations', ?::text), updated_at = now() where id = ?",
    ({ random }) => [random.nextInt(2) === 0 ? "false" : "true"],
  ),
  "a gift": ofProduct(
    `update product set metadata = jsonb_build_object('recipient', ?::text, 'for', 'mother'), updated_at = now()
      where id = ?`,
    ({ random }) => [random.nextInt(2) === 0 ? "mother" : "baby"],
  ),
  price: shop("price", (world) => {
    const key = `pset_${1 + world.random.nextInt(PRODUCTS)}_1`
    return {
      sql: `update price set amount = ?::numeric where price_list_id is null and currency_code = 'eur' and price_set_id = ?`,
      bindings: [String(5 + world.random.nextInt(80)), key],
      key,
    }
  }),
  "category renamed": shop("category", (world) => {
    const key = category(world)
    return {
      sql: "update product_category set name = ? where id = ?",
      bindings: [`For ${["mothers", "babies", "fathers"][world.random.nextInt(3)] ?? ""}`, key],
      key,
    }
  }),
  "other words": ofProduct("update product set description = ?, updated_at = now() where id = ?", ({ random }) => [
    `Made for ${["mother", "a baby", "father"][random.nextInt(3)] ?? ""}`,
  ]),
  stock: shop("stock", (world) => ({
    sql: `update inventory_level set stocked_quantity = ?::numeric where inventory_item_id in (
           select i.inventory_item_id from product_variant_inventory_item i
             join product_variant v on v.id = i.variant_id where v.product_id = ?)`,
    bindings: [world.random.nextInt(2) === 0 ? "0" : "100", product(world)],
  })),
  "on sale": shop("prices", (world) => ({
    sql: `insert into price (id, price_set_id, currency_code, amount, raw_amount, rules_count, price_list_id)
          select 'sale_' || s.price_set_id, s.price_set_id, 'eur', 2, '{"value":"2","precision":20}', 0, 'plist_1'
            from product_variant_price_set s join product_variant v on v.id = s.variant_id where v.product_id = ?
          on conflict (id) do update set deleted_at = case when price.deleted_at is null then now() end`,
    bindings: [product(world)],
  })),
  "category below another": shop("category", (world) => {
    const key = category(world)
    return {
      sql: "update product_category set mpath = ? || id where id = ?",
      bindings: [`${category(world)}.`, key],
      key,
    }
  }),
  "category gone or back": shop("catalog", (world) => ({
    sql: "update product_category set deleted_at = case when deleted_at is null then now() end where id = ?",
    bindings: [category(world)],
  })),
  "customer's groups": shop("customers", (world) => ({
    sql: `with gone as (delete from customer_group_customer where customer_id = ? returning 1)
          insert into customer_group_customer (id, customer_id, customer_group_id)
          select 'cusgc_' || ?, ?, '${GROUP}' where not exists (select 1 from customer_group_customer where customer_id = ?)
          on conflict do nothing`,
    bindings: Array<string>(4).fill(`cus_${1 + world.random.nextInt(2)}`),
  })),
  "a rule more": (on, world) => on.serving.ruleStore.create(rule(world)),
  "a rule changes": async (on, world) => {
    const [first] = await on.serving.rules()
    if (first) await on.serving.ruleStore.update(first.id, { ...rule(world), version: first.version })
  },
  "a rule less": async (on) => {
    const [first] = await on.serving.rules()
    if (first) await on.serving.ruleStore.delete(first.id)
  },
  "rules in another order": async (on) => {
    const ids = (await on.serving.rules()).map(({ id }) => id)
    await on.serving.ruleStore.reorder(ids.reverse())
  },
  variety: settings(({ random }) => ({ serving: { diversity: random.nextInt(3) / 4, repeats: random.nextInt(2) } })),
  "a strategy off or on": settings(({ random }) => ({
    serving: { disabled_strategies: random.nextInt(2) === 0 ? ["trending"] : [] },
  })),
  "gifts by another field": settings(({ random }) => ({
    gift: { recipient: random.nextInt(2) === 0 ? "for" : "recipient" },
  })),
  "another model": (on, { random, versions }) =>
    on.learning.activation.promote({
      ...PROMOTED,
      versionId: versions[random.nextInt(versions.length)] ?? "",
    }),
  "an experiment begins": (on) => on.insights.experiments.start({ name: "x", holdoutShare: 0.5, isAA: false }),
  "an experiment ends": async (on, { module }) => {
    const { rows } = idRows.parse(await module.run("select id from recommendation_experiment where status = 'running'"))
    if (rows[0]) await on.insights.experiments.stop(rows[0].id)
  },
  "a visitor logs in": (on, { random }) =>
    on.behavior.visitors.link({
      visitorId: `visitor-${1 + random.nextInt(2)}`,
      customerId: `cus_${1 + random.nextInt(2)}`,
      isConsented: true,
    }),
  behavior: async (on, world) => {
    const { random } = world
    // A shopper stays on one instance: what they do on two within one look is linked in the order it is heard of.
    const shopper = SHOPPERS[2 * random.nextInt(2) + (on === world.first ? 0 : 1)] ?? SHOPPERS[0]
    const types = world.movesPopularity
      ? (["view", "add_to_cart", "purchase", "dismiss"] as const)
      : (["dismiss"] as const)
    await on.behavior.record(
      Array.from({ length: 1 + random.nextInt(3) }, () => ({
        ...{
          id: `event-${random.nextUint32()}-${random.nextUint32()}`,
          productId: product(world),
          source: "storefront" as const,
        },
        ...shopper,
        ...{ type: types[random.nextInt(types.length)] ?? "dismiss", occurredAt: new Date() },
      })),
    )
  },
}
