import { NEWS } from "../database/log-reader"
import type { StoredEvent } from "./event"

/** Where arrival of behavior stood at one moment: what had come in then, and what had not. */
export interface Arrival {
  /** The highest number that was committed. Lower ones may be committed later, at any distance. */
  readonly seq: number
  /** Snapshot of Postgres, which distinguishes those; null where only the number was kept. */
  readonly snapshot?: string | null
}

/**
 * Condition on rows of `behavior_event` under alias `e`: they had come in.
 *
 * @see https://www.postgresql.org/docs/current/functions-info.html, "Transaction ID and Snapshot Information Functions"
 */
export function hadArrived({ seq, snapshot }: Arrival): { sql: string; bindings: (number | string)[] } {
  if (!snapshot) return { sql: "e.seq <= ?", bindings: [seq] }
  return {
    sql: `e.seq <= ? and (e.xact_id is null or pg_visible_in_snapshot(e.xact_id, ?::pg_snapshot)
            or e.received_at <= now() - ${NEWS})`,
    bindings: [seq, snapshot],
  }
}

/** Condition on the same rows: they were numbered by then, and committed later. */
export function arrivedLate({ seq, snapshot }: Arrival): { sql: string; bindings: (number | string)[] } {
  if (!snapshot) return { sql: "false", bindings: [] }
  return {
    sql: `e.seq <= ? and e.xact_id >= pg_snapshot_xmin(?::pg_snapshot)
            and not pg_visible_in_snapshot(e.xact_id, ?::pg_snapshot) and e.received_at > now() - ${NEWS}`,
    bindings: [seq, snapshot, snapshot],
  }
}

/** Whether an event that comes in now had come in by then, as Postgres would say. */
export function holds({ seq, snapshot }: Arrival, event: Pick<StoredEvent, "seq" | "xactId">): boolean {
  if (event.seq > seq) return false
  if (!snapshot || !event.xactId) return true
  const [xmin = "0", xmax = "0", running = ""] = snapshot.split(":")
  const xact = BigInt(event.xactId)
  if (xact < BigInt(xmin)) return true
  return xact < BigInt(xmax) && !running.split(",").includes(event.xactId)
}
