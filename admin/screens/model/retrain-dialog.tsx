import { Checkbox, Label, Prompt, Text } from "@medusajs/ui"
import { useId, useState } from "react"
import type { RetrainDecision } from "../../../src/types/http"
import { useSayings } from "../../lib/use-sayings"
import { useText } from "../../lib/text"

interface RetrainDialogProps {
  decision: RetrainDecision
  /** `promote`: what is trained serves even if the gate refuses it. */
  train: (choice: { promote: boolean }) => void
  close: () => void
}

/** Whether a run is due and why, and what the gate is to have a say in. */
export function RetrainDialog({ decision, train, close }: RetrainDialogProps) {
  const t = useText()
  const saying = useSayings()
  const promoteId = useId()
  const [promote, setPromote] = useState(false)
  const reason = saying(decision.said, decision.reason)
  return (
    <Prompt open onOpenChange={close} variant={promote ? "danger" : "confirmation"}>
      <Prompt.Content>
        <Prompt.Header>
          <Prompt.Title>{t(decision.would_run ? "retrain.due" : "retrain.not_due")}</Prompt.Title>
          <Prompt.Description>
            {t(decision.would_run ? "retrain.due_text" : "retrain.not_due_text", { reason })}
          </Prompt.Description>
        </Prompt.Header>
        <div className="flex items-start gap-x-3 px-6 pt-4">
          <Checkbox
            id={promoteId}
            checked={promote}
            onCheckedChange={(checked) => setPromote(checked === true)}
            aria-describedby={`${promoteId}-hint`}
          />
          <div className="flex flex-col gap-y-1">
            <Label htmlFor={promoteId} size="small" weight="plus">
              {t("retrain.promote")}
            </Label>
            <Text id={`${promoteId}-hint`} size="small" className="text-ui-fg-subtle">
              {t("retrain.promote_text")}
            </Text>
          </div>
        </div>
        <Prompt.Footer>
          <Prompt.Cancel>{t("actions.cancel")}</Prompt.Cancel>
          <Prompt.Action onClick={() => train({ promote })}>
            {t(promote ? "retrain.and_serve" : decision.would_run ? "retrain.confirm" : "retrain.anyway")}
          </Prompt.Action>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  )
}
