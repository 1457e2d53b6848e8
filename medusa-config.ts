import path from "node:path"
import { defineConfig, loadEnv } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import { searchModule } from "./demo/search/store-search"

loadEnv(process.env.NODE_ENV || "development", process.cwd())

const redisUrl = process.env.REDIS_URL

/** With Redis, everything that several instances must share goes through it. */
const sharedModules = redisUrl
  ? [
      { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl, jobOptions: { attempts: 3 } } },
      { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl } } },
      {
        resolve: "@medusajs/medusa/locking",
        options: {
          providers: [
            { resolve: "@medusajs/medusa/locking-redis", id: "locking-redis", is_default: true, options: { redisUrl } },
          ],
        },
      },
    ]
  : []

/** Medusa reads its flags after this file, so the module of roles must be named beside the flag. */
const rolesModule = process.env.MEDUSA_FF_RBAC === "true" ? [{ resolve: "@medusajs/medusa/rbac" }] : []

const translationModule =
  process.env.MEDUSA_FF_TRANSLATION === "true" ? [{ resolve: "@medusajs/medusa/translation" }] : []

/** Medusa's own cache, in memory: with it Medusa asks the database for a publishable key once, not on every request. */
const cachingModule =
  process.env.MEDUSA_FF_CACHING === "true"
    ? [{ resolve: "@medusajs/medusa/caching", options: { in_memory: { enable: true } } }]
    : []

/** Stands in for a wishlist plugin, in the demo's shop alone. */
const wishlistModule =
  process.env.DEMO_WISHLIST === "true" ? [{ resolve: path.join(__dirname, "demo", "wishlist") }] : []

/** An index of the products for Medusa's Search module, in the demo's shop alone. */
const searchModules = process.env.DEMO_SEARCH === "true" ? [searchModule()] : []

const moduleOptions = z.record(z.string(), z.unknown()).parse(JSON.parse(process.env.RECOMMENDATION_OPTIONS ?? "{}"))

/**
 * The app by which this repository develops, shows and tests the plugin. The
 * module is listed here because a plugin's own repository discovers its `src`
 * as the app's own; a shop lists the plugin instead (README.md).
 */
module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL ?? "",
    ...(redisUrl ? { redisUrl } : {}),
    workerMode:
      process.env.WORKER_MODE === "server" || process.env.WORKER_MODE === "worker" ? process.env.WORKER_MODE : "shared",
    http: {
      storeCors: process.env.STORE_CORS ?? "http://localhost:8000",
      adminCors: process.env.ADMIN_CORS ?? "http://localhost:9000",
      authCors: process.env.AUTH_CORS ?? "http://localhost:8000,http://localhost:9000",
      jwtSecret: process.env.JWT_SECRET ?? "supersecret",
      cookieSecret: process.env.COOKIE_SECRET ?? "supersecret",
    },
    // The demo and the tests speak plain http, where a secure cookie would never come back.
    cookieOptions: { secure: false },
  },
  admin: {
    disable: process.env.DISABLE_ADMIN === "true",
    // Top-level admin/ holds the screens; Tailwind must see their classes. Absolute: what is imported from a virtual
    // module of Vite has no folder to be relative to.
    ...{ sources: ["src/admin", "admin"].map((folder) => path.join(__dirname, folder)) },
  },
  modules: [
    {
      resolve: "./src/modules/recommendation",
      options: moduleOptions,
    },
    ...rolesModule,
    ...translationModule,
    ...wishlistModule,
    ...searchModules,
    ...cachingModule,
    ...sharedModules,
  ],
})
