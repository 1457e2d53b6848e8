import type { Client } from "pg"

const LIMIT_MS = 300_000

/** Option `retrain` of a shop that trains when a bench asks for it and not by itself. */
export const TRAINS_WHEN_ASKED = { min_interactions: 10_000_000 }

/** Has a model trained and waits until it serves and nothing trains: a shop is measured as it is on any day but its first. */
export async function trainOnce(client: Client): Promise<void> {
  await client.query("insert into recommendation_retrain_request (trigger, detail) values ('admin', 'bench')")
  const until = Date.now() + LIMIT_MS
  for (;;) {
    const found = await client.query<{ serving: number; running: number }>(
      `select (select count(*)::int from recommendation_model_activation) as serving,
              (select count(*)::int from recommendation_training_run where status = 'running') as running`,
    )
    const [now] = found.rows
    if (now && now.serving > 0 && now.running === 0) return
    if (Date.now() > until) throw new Error("no model was trained")
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
