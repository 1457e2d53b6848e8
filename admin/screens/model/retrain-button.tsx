import { Button, Tooltip, toast } from "@medusajs/ui"
import { useState } from "react"
import type { RetrainDecision, RetrainResponse } from "../../../src/types/http"
import { useRetrain } from "../../lib/api/model"
import { useSayings } from "../../lib/use-sayings"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"
import { RetrainDialog } from "./retrain-dialog"

interface RetrainButtonProps {
  running: boolean
  /** Null until it is known: no admin reads that behavior lacks who only has to wait. */
  ready: boolean | null
}

/**
 * Asks first whether a run is due, and says so before anything starts: who
 * insists, or lets the new version serve against the gate, has read what it means.
 */
export function RetrainButton({ running, ready }: RetrainButtonProps) {
  const t = useText()
  const explain = useErrorText()
  const saying = useSayings()
  const retrain = useRetrain()
  const [decision, setDecision] = useState<RetrainDecision | null>(null)

  const ask = async (body: Parameters<typeof retrain.mutateAsync>[0]): Promise<RetrainResponse | null> => {
    try {
      return await retrain.mutateAsync(body)
    } catch (error) {
      toast.error(t("retrain.failed"), { description: explain(error) })
      return null
    }
  }
  const open = async (): Promise<void> => setDecision((await ask({ dry_run: true }))?.decision ?? null)
  const train = async ({ promote }: { promote: boolean }): Promise<void> => {
    const begun = await ask({ force: true, promote })
    if (begun?.started) toast.success(t("retrain.started"))
    else if (begun)
      toast.warning(t("retrain.not_started"), { description: saying(begun.decision.said, begun.decision.reason) })
  }

  const button = (
    <Button size="small" onClick={() => void open()} isLoading={retrain.isPending} disabled={running || !ready}>
      {t(running ? "retrain.running" : "retrain.now")}
    </Button>
  )
  return (
    <>
      {ready === false ? <Tooltip content={t("retrain.not_ready")}>{<span>{button}</span>}</Tooltip> : button}
      {decision ? (
        <RetrainDialog decision={decision} train={(choice) => void train(choice)} close={() => setDecision(null)} />
      ) : null}
    </>
  )
}
