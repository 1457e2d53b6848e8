import { createHash, randomUUID } from "node:crypto"
import { once } from "node:events"
import { rmSync } from "node:fs"
import type { Server } from "node:http"
import path from "node:path"
import { startEmbeddedPostgres } from "../../scripts/embedded-postgres"
import type { EmbeddedPostgres } from "../../scripts/embedded-postgres"
import { buildStorefront } from "../storefront/build"
import { chooseAddresses } from "./addresses"
import type { Addresses } from "./addresses"
import { startChild } from "./child"
import type { Child } from "./child"
import { openDashboard } from "./dashboard"
import {
  emptyDatabase,
  ensureDatabase,
  inspect,
  keepMark,
  migrationsFingerprint,
  movePictures,
  readShop,
} from "./database"
import type { ShopMark } from "./database"
import { DemoHome } from "./demo-home"
import type { DemoSecrets } from "./demo-home"
import { finalWords } from "./final-words"
import { medusaCommands } from "./medusa"
import type { MedusaCommands } from "./medusa"
import { shopKey } from "./options"
import type { DemoOptions } from "./options"
import type { Screen } from "./progress"
import { DEMO_OPTIONS } from "./plugin-options"
import { SEED_ORDER_VARIABLE } from "./seed-order"
import type { SeedOrder } from "./seed-order"
import { signMails } from "./sign-mails"
import { createStorefrontServer } from "./storefront-server"
import { ensureModel } from "./train"

const ADMIN_EMAIL = "admin@demo.shop"
/** For the handful of shoppers that a visitor may sign in as. */
const SHOPPER_PASSWORD = "giftshop"

/** One run of the demo: database, Medusa, storefront, and their orderly end. */
export class Demo {
  private readonly home: DemoHome
  private readonly children = new Set<Child>()
  private postgres: EmbeddedPostgres | undefined
  private storefront: Server | undefined
  private stopping = false

  constructor(
    private readonly root: string,
    private readonly options: DemoOptions,
    private readonly screen: Screen,
  ) {
    this.home = new DemoHome(options.home)
  }

  /** Starts everything and stays until Medusa or the database ends. */
  async run(): Promise<number> {
    const secrets = this.home.secrets()
    const databaseUrl = await this.openDatabase(secrets)
    const key = shopKey(this.options)
    const content = await this.checkDatabase(databaseUrl, key)
    const addresses = await chooseAddresses(this.options, this.screen)
    const medusa = this.medusa(databaseUrl, { secrets, addresses })
    const shopMark = content ?? newMark(key)
    const building = buildStorefront(this.home.storefront)
    const dashboard = this.openDashboard()
    // Whoever waits for them hears of it; until then the shop is filled.
    for (const early of [building, dashboard]) early.catch(() => undefined)
    const migrated = await this.migrate(databaseUrl, medusa, shopMark)
    await this.seed(databaseUrl, { medusa, secrets, addresses, shopMark: migrated })
    this.screen.step("Waiting for the dashboard, which is built once")
    await dashboard
    this.screen.step("Starting Medusa")
    const server = await medusa.serve(addresses.listenOn, addresses.backendPort)
    await this.train(addresses.backendUrl, secrets)
    await building
    this.screen.plain(await this.serveStorefront(databaseUrl, addresses, secrets))
    return this.watch(server)
  }

  /** Ends what was started, in the order in which it leans on each other. */
  async stop(): Promise<void> {
    this.stopping = true
    this.storefront?.close()
    this.storefront?.closeAllConnections()
    await Promise.all([...this.children].map((child) => child.stop()))
    await this.postgres?.stop()
  }

  private async openDashboard(): Promise<void> {
    const logFile = path.join(this.home.logs, "dashboard.log")
    await openDashboard(this.root, async (...command) => {
      const child = startChild([process.execPath, ...command], { cwd: this.root, env: process.env, logFile })
      this.guard(child)
      if ((await child.ended) !== 0) throw new Error(`The dashboard could not be built, see ${logFile}`)
    })
  }

