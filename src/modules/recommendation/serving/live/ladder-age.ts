import type { StoredEvent } from "../../behavior/event"

/** Events since a ladder was made from which on it is made again. */
const EVENTS_AT_LEAST = 50
/** Or this share of those that it was made from, where that is more: a shop that fills up makes few of them. */
const GROWTH = 0.25

/**
 * When the ladder is to be made again: it counts by sales channel where each has enough when it is made, and one that was
 * made before a second storefront opened would show it the first one's best sellers until a model is trained.
 */
export class LadderAge {
  private readonly channels = new Set<string>()
  private since = 0
  private dueAt = EVENTS_AT_LEAST

  /** A ladder was made from these. */
  made(events: readonly Pick<StoredEvent, "salesChannelId">[]): void {
    this.since = 0
    this.dueAt = Math.max(EVENTS_AT_LEAST, GROWTH * events.length)
    this.note(events)
  }

  /** Whether, with what came in now, a ladder made again may distinguish channels that this one does not. */
  isDueAfter(events: readonly Pick<StoredEvent, "salesChannelId">[]): boolean {
    this.since += events.length
    this.note(events)
    return this.channels.size > 1 && this.since >= this.dueAt
  }

  private note(events: readonly Pick<StoredEvent, "salesChannelId">[]): void {
    for (const { salesChannelId } of events) if (salesChannelId !== null) this.channels.add(salesChannelId)
  }
}
