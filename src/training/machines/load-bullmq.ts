import type * as BullMq from "bullmq"

/**
 * The queue library that Medusa's own Redis modules stand on. Loaded where trainings are shared alone: a shop without it, or
 * whose package manager hides what Medusa brings, starts and trains all the same.
 *
 * @throws Error that says what to install
 */
export async function loadBullMq(): Promise<typeof BullMq> {
  try {
    return await import("bullmq")
  } catch (error) {
    throw new Error('training.redis_url needs the package "bullmq", which was not found: npm install bullmq@5.13.0', {
      cause: error,
    })
  }
}
