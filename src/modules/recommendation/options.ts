import { availableParallelism } from "node:os"
import { z } from "@medusajs/framework/zod"
import { defaultTrainingMb, memoryLimitMb } from "../../training/container-memory"
import { settingsSchema } from "../../types/settings-schema"
import { extensionOption } from "./extend/load-extensions"
import { nextRuns } from "./learning/schedule"

export { settingsSchema } from "../../types/settings-schema"

/** Longest name of an event or a metadata field that an option may hold. */
const MAX_NAME = 200
/** Shortest key of an app, in characters: nobody may guess one. */
const MIN_APP_KEY = 32

/** Follows the container, whose limit does not move while a process runs: looked up once. */
const TRAINING_MB = defaultTrainingMb(memoryLimitMb())

const note = z.string().min(1).max(500)
const name = z.string().min(1).max(MAX_NAME)
const wholeNumber = (low: number, high: number) => z.number().int().min(low).max(high)

export type RecommendationSettings = z.output<typeof settingsSchema>

/** Module options as a shop owner writes them in `medusa-config.ts`; every field has a default. */
export const optionsSchema = settingsSchema.extend({
  capture: z
    .strictObject({
      /** Names of the events by which wishlist plugins report an added item. */
      wishlist_created_events: z
        .array(name)
        .max(20)
        .default(["wishlist.wishlist-item.created", "wishlistModuleService.wishlist-item.created"]),
      wishlist_deleted_events: z
        .array(name)
        .max(20)
        .default(["wishlist.wishlist-item.deleted", "wishlistModuleService.wishlist-item.deleted"]),
      /** Secrets by which the shop's own apps and servers report, or sign, for shoppers; see docs/OPERATIONS.md, "Apps and servers". */
      app_keys: z.array(z.string().min(MIN_APP_KEY).max(MAX_NAME)).max(20).default([]),
      /** Events a minute that one shopper may report; those of one address together twenty times as many. */
      rate_limit_per_minute: wholeNumber(1, 1_000_000).default(600),
      /** Proxies of the shop's own in front of Medusa that each append to X-Forwarded-For. */
      trusted_proxies: wholeNumber(0, 10).default(1),
      /**
       * Shoppers of one address block (/24, /48) whose interest in a product counts on one day, and where it is more than
       * twenty, how many the limit by address is made for: more only where many share an address.
       */
      shoppers_per_address: wholeNumber(1, 100_000).default(1),
      /** Events waiting to be written before the answer is 503. */
      max_queue: wholeNumber(100, 1_000_000).default(20_000),
    })
    .prefault({}),
  training: z
    .strictObject({
      /** Rows that one training reads at most; older ones are sampled, fewer the older. */
      max_rows: wholeNumber(1_000, 50_000_000).default(2_000_000),
      /** Memory of a training, all its threads together. */
      max_memory_mb: wholeNumber(128, 65_536).default(TRAINING_MB),
      /**
       * Whether a training runs in a process of its own, which may end for want of memory without the shop, or in threads
       * of the shop's; null: in its own where Medusa runs in worker mode.
       */
      process: z.enum(["own", "thread"]).nullable().default(null),
      /** Threads that train, at the lowest priority. */
      threads: wholeNumber(1, 64).default(() => Math.max(1, availableParallelism() - 1)),
      /**
       * Redis over which the shop's instances in worker and shared mode run the tasks of one training together; null: the
       * one that trains does so alone.
       */
      redis_url: z
        .string()
        .max(500)
        .regex(/^rediss?:\/\//, "must begin with redis:// or rediss://")
        .nullable()
        .default(null),
      timeout_minutes: z.number().min(1).max(1_440).default(60),
      /** Seconds without a heartbeat after which another instance takes a run over. */
      lease_seconds: wholeNumber(5, 3_600).default(60),
      seed: wholeNumber(0, 2_147_483_647).default(1),
    })
    .prefault({}),
  cache: z
    .strictObject({
      /** Seconds that an answer is kept when nothing happens. */
      ttl_seconds: wholeNumber(0, 3_600).default(300),
      max_entries: wholeNumber(0, 1_000_000).default(10_000),
    })
    .prefault({}),
  lists: z
    .strictObject({
      /** Whether gift cards may stand in lists; one alone may by `recommendations: true` in its metadata. */
      gift_cards: z.boolean().default(false),
    })
    .prefault({}),
  limits: z
    .strictObject({
      /** Lists under way in one process; who comes on top is answered 503 at once. */
      lists_at_once: wholeNumber(1, 100_000).default(200),
    })
    .prefault({}),
  agents: z
    .strictObject({
      mcp: z
        .strictObject({
          /** Whether agents may ask the shop over MCP, with its publishable key. */
          enabled: z.boolean().default(false),
          /** Whether they may put products into carts. Paying stays with people. */
          cart_tool: z.boolean().default(false),
        })
        .prefault({}),
    })
    .prefault({}),
  edge: z
    .strictObject({
      /** Whether each model that begins to serve is published for edge runtimes, where anybody can read it; see docs/RECIPES.md. */
      publish: z.boolean().default(false),
    })
    .prefault({}),
  extend: z
    .strictObject({
      /** Code of the shop that joins in making lists; see docs/EXTEND.md. */
      extensions: z.array(extensionOption).max(20).default([]),
      /** JSON file of the shop with words of reasons, language -> code -> text: more languages, or other words. */
      texts: z.string().min(1).max(500).nullable().default(null),
      /** Milliseconds that each part of an extension has for one list. */
      timeout_ms: wholeNumber(1, 10_000).default(100),
    })
    .prefault({}),
  notify: z
    .strictObject({
      /** Who is notified of failed trainings, ill health and decided experiments, through Medusa's Notification module. */
      to: z.string().min(1).max(MAX_NAME).nullable().default(null),
      /** Channel of the shop's notification provider. */
      channel: name.default("email"),
    })
    .prefault({}),
  results: z
    .strictObject({
      /** What the dashboard says above its results, or that by language; for shops whose figures are no real ones. */
      note: z
        .union([note, z.record(z.string().min(2).max(10), note)])
        .nullable()
        .default(null),
    })
    .prefault({}),
  logging: z.strictObject({ debug: z.boolean().default(false) }).prefault({}),
})

export type RecommendationOptions = z.output<typeof optionsSchema>

/**
 * Options with defaults filled in, frozen.
 *
 * @throws Error naming every field that is wrong, so that Medusa refuses to start.
 */
export function parseOptions(raw: unknown): RecommendationOptions {
  const parsed = optionsSchema.safeParse(withoutPlatformKeys(raw ?? {}))
  const problems = parsed.success
    ? scheduleProblems(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join(".") || "options"}: ${issue.message}`)
  if (parsed.success && problems.length === 0) return Object.freeze(parsed.data)
  throw new Error(`medusa-plugin-svm-recommendations: wrong options in medusa-config.ts: ${problems.join("; ")}`)
}

/** A cron expression or a time zone that is none: the shop would start, and never learn. */
function scheduleProblems({ retrain: { schedule } }: RecommendationOptions): string[] {
  try {
    nextRuns({ cron: schedule.cron, timeZone: schedule.time_zone }, 1)
    return []
  } catch (error) {
    return [`retrain.schedule: ${error instanceof Error ? error.message : String(error)}`]
  }
}

/** What Medusa itself puts among a module's options. */
const PLATFORM_KEYS = new Set(["database", "manager"])

function withoutPlatformKeys(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return raw
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !PLATFORM_KEYS.has(key)))
}
