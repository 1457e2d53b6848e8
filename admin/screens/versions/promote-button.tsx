import { Button, toast, usePrompt } from "@medusajs/ui"
import type { ModelVersionSummary } from "../../../src/types/http"
import { useModel, usePromote } from "../../lib/api/model"
import { useSayings } from "../../lib/use-sayings"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"

/** Serves another version; one that the gate refused only after the admin has read why. */
export function PromoteButton({ version }: { version: ModelVersionSummary }) {
  const active = useModel().data?.serving?.number ?? null
  const t = useText()
  const explain = useErrorText()
  const saying = useSayings()
  const prompt = usePrompt()
  const promote = usePromote()
  const refused = version.status === "refused"
  // Going back would be undone by the next training: it is kept until it is released.
  const freeze = active !== null && version.number < active
  const run = async (): Promise<void> => {
    const sure = await prompt({
      variant: refused ? "danger" : "confirmation",
      title: t("promote.title", { number: version.number }),
      description: refused
        ? t("promote.refused_text", {
            reason: saying(version.refusal_said, version.refusal) || t("versions.no_reason"),
          })
        : t(freeze ? "promote.text_back" : "promote.text"),
      confirmText: t(refused ? "promote.force" : "promote.confirm"),
      cancelText: t("actions.cancel"),
    })
    if (!sure) return
    try {
      await promote.mutateAsync({ id: version.id, force: refused, freeze })
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
