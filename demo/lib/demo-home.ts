import { randomBytes } from "node:crypto"
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import os from "node:os"
import path from "node:path"
import { z } from "@medusajs/framework/zod"

const secret = z.string().min(8)
const schema = z.object({
  databasePassword: secret,
  jwtSecret: secret,
  cookieSecret: secret,
  adminPassword: secret,
  /** Ids of the shops whose admin has `adminPassword`. */
  seeded: z.array(z.string()),
})

/** What one demo folder remembers between starts. */
export type DemoSecrets = z.output<typeof schema>

/** The folder of a demo: database, logs, secrets, built storefront. */
export class DemoHome {
  readonly postgres: string
  readonly logs: string
  readonly storefront: string
  private readonly file: string

  constructor(readonly folder: string) {
    this.postgres = path.join(folder, "postgres")
    this.logs = path.join(folder, "logs")
    this.storefront = path.join(folder, "storefront")
    this.file = path.join(folder, "secrets.json")
    mkdirSync(this.logs, { recursive: true })
  }

  /** Secrets of this folder, drawn at the first start; only the owner may read them. */
  secrets(): DemoSecrets {
    if (existsSync(this.file)) {
      const parsed = schema.safeParse(JSON.parse(readFileSync(this.file, "utf8")))
      if (parsed.success) return parsed.data
    }
    const draw = (bytes: number): string => randomBytes(bytes).toString("base64url")
    const secrets = {
      ...{ databasePassword: draw(18), jwtSecret: draw(32), cookieSecret: draw(32) },
      ...{ adminPassword: draw(9), seeded: [] },
    }
    this.keep(secrets)
    return secrets
  }

  keep(secrets: DemoSecrets): void {
    const fresh = `${this.file}.new`
    writeFileSync(fresh, JSON.stringify(secrets, null, 2), { mode: 0o600 })
    renameSync(fresh, this.file)
  }

  /** Folder of a shop's history; `:` and the like may not stand in names on every system. */
  history(shopKey: string): string {
    return path.join(this.folder, "history", shopKey.replace(/[^A-Za-z0-9._-]+/g, "-"))
  }

  /** HOME for Medusa, which wants to write there: the user's own where that is possible. */
  userHome(): string {
    try {
      accessSync(os.homedir(), constants.W_OK)
      return os.homedir()
    } catch {
      const own = path.join(this.folder, "home")
      mkdirSync(own, { recursive: true })
      return own
    }
  }
}
