import { Button, Text, toast } from "@medusajs/ui"
import type { AccuracyPoint, ModelInfoResponse, RetrainDecision } from "../../../src/types/http"
import { Progress } from "../../components/progress"
import { Facts } from "../../components/stat"
import { TextLink } from "../../components/text-link"
import { useRelease } from "../../lib/api/steering"
import { useFormat } from "../../lib/use-format"
import { useSayings } from "../../lib/use-sayings"
import { SETTINGS_PATH } from "../../lib/paths"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"

/** When the next retrain comes, and why. */
export function NextRetrain({ info }: { info: ModelInfoResponse }) {
  const t = useText()
  const format = useFormat()
  const saying = useSayings()
  const decision = info.next_retrain
  const reason = saying(decision.said, decision.reason)
  const point = (value: AccuracyPoint | null) =>
    value
      ? t("accuracy.point", { pairwise: format.percent(value.pairwise, 1), sample: format.number(value.sample) })
      : t("accuracy.too_few")
  return (
    <div className="divide-y">
      <div className="flex flex-col gap-y-3 px-6 py-4">
        {/* A full bar would say that training is due, where there is too little to train on. */}
        {info.readiness.ready ? <Interactions info={info} /> : null}
        {isFrozen(decision) ? <Release /> : null}
        <Text size="small" className="text-ui-fg-subtle">
          {reason}
        </Text>
      </div>
      <Facts
        facts={[
          {
            label: t("next.schedule"),
            value: info.next_scheduled_at ? (
              <Text size="small">
                {format.dateTime(info.next_scheduled_at)}{" "}
                <span className="text-ui-fg-subtle">({format.relative(info.next_scheduled_at)})</span>
              </Text>
            ) : (
              <Text size="small">
                {t("next.unscheduled")} <TextLink to={SETTINGS_PATH}>{t("menu.settings")}</TextLink>
              </Text>
            ),
          },
          { label: t("accuracy.now"), value: point(info.accuracy.now) },
          { label: t("accuracy.at_promotion"), value: point(info.accuracy.at_promotion) },
        ]}
      />
    </div>
  )
}

/** How many interactions have come in since the last training, of those that ask for the next. */
function Interactions({ info }: { info: ModelInfoResponse }) {
  const t = useText()
  const format = useFormat()
  const { interactions_since: since, interactions_threshold: threshold } = info
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Text size="small" weight="plus">
          {t("next.interactions")}
        </Text>
        <Text size="small" className="text-ui-fg-subtle tabular-nums">
          {t("next.interactions_value", { since: format.number(since), threshold: format.number(threshold) })}
        </Text>
      </div>
      <Progress
        value={threshold > 0 ? since / threshold : 0}
        label={t("next.interactions")}
        tone={info.next_retrain.would_run ? "green" : "interactive"}
      />
    </>
  )
}

const isFrozen = ({ said }: RetrainDecision): boolean => said.some(({ code }) => code === "frozen")

/** An older version was activated and is kept; here it is released. */
function Release() {
  const t = useText()
  const explain = useErrorText()
  const release = useRelease()
  return (
    <div>
      <Button
        size="small"
        variant="secondary"
        isLoading={release.isPending}
        onClick={() =>
          release.mutate(undefined, {
            onSuccess: () => void toast.success(t("next.released")),
            onError: (error) => void toast.error(t("states.failed"), { description: explain(error) }),
          })
        }
      >
        {t("next.release")}
      </Button>
    </div>
  )
}