  private guard(child: Child): void {
    this.children.add(child)
    void child.ended.then(() => this.children.delete(child))
    // A Ctrl-C may have come between two commands.
    if (this.stopping) void child.stop()
  }

  private async openDatabase(secrets: DemoSecrets): Promise<string> {
    const given = process.env.DATABASE_URL
    if (given) {
      this.screen.step("Using the database of DATABASE_URL")
      await ensureDatabase(given)
      return given
    }
    this.screen.step("Starting the embedded Postgres")
    this.postgres = await startEmbeddedPostgres({
      dataDir: this.home.postgres,
      password: secrets.databasePassword,
      durable: true,
    })
    const name = databaseName(shopKey(this.options))
    await this.postgres.createDatabase(name)
    return this.postgres.url(name)
  }

  /** Says what may be done with this database; empties it where that was asked for. */
  private async checkDatabase(url: string, key: string): Promise<ShopMark | undefined> {
    const content = await inspect(url)
    if (content.kind === "foreign") {
      throw new Error("DATABASE_URL holds data that is not this demo's. Nothing was changed: give an empty database.")
    }
    if (this.options.reset && content.kind !== "empty") {
      this.screen.step("Emptying the shop's database")
      await emptyDatabase(url)
      rmSync(this.home.history(key), { recursive: true, force: true })
      return undefined
    }
    if (content.kind === "empty") return undefined
    if (content.mark.key === key) return content.mark
    throw new Error(
      `The database holds the demo shop "${content.mark.key}", not "${key}". Give another database, or begin again with --reset.`,
    )
  }

  private medusa(databaseUrl: string, { secrets, addresses }: { secrets: DemoSecrets; addresses: Addresses }) {
    const { backendUrl } = addresses
    // Some people type the number instead of the name; to a browser that is another origin.
    const byNumber = `http://127.0.0.1:${addresses.storefrontPort}`
    const storefronts = `${addresses.storefrontUrl},${byNumber}`
    return medusaCommands({
      root: this.root,
      logsFolder: this.home.logs,
      onStart: (child) => this.guard(child),
      env: {
        ...process.env,
        ...{ NODE_ENV: "development", DATABASE_URL: databaseUrl, HOME: this.home.userHome() },
        ...{ JWT_SECRET: secrets.jwtSecret, COOKIE_SECRET: secrets.cookieSecret },
        ...{ STORE_CORS: storefronts, ADMIN_CORS: backendUrl, AUTH_CORS: `${storefronts},${backendUrl}` },
        ...{ MEDUSA_DISABLE_TELEMETRY: "true", NODE_OPTIONS: "" },
        ...{ DEMO_WISHLIST: "true", DEMO_SEARCH: "true" },
        ...{ RECOMMENDATION_OPTIONS: process.env.RECOMMENDATION_OPTIONS ?? DEMO_OPTIONS },
      },
    })
  }

  private async migrate(url: string, medusa: MedusaCommands, shopMark: ShopMark): Promise<ShopMark> {
    const migrations = migrationsFingerprint(this.root)
    if (shopMark.migrations === migrations) return shopMark
    // Noted first: tables half made by an interrupted start are then known as the demo's own.
    await keepMark(url, shopMark)
    this.screen.step(shopMark.seeded ? "Bringing the database's tables up to date" : "Making the database's tables")
    await medusa.run(["db:migrate", "--skip-scripts", "--execute-safe-links"])
    return { ...shopMark, migrations }
  }

