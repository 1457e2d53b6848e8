import { Button, Tooltip, toast, usePrompt } from "@medusajs/ui"
import { useRetrain } from "../../lib/api/model"
import { useSayings } from "../../lib/sayings"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"

interface RetrainButtonProps {
  running: boolean
  ready: boolean
}

/**
 * Asks first whether a run is due. Where it is not, the admin hears why and may
 * insist; the gate decides about serving in either case.
 */
export function RetrainButton({ running, ready }: RetrainButtonProps) {
  const t = useText()
  const explain = useErrorText()
  const saying = useSayings()
  const prompt = usePrompt()
  const retrain = useRetrain()

  const start = async (): Promise<void> => {
    try {
      const answer = await retrain.mutateAsync({ dry_run: true })
      const due = answer.decision.would_run
      const insists =
        due ||
        (await prompt({
          variant: "confirmation",
          title: t("retrain.not_due"),
          description: t("retrain.not_due_text", { reason: saying(answer.decision.said, answer.decision.reason) }),
          confirmText: t("retrain.anyway"),
          cancelText: t("actions.cancel"),
        }))
      if (!insists) return
      const begun = await retrain.mutateAsync({ force: true })
      if (begun.started) toast.success(t("retrain.started"))
      else toast.warning(t("retrain.not_started"), { description: saying(begun.decision.said, begun.decision.reason) })
    } catch (error) {
      toast.error(t("retrain.failed"), { description: explain(error) })
    }
  }

  const button = (
    <Button size="small" onClick={() => void start()} isLoading={retrain.isPending} disabled={running || !ready}>
      {t(running ? "retrain.running" : "retrain.now")}
    </Button>
  )
  return ready ? button : <Tooltip content={t("retrain.not_ready")}>{<span>{button}</span>}</Tooltip>
}
