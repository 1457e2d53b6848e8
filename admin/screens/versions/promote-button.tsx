import { Button, toast, usePrompt } from "@medusajs/ui"
import type { ModelVersionSummary } from "../../../src/types/http"
import { usePromote } from "../../lib/api/model"
import { useSayings } from "../../lib/sayings"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"

/** Serves another version; one that the gate refused only after the admin has read why. */
export function PromoteButton({ version }: { version: ModelVersionSummary }) {
  const t = useText()
  const explain = useErrorText()
  const saying = useSayings()
  const prompt = usePrompt()
  const promote = usePromote()
  const refused = version.status === "refused"
  const run = async (): Promise<void> => {
    const sure = await prompt({
      variant: refused ? "danger" : "confirmation",
      title: t("promote.title", { number: version.number }),
      description: refused
        ? t("promote.refused_text", {
            reason: saying(version.refusal_said, version.refusal) || t("versions.no_reason"),
          })
        : t("promote.text"),
      confirmText: t(refused ? "promote.force" : "promote.confirm"),
      cancelText: t("actions.cancel"),
    })
    if (!sure) return
    try {
      await promote.mutateAsync({ id: version.id, force: refused })
      toast.success(t("promote.done", { number: version.number }))
    } catch (error) {
      toast.error(t("promote.failed"), { description: explain(error) })
    }
  }
  return (
    <Button
      size="small"
      variant="secondary"
      onClick={() => void run()}
      isLoading={promote.isPending}
      aria-label={t("promote.label", { number: version.number })}
    >
      {t("versions.promote")}
    </Button>
  )
}
