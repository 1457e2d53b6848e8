import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"
import type { LearningStore } from "../../../../modules/recommendation"
import type { RetrainResponse } from "../../../../types/http"
import { startDueRun } from "../../../../workflows/start-due-run"
import { learningOf } from "../../../utils/learning-of"
import { parseInput } from "../../../utils/parse-input"

const AdminRetrain = z
  .strictObject({
    force: z.boolean().default(false),
    promote: z.boolean().default(false),
    dry_run: z.boolean().default(false),
  })
  .refine(({ force, promote }) => force || !promote, {
    path: ["promote"],
    error: "only with force: it lets the new model serve even if the gate refuses it",
  })

/** Milliseconds that an instance which answers requests only waits for one that trains. */
const WAIT_FOR_WORKER_MS = 8_000
const LOOK_EVERY_MS = 250

/**
 * Trains when something asks for it, and else says why nothing does; with `force`
 * in any case, and with `promote` beside it what is trained serves even against
 * the gate, shown as forced. With `dry_run` it only says.
 */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse<RetrainResponse>): Promise<void> {
  const { force, promote, dry_run: isDryRun } = parseInput(AdminRetrain, req.body ?? {})
  const learning = learningOf(req)
  const decision = await learning.decide()
  if (isDryRun || (!force && !decision.would_run)) {
    res.json({ started: false, run_id: null, decision })
    return
  }
  const { current } = await learning.runs.latest()
  if (current) {
    res.json({ started: false, run_id: current.id, decision })
    return
  }
  const detail = force && !decision.would_run ? "although nothing asked for it" : decision.reason.replace(/\.$/, "")
  const request = await learning.requests.add("admin", detail, { by: req.auth_context.actor_id, promote })
  const { workerMode } = req.scope.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const runId =
    workerMode === "server"
      ? await waitForRun(learning, request)
      : // Where the ticking job was faster, its run took the request up.
        ((await startDueRun(req.scope)) ?? (await learning.requests.runOf(request)))
  res.json({ started: runId !== null, run_id: runId, decision: await explain(learning, { runId, decision }) })
}

/** The worker's job takes the request up; null when none does so in time: the request stands. */
async function waitForRun(learning: LearningStore, request: number): Promise<string | null> {
  for (const until = Date.now() + WAIT_FOR_WORKER_MS; Date.now() < until;) {
    const runId = await learning.requests.runOf(request)
    if (runId !== null) return runId
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return null
}

async function explain(
  learning: LearningStore,
  { runId, decision }: { runId: string | null; decision: RetrainResponse["decision"] },
): Promise<RetrainResponse["decision"]> {
  if (runId !== null) return decision
  // Too little behavior, or another was faster: answered as it stands now.
  return learning.decide()
}