  private async seed(
    url: string,
    work: { medusa: MedusaCommands; secrets: DemoSecrets; addresses: Addresses; shopMark: ShopMark },
  ): Promise<void> {
    const { medusa, secrets, addresses, shopMark } = work
    const pictureBase = addresses.storefrontUrl
    if (shopMark.pictureBase !== undefined && shopMark.pictureBase !== pictureBase) {
      await movePictures(url, shopMark.pictureBase, pictureBase)
    }
    // Noted before products are made with it: an interrupted seed may be gone on with under another address.
    await keepMark(url, { ...shopMark, pictureBase })
    if (shopMark.seeded && secrets.seeded.includes(shopMark.id)) return
    const order: SeedOrder = {
      ...(this.options.dataFolder === undefined ? {} : { dataFolder: this.options.dataFolder }),
      ...{ currencyCode: this.options.currencyCode, simulatedShoppers: this.options.simulatedShoppers },
      historyFolder: this.home.history(shopMark.key),
      historyEndsAt: shopMark.historyEndsAt,
      pictureBase,
      admin: { email: ADMIN_EMAIL, password: secrets.adminPassword },
      shopperPassword: SHOPPER_PASSWORD,
    }
    this.screen.step("Filling the shop")
    await medusa.run(["exec", "./demo/seed/run.ts"], {
      env: { [SEED_ORDER_VARIABLE]: JSON.stringify(order) },
      onProgress: (line) => this.screen.show(line),
    })
    await keepMark(url, { ...shopMark, pictureBase, seeded: true })
    this.home.keep({ ...secrets, seeded: [...secrets.seeded.filter((id) => id !== shopMark.id), shopMark.id] })
  }

  private async train(backendUrl: string, secrets: DemoSecrets): Promise<void> {
    const login = { backendUrl, email: ADMIN_EMAIL, password: secrets.adminPassword }
    const outcome = await ensureModel(login, (text) => this.screen.counter(text))
    if (outcome.kind === "serving") this.screen.step(`Model version ${outcome.version} serves`)
    else this.screen.step(`No model serves yet (${outcome.cause}): the shop recommends without one`)
  }

  /** Opens the storefront and gives the last words to the person who waits. */
  private async serveStorefront(databaseUrl: string, addresses: Addresses, secrets: DemoSecrets): Promise<string> {
    const { logins, ...shop } = await readShop(databaseUrl)
    const tokens = await signMails(databaseUrl, {
      emails: logins.map(({ email }) => email),
      regionId: shop.regions[0].id,
      storefrontUrl: addresses.storefrontUrl,
    })
    this.storefront = createStorefrontServer({
      root: this.home.storefront,
      config: {
        ...shop,
        backendUrl: addresses.backendUrl,
        regionId: shop.regions[0].id,
        shoppers: logins.map((login) => ({
          ...{ ...login, password: SHOPPER_PASSWORD },
          mailToken: tokens.get(login.email) ?? null,
        })),
      },
    })
    this.storefront.listen(addresses.storefrontPort, addresses.listenOn)
    await once(this.storefront, "listening")
    return finalWords({
      ...{ addresses, logins, shopperPassword: SHOPPER_PASSWORD, logsFolder: this.home.logs },
      ...{ publishableKey: shop.publishableKey, simulated: shop.simulated },
      admin: { email: ADMIN_EMAIL, password: secrets.adminPassword },
    })
  }

  private async watch(server: Child): Promise<number> {
    const endings = [server.ended.then(() => `Medusa ended:\n${server.lastLines(20).join("\n")}`)]
    if (this.postgres) endings.push(this.postgres.ended.then(() => "The embedded Postgres ended."))
    const what = await Promise.race(endings)
    if (this.stopping) return 0
    this.screen.plain(what)
    return 1
  }
}

function newMark(key: string): ShopMark {
  return { id: randomUUID(), key, historyEndsAt: new Date().toISOString(), seeded: false }
}

/** A name that Postgres takes, from a shop's key; the same one each time. */
function databaseName(key: string): string {
  const readable = key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .slice(0, 30)
  return `${readable}_${createHash("sha256").update(key).digest("hex").slice(0, 8)}`
}
