import type { MedusaContainer } from "@medusajs/framework/types"
import { startDueRun } from "../workflows/start-due-run"

/**
 * Looks whether a retrain is due. Medusa fixes a job's schedule at the start, and the
 * admin may change ours: so it ticks, and the stored schedule decides. Every instance
 * ticks; the lease lets one of them train.
 */
export default async function retrainModel(container: MedusaContainer): Promise<void> {
  await startDueRun(container)
}

export const config = { name: "recommendation-retrain-model", schedule: { interval: 5_000 } }
