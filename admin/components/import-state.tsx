import { Button, Text, toast } from "@medusajs/ui"
import type { ImportProgress } from "../../src/types/http"
import { useCancelImport } from "../lib/api/model"
import { useFormat } from "../lib/use-format"
import { useText } from "../lib/text"
import { useErrorText } from "../lib/use-error-text"
import { Progress } from "./progress"

/** How far an import is, and what became of it. */
export function ImportState({ latest }: { latest: ImportProgress }) {
  const t = useText()
  const format = useFormat()
  const explain = useErrorText()
  const cancel = useCancelImport()
  const running = latest.status === "running"
  const isFile = latest.source === "file"
  return (
    <div className="flex flex-col gap-y-2" aria-live="polite">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Text size="small" weight="plus">
          {t(`${isFile ? "file_import_status" : "import_status"}.${latest.status}`)}
        </Text>
        {running ? (
          <Button
            size="small"
            variant="secondary"
            onClick={() =>
              cancel.mutate(latest.id, {
                onError: (error) => void toast.error(t("readiness.cancel_failed"), { description: explain(error) }),
              })
            }
            isLoading={cancel.isPending}
          >
            {t("actions.cancel")}
          </Button>
        ) : null}
      </div>
      {running && latest.total !== null ? (
        <Progress value={latest.total > 0 ? latest.read / latest.total : 0} label={t("readiness.importing")} />
      ) : null}
      <Text size="small" className="text-ui-fg-subtle">
        {t(latest.total === null ? "readiness.counts_so_far" : "readiness.counts", {
          read: format.number(latest.read),
          total: format.number(latest.total ?? latest.read),
          stored: format.number(latest.stored),
          duplicate: format.number(latest.duplicate),
          bad: format.number(latest.bad),
        })}
      </Text>
      {latest.cause ? (
        <Text size="small" className={latest.status === "failed" ? "text-ui-fg-error" : "text-ui-fg-subtle"}>
          {isFile ? latest.cause : t("readiness.import_stopped")}
        </Text>
      ) : null}
    </div>
  )
}
