import { z } from "@medusajs/framework/zod"
import { BEHAVIOR_TYPES } from "../../../core/contract"
import type { BehaviorType } from "../../../core/contract"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"
import type { Period } from "./sql"

const HOURS = 24
const WEEKDAYS = 7

/** Events of a period, none of them by bots but for their share. */
export interface BehaviorCounts {
  byDay: { day: string; counts: Partial<Record<BehaviorType, number>> }[]
  /** Events in each hour of the day, in the zone asked for, from midnight. */
  byHour: number[]
  /** Events on each day of the week, in that zone, from Monday. */
  byWeekday: number[]
  /** The most frequent first. */
  devices: { device: string; events: number }[]
  /** Of what storefronts sent. */
  botShare: number
}

/** By what the events of a row are counted, as Postgres numbers it: a bit for each of day, hour and device left out. */
const BY = { day: 0b011, clock: 0b101, device: 0b110, nothing: 0b111 } as const

const count = z.coerce.number()
const row = z.object({
  by: z.number(),
  day: z.string().nullable(),
  type: z.number().nullable(),
  hour: z.number().nullable(),
  weekday: z.number().nullable(),
  device: z.string().nullable(),
  events: count,
  storefront: count,
  bots: count,
})

/**
 * Counts the events of a period by day, hour, weekday and device in one pass over the log: the hours of the period first,
 * from which all else is summed up.
 */
export async function countBehavior(
  context: ModuleContext,
  { from, to }: Period,
  timeZone: string,
): Promise<BehaviorCounts> {
  const rows = await queryRows(
    context.knex(),
    {
      sql: `with hours as materialized (
              select date_trunc('hour', occurred_at at time zone ?) as at, type, device, is_bot,
                     source = 'storefront' as is_storefront, count(*) as events
                from behavior_event where occurred_at >= ? and occurred_at < ? group by 1, 2, 3, 4, 5)
            select grouping(day, hour, device) as by, to_char(day, 'YYYY-MM-DD') as day, type, hour, weekday, device,
                   coalesce(sum(events) filter (where not is_bot), 0) as events,
                   coalesce(sum(events) filter (where is_storefront), 0) as storefront,
                   coalesce(sum(events) filter (where is_storefront and is_bot), 0) as bots
              from (select date_trunc('day', at) as day, extract(hour from at)::int as hour,
                           extract(isodow from at)::int as weekday, type, device, is_bot, is_storefront, events
                      from hours) parts
             group by grouping sets ((day, type), (hour, weekday), (device), ()) order by day, events desc, device`,
      bindings: [timeZone, from, to],
    },
    row,
  )
  const by = (kind: number) => rows.filter((one) => one.by === kind)
  const [all] = by(BY.nothing)
  return {
    byDay: daysOf(by(BY.day)),
    ...clockOf(by(BY.clock)),
    devices: by(BY.device).flatMap(({ device, events }) => (device !== null && events > 0 ? [{ device, events }] : [])),
    botShare: all.storefront === 0 ? 0 : all.bots / all.storefront,
  }
}

type Row = z.output<typeof row>

function daysOf(rows: readonly Row[]): BehaviorCounts["byDay"] {
  const days = new Map<string, Partial<Record<BehaviorType, number>>>()
  for (const { day, type, events } of rows) {
    const name = type === null ? undefined : BEHAVIOR_TYPES[type]
    if (day === null || name === undefined || events === 0) continue
    days.set(day, { ...days.get(day), [name]: events })
  }
  return [...days].map(([day, counts]) => ({ day, counts }))
}

function clockOf(rows: readonly Row[]): Pick<BehaviorCounts, "byHour" | "byWeekday"> {
  const byHour = new Array<number>(HOURS).fill(0)
  const byWeekday = new Array<number>(WEEKDAYS).fill(0)
  for (const { hour, weekday, events } of rows) {
    if (hour !== null) byHour[hour] += events
    if (weekday !== null) byWeekday[weekday - 1] += events
  }
  return { byHour, byWeekday }
}
