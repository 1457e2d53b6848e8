import nodeCron from "node-cron"

/** A cron expression and the zone in which it is read. */
export interface Schedule {
  readonly cron: string
  readonly timeZone: string
}

/** The expression or the zone is wrong; the message is for the admin. */
export class ScheduleError extends Error {
  override readonly name = "ScheduleError"
}

const FIELDS = 5

/**
 * The next instants of a schedule, by node-cron's parser, which knows the days on
 * which clocks change: an hour that is skipped runs at its end, one that comes twice runs once.
 *
 * @throws ScheduleError when the expression, which has five fields, or the zone is wrong
 */
export function nextRuns(schedule: Schedule, count: number): Date[] {
  const cron = schedule.cron.trim()
  // A sixth field would be seconds: a schedule that trains each second is a mistake.
  if (cron.split(/\s+/).length !== FIELDS) throw new ScheduleError(`"${cron}" does not have five fields`)
  const known = nodeCron.validateDetailed(cron)
  if (!known.valid) throw new ScheduleError(known.errors.map((error) => error.message).join("; "))
  try {
    // The task is never started: it only knows its own times.
    const task = nodeCron.createTask(cron, () => undefined, { timezone: schedule.timeZone })
    const runs = task.getNextRuns(count)
    void task.destroy()
    return runs
  } catch (error) {
    throw new ScheduleError(error instanceof Error ? error.message : String(error))
  }
}

/** Runs that are looked through at most: a week of a schedule that is due every minute. */
const LOOKED_THROUGH = 10_080

/**
 * The first instant of a schedule after `moment`, which is the database's time. node-cron counts from this machine's
 * clock; where that is behind, what it calls next may have been long ago.
 *
 * @returns null where this machine's clock is so wrong that it is not found
 * @throws ScheduleError as {@link nextRuns}
 */
export function firstRunAfter(schedule: Schedule, moment: Date): Date | null {
  for (let count = 1; count <= LOOKED_THROUGH; count *= 12) {
    const next = nextRuns(schedule, count).find((run) => run.getTime() > moment.getTime())
    if (next) return next
  }
  return null
}
