import type { Statement } from "../sayings"
import { PromotionError } from "./activation-store"
import type { Activation, ActivationStore } from "./activation-store"
import type { Lease } from "./lease"
import type { RequestStore } from "./request-store"
import type { TrainedVersion } from "./train-run"
import type { VersionStore } from "./version-store"

/** What became of a trained version. */
export interface ServedVersion {
  readonly promoted: boolean
  readonly number: number | null
  /** Why it does not serve. */
  readonly refusal: Statement | null
  /** What served before, for the undo. */
  readonly previous: Activation | null
}

export interface ServingParts {
  readonly activation: ActivationStore
  readonly versions: VersionStore
  readonly requests: RequestStore
}

/**
 * Lets a trained version serve if the gate does, or if the admin who asked for the
 * run wanted it in any case: then it is marked as forced, and keeps the gate's words.
 *
 * @throws LeaseLostError when the run is another's by now
 */
export async function serveTrained(
  { activation, versions, requests }: ServingParts,
  lease: Lease,
  trained: TrainedVersion,
): Promise<ServedVersion> {
  const { versionId, number, refusal, accuracy } = trained
  const refused = (reason: Statement | null): ServedVersion => ({
    promoted: false,
    number,
    refusal: reason,
    previous: null,
  })
  if (versionId === null || accuracy === null) return refused(refusal)
  const forced = refusal !== null
  const by = forced && trained.mayBeForced ? await requests.promoter(lease.runId) : null
  if (forced && by === null) return refused(refusal)
  try {
    const previous = await activation.current()
    await activation.promoteTrained(lease, { versionId, by, forced, accuracy })
    return { promoted: true, number, refusal: null, previous }
  } catch (error) {
    if (!(error instanceof PromotionError)) throw error
    await versions.refuse(versionId, error.statement)
    return refused(error.statement)
  }
}
