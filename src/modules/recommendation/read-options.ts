import { z } from "@medusajs/framework/zod"
import type { SharedRedis } from "./context"
import { parseOptions } from "./options"

/** Names of the events by which wishlist plugins report their items. */
export interface WishlistEventNames {
  readonly created: readonly string[]
  readonly deleted: readonly string[]
}

const PACKAGE = "medusa-plugin-svm-recommendations"

const entry = z.looseObject({ resolve: z.string().optional(), options: z.record(z.string(), z.unknown()).optional() })
const configuration = z.looseObject({
  modules: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
  plugins: z.array(z.unknown()).optional(),
})

const project = z.looseObject({
  projectConfig: z.looseObject({
    redisUrl: z.string().min(1),
    redisPrefix: z.string().default(""),
    redisOptions: z.record(z.string(), z.unknown()).default({}),
    http: z.looseObject({ jwtSecret: z.string().default(""), cookieSecret: z.string().default("") }).prefault({}),
  }),
})

/** Medusa's own Redis; null where none is configured, and where a tool reads the file. */
export function readRedis(config: () => unknown): SharedRedis | null {
  try {
    const { redisUrl, redisPrefix, redisOptions, http } = project.parse(config()).projectConfig
    return { url: redisUrl, prefix: redisPrefix, options: redisOptions, secret: http.cookieSecret + http.jwtSecret }
  } catch {
    return null
  }
}

/**
 * The capture options out of Medusa's configuration, for what is decided before
 * the module is loaded. Defaults where it is not found, and where the options are
 * wrong, for then the module itself refuses to start and says why.
 */
export function readCaptureOptions(config: () => unknown): WishlistEventNames {
  const { capture } = parseQuietly(findOptions(config))
  return { created: capture.wishlist_created_events, deleted: capture.wishlist_deleted_events }
}

function findOptions(config: () => unknown): unknown {
  try {
    const { modules = {}, plugins = [] } = configuration.parse(config())
    const named = Array.isArray(modules) ? [] : [modules.recommendation]
    const listed = [...(Array.isArray(modules) ? modules : Object.values(modules)), ...plugins].filter((candidate) => {
      const path = entry.safeParse(candidate).data?.resolve ?? ""
      return path.startsWith(PACKAGE) || path.endsWith("/modules/recommendation")
    })
    for (const candidate of [...named, ...listed]) {
      const options = entry.safeParse(candidate).data?.options
      if (options) return options
    }
  } catch {
    // No configuration is loaded: a tool reads the file, not a shop.
  }
  return {}
}

function parseQuietly(options: unknown): ReturnType<typeof parseOptions> {
  try {
    return parseOptions(options)
  } catch {
    return parseOptions({})
  }
}
