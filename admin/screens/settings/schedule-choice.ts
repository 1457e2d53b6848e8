import type { Format } from "../../lib/format"
import type { Text } from "../../lib/text"

/** Hours between two runs: those that come at the same hours each day. */
export const EVERY_HOURS = [1, 2, 3, 4, 6, 8, 12] as const

/** When to train, as a shop owner says it. */
export type ScheduleChoice =
  | { readonly kind: "daily"; readonly time: string }
  /** Monday is 1, Sunday 0. */
  | { readonly kind: "weekly"; readonly time: string; readonly days: readonly number[] }
  | { readonly kind: "hourly"; readonly time: string; readonly every: number }
  /** What the others do not say. */
  | { readonly kind: "own"; readonly cron: string }

export type ScheduleKind = ScheduleChoice["kind"]
export const SCHEDULE_KINDS: readonly ScheduleKind[] = ["daily", "weekly", "hourly", "own"]

/** As the week begins for a shop owner. */
export const WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 0]

const HOURS = 24

/** Times to choose from, each half hour, and the one that is set. */
export function timesWith(set: string): string[] {
  const halves = Array.from({ length: 2 * HOURS }, (_, half) => clock(Math.floor(half / 2), 30 * (half % 2)))
  return [...new Set([...halves, set])].sort()
}

/** The cron expression of a choice; empty where no weekday is chosen. */
export function cronOf(choice: ScheduleChoice): string {
  if (choice.kind === "own") return choice.cron
  const [hour = 0, minute = 0] = choice.time.split(":").map(Number)
  if (choice.kind === "daily") return `${minute} ${hour} * * *`
  if (choice.kind === "weekly")
    return choice.days.length === 0 ? "" : `${minute} ${hour} * * ${[...choice.days].sort().join(",")}`
  if (choice.every === 1) return `${minute} * * * *`
  const first = hour % choice.every
  return `${minute} ${first === 0 ? "*" : `${first}-${HOURS - 1}`}/${choice.every} * * *`
}

const NUMBER = /^\d{1,2}$/

function numberIn(text: string | undefined, most: number): number | null {
  return text !== undefined && NUMBER.test(text) && Number(text) <= most ? Number(text) : null
}

const clock = (hour: number, minute: number): string =>
  `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`

/** What an expression says in a shop owner's words; `own` where they have none for it. */
export function choiceOf(cron: string): ScheduleChoice {
  const own: ScheduleChoice = { kind: "own", cron }
  const [minutes, hours = "", day, month, weekdays = "", ...more] = cron.trim().split(/\s+/)
  const minute = numberIn(minutes, 59)
  if (minute === null || day !== "*" || month !== "*" || more.length > 0) return own
  const hour = numberIn(hours, HOURS - 1)
  if (hour === null) return weekdays === "*" ? (hourlyOf(hours, minute) ?? own) : own
  if (weekdays === "*") return { kind: "daily", time: clock(hour, minute) }
  // Sunday is 7, too.
  const days = weekdays.split(",").map((one) => numberIn(one, 7))
  return days.includes(null)
    ? own
    : { kind: "weekly", time: clock(hour, minute), days: [...new Set(days.map((one) => (one ?? 0) % 7))] }
}

function hourlyOf(hours: string, minute: number): ScheduleChoice | null {
  if (hours === "*") return { kind: "hourly", time: clock(0, minute), every: 1 }
  const [range = "", step] = hours.split("/")
  const every = EVERY_HOURS.find((one) => String(one) === step)
  const first = range === "*" ? 0 : numberIn(range.replace(/-23$/, ""), HOURS - 1)
  // A range of one hour alone, or one that starts late, leaves runs out.
  if (every === undefined || first === null || first >= every || (range !== "*" && !range.endsWith("-23"))) return null
  return { kind: "hourly", time: clock(first, minute), every }
}

/** The same time in another of the three; an expression of one's own goes on from what was chosen. */
export function switchKind(choice: ScheduleChoice, kind: ScheduleKind): ScheduleChoice {
  const time = choice.kind === "own" ? "03:00" : choice.time
  if (kind === "own") return { kind, cron: cronOf(choice) }
  if (kind === "daily") return { kind, time }
  return kind === "weekly" ? { kind, time, days: [0] } : { kind, time, every: 6 }
}

/** An expression in words; itself where there are none. */
export function scheduleWords(cron: string, { t, format }: { t: Text; format: Format }): string {
  const choice = choiceOf(cron)
  if (choice.kind === "own") return cron
  const time = format.clock(choice.time)
  const minute = Number(choice.time.slice(-2))
  if (choice.kind === "daily") return t("schedule.daily_at", { time })
  if (choice.kind === "hourly") return t("schedule.every_from", { count: choice.every, time, minute })
  const days = WEEKDAYS.filter((day) => choice.days.includes(day)).map((day) => format.weekday((day + 6) % 7))
  return t("schedule.weekly_at", { days: days.join(", "), time })
}
