import { Redis } from "ioredis"

/** The Redis over which instances share trainings. */
export interface QueueRedis {
  readonly url: string
  /** Put in front of all keys. */
  readonly prefix: string
  readonly options: Readonly<Record<string, unknown>>
}

/** A connection as BullMQ wants it: it waits for a Redis that is away, and its errors end nobody's process. */
export function connectRedis({ url, options }: QueueRedis): Redis {
  const redis = new Redis(url, { ...options, maxRetriesPerRequest: null })
  redis.on("error", () => undefined)
  return redis
}

/** Prefix of BullMQ's keys. */
export const queuePrefix = ({ prefix }: QueueRedis): string => `${prefix}bull`
