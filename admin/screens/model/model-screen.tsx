import { Later } from "../../components/later"
import { usePeriod } from "../../components/period-select"
import { Screen, Section } from "../../components/screen"
import { Loaded } from "../../components/states"
import { Details } from "../../components/details"
import { useResults } from "../../lib/api/insights"
import { useImport, useModel } from "../../lib/api/model"
import { useText } from "../../lib/text"
import { AccuracyTrend } from "./accuracy-trend"
import { Earned } from "./earned"
import { FirstSteps } from "./first-steps"
import { Drift, GateHistory } from "./gate-history"
import { HealthBadge, HealthParts } from "./health"
import { lateParts } from "./late-parts"
import { ModelQuality } from "./model-quality"
import { NextRetrain } from "./next-retrain"
import { RetrainButton } from "./retrain-button"
import { CurrentRun, LastRun } from "./run"

/** The first page: what it earned, whether it is healthy, what to do; then how good the model is, in words. */
export function ModelScreen() {
  const t = useText()
  const model = useModel()
  const imports = useImport()
  const info = model.data
  const late = lateParts({ info, total: useResults(usePeriod().period).data?.total })
  const importing = imports.data?.import?.status === "running"
  return (
    <Screen
      title={t("model.title")}
      subtitle={t("model.subtitle")}
      actions={
        <>
          <HealthBadge />
          <RetrainButton running={Boolean(info?.current_run)} ready={info?.readiness.ready ?? null} />
        </>
      }
    >
      {info?.current_run ? <CurrentRun run={info.current_run} /> : null}
      {info ? <FirstSteps info={info} importing={importing} /> : null}
      {late.includes("earned") ? null : <Earned />}
      <Section title={t("health.title")} hint={t("health.hint")} flush>
        <HealthParts />
      </Section>
      {late.includes("training") ? null : (
        <Section title={t("next.title")} hint={t("next.hint")} flush>
          <Loaded query={model}>{(data) => <NextRetrain info={data} />}</Loaded>
        </Section>
      )}
      {info?.last_run && !info.current_run ? <LastRun run={info.last_run} /> : null}
      {late.includes("quality") ? null : (
        <Section title={t("quality.title")} flush>
          <Loaded query={model} lines={6}>
            {({ serving }) => (serving ? <ModelQuality serving={serving} /> : null)}
          </Loaded>
        </Section>
      )}
      {info && info.accuracy.trend.length > 0 ? (
        <Section title={t("accuracy.title")} hint={t("accuracy.hint")}>
          <AccuracyTrend accuracy={info.accuracy} />
        </Section>
      ) : null}
      {info && info.gate_history.length > 0 ? (
        <Section title={t("gate.title")} hint={t("gate.hint")} flush>
          <Details summary={t("gate.show")}>
            <GateHistory info={info} />
          </Details>
        </Section>
      ) : null}
      {info && info.drift.length > 0 ? <Drift drift={info.drift} /> : null}
      <Later parts={late.map((part) => t(`later.${part}`))} />
    </Screen>
  )
}
