import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { z } from "@medusajs/framework/zod"
import { withClient } from "../helpers/database"

/** What became of an event that was sent: answered for, refused permanently, or not known. */
export type Outcome = "accepted" | "rejected" | "unknown"

const entrySchema = z.object({ ids: z.array(z.string()), outcome: z.enum(["sent", "accepted", "rejected", "unknown"]) })

/** What the ledger finds when it is held against the table. */
export interface LedgerVerdict {
  readonly sent: number
  readonly accepted: number
  /** Accepted, yet not in the table: a broken promise. */
  readonly lost: readonly string[]
  /** In the table more than once. */
  readonly doubled: readonly string[]
  /** Refused permanently, yet stored. */
  readonly smuggled: readonly string[]
}

/**
 * All events sent and all answers, on disk before and after each request, so
 * that it outlives whatever is killed.
 */
export class Ledger {
  private readonly folder = mkdtempSync(path.join(tmpdir(), "svm-ledger-"))
  private readonly file = path.join(this.folder, "ledger.ndjson")

  /** Written before the request leaves. */
  sent(ids: readonly string[]): void {
    this.write({ ids, outcome: "sent" })
  }

  /** Written as soon as the answer is in. */
  answered(ids: readonly string[], outcome: Outcome): void {
    if (ids.length > 0) this.write({ ids, outcome })
  }

  /** Holds the ledger against the table. */
  async check(database: string): Promise<LedgerVerdict> {
    const outcomes = new Map<string, string>()
    for (const line of readFileSync(this.file, "utf8").split("\n")) {
      if (line === "") continue
      const entry = entrySchema.parse(JSON.parse(line))
      // An event that was accepted once stays accepted, whatever a later copy of it was answered.
      for (const id of entry.ids) if (outcomes.get(id) !== "accepted") outcomes.set(id, entry.outcome)
    }
    const ids = [...outcomes.keys()]
    const rows = await withClient(database, (client) =>
      client.query("select id, count(*)::int as copies from behavior_event where id = any($1) group by id", [ids]),
    )
    const stored = new Map(
      z
        .array(z.object({ id: z.string(), copies: z.number() }))
        .parse(rows.rows)
        .map((row) => [row.id, row.copies]),
    )
    const withOutcome = (outcome: string): string[] => ids.filter((id) => outcomes.get(id) === outcome)
    return {
      sent: ids.length,
      accepted: withOutcome("accepted").length,
      lost: withOutcome("accepted").filter((id) => !stored.has(id)),
      doubled: ids.filter((id) => (stored.get(id) ?? 0) > 1),
      smuggled: withOutcome("rejected").filter((id) => stored.has(id)),
    }
  }

  discard(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  private write(entry: { ids: readonly string[]; outcome: string }): void {
    appendFileSync(this.file, `${JSON.stringify(entry)}\n`)
  }
}
