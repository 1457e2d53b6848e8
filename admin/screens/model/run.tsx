import { CheckCircleSolid, CircleDottedLine, CircleHalfSolid } from "@medusajs/icons"
import { Button, StatusBadge, Text, clx, toast, usePrompt } from "@medusajs/ui"
import type { TrainingPhase } from "../../../src/core/contract/recommender"
import type { RunStatus, TrainingRunInfo } from "../../../src/types/http"
import { Progress } from "../../components/progress"
import { Section } from "../../components/screen"
import { TextLink } from "../../components/text-link"
import { useCancelRun } from "../../lib/api/model"
import { useFormat } from "../../lib/use-format"
import { PHASES } from "../../lib/phases"
import { useSayings } from "../../lib/use-sayings"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"
import { VERSIONS_PATH } from "../versions/paths"

export const RUN_COLORS = {
  running: "blue",
  succeeded: "green",
  refused: "orange",
  failed: "red",
  canceled: "grey",
} as const satisfies Record<RunStatus, string>

/** A run that goes on: its phase, how far, until when, and the way to stop it. */
export function CurrentRun({ run }: { run: TrainingRunInfo }) {
  const t = useText()
  const explain = useErrorText()
  const format = useFormat()
  const prompt = usePrompt()
  const cancel = useCancelRun()
  const stop = async (): Promise<void> => {
    const sure = await prompt({
      title: t("run.cancel_title"),
      description: t("run.cancel_text"),
      confirmText: t("run.cancel"),
      cancelText: t("run.keep"),
    })
    if (!sure) return
    try {
      await cancel.mutateAsync(run.id)
      toast.info(t("run.canceling"))
    } catch (error) {
      toast.error(t("run.cancel_failed"), { description: explain(error) })
    }
  }
  return (
    <Section
      title={t("run.title")}
      hint={t("run.started", { trigger: t(`trigger.${run.trigger}`), at: format.relative(run.started_at) })}
      actions={
        <Button size="small" variant="secondary" onClick={() => void stop()} isLoading={cancel.isPending}>
          {t("run.cancel")}
        </Button>
      }
    >
      <div className="flex flex-col gap-y-4">
        <div className="flex items-baseline justify-between gap-x-4" aria-live="polite">
          <Text size="small" weight="plus">
            {run.phase ? t(`phase.${run.phase}`) : t("run.preparing")}
          </Text>
          <Text size="small" className="text-ui-fg-subtle tabular-nums">
            {run.estimated_end_at
              ? t("run.percent_until", {
                  percent: format.percent(run.percent / 100),
                  end: format.relative(run.estimated_end_at),
                })
              : format.percent(run.percent / 100)}
          </Text>
        </div>
        <Progress value={run.percent / 100} label={t("run.title")} />
        <Phases current={run.phase} />
      </div>
    </Section>
  )
}

function Phases({ current }: { current: TrainingPhase | null }) {
  const t = useText()
  const at = current ? PHASES.indexOf(current) : -1
  return (
    <ol className="flex flex-wrap gap-x-4 gap-y-2">
      {PHASES.map((phase, index) => (
        <li
          key={phase}
          aria-current={index === at ? "step" : undefined}
          className={clx(
            "flex items-center gap-x-1.5",
            index === at ? "txt-compact-small-plus" : "txt-compact-small",
            index <= at ? "text-ui-fg-base" : "text-ui-fg-subtle",
          )}
        >
          {index < at ? (
            <CheckCircleSolid className="text-ui-tag-green-icon" />
          ) : index === at ? (
            <CircleHalfSolid className="text-ui-tag-blue-icon" />
          ) : (
            <CircleDottedLine />
          )}
          {t(`phase.${phase}`)}
        </li>
      ))}
    </ol>
  )
}

/** How the last run ended; where the gate refused, why, and what can be done. */
export function LastRun({ run }: { run: TrainingRunInfo }) {
  const t = useText()
  const saying = useSayings()
  const format = useFormat()
  const ended = run.finished_at ?? run.started_at
  return (
    <Section
      title={t("run.last")}
      hint={t("run.ended", { trigger: t(`trigger.${run.trigger}`), at: format.relative(ended) })}
      actions={<StatusBadge color={RUN_COLORS[run.status]}>{t(`run_status.${run.status}`)}</StatusBadge>}
    >
      <div className="flex flex-col gap-y-2">
        <Text size="small">
          {run.cause !== null
            ? saying(run.cause_said, run.cause)
            : run.version_number === null
              ? t(`run_status.${run.status}`)
              : t("run.outcome", { number: run.version_number })}
        </Text>
        {run.status === "refused" || run.status === "failed" ? (
          <Text size="small" className="text-ui-fg-subtle">
            {t(run.status === "refused" ? "run.refused_help" : "run.failed_help")}{" "}
            {run.status === "refused" ? <TextLink to={VERSIONS_PATH}>{t("run.to_versions")}</TextLink> : null}
          </Text>
        ) : null}
      </div>
    </Section>
  )
}
