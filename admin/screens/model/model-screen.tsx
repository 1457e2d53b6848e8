import { Screen, Section } from "../../components/screen"
import { Loaded } from "../../components/states"
import { useImport, useModel } from "../../lib/api/model"
import { useText } from "../../lib/text"
import { AccuracyTrend } from "./accuracy-trend"
import { Drift, GateHistory } from "./gate-history"
import { HealthBadge, HealthParts } from "./health"
import { ModelQuality } from "./model-quality"
import { NextRetrain } from "./next-retrain"
import { Readiness } from "./readiness"
import { RetrainButton } from "./retrain-button"
import { CurrentRun, LastRun } from "./run"

/** The first page: whether it works, how well, and what comes next. */
export function ModelScreen() {
  const t = useText()
  const model = useModel()
  const imports = useImport()
  const info = model.data
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
      {info && (!info.readiness.ready || info.readiness.orders_not_imported > 0 || importing) ? (
        <Readiness info={info} />
      ) : null}
      <Section title={t("quality.title")} flush>
        <Loaded query={model} lines={6}>
          {(data) => <ModelQuality info={data} />}
        </Loaded>
      </Section>
      <Section title={t("next.title")} hint={t("next.hint")} flush>
        <Loaded query={model}>{(data) => <NextRetrain info={data} />}</Loaded>
      </Section>
      {info?.last_run && !info.current_run ? <LastRun run={info.last_run} /> : null}
      <Section title={t("accuracy.title")} hint={t("accuracy.hint")}>
        <Loaded query={model} lines={6}>
          {(data) => <AccuracyTrend accuracy={data.accuracy} />}
        </Loaded>
      </Section>
      <Section title={t("gate.title")} hint={t("gate.hint")} flush>
        <Loaded query={model}>{(data) => <GateHistory info={data} />}</Loaded>
      </Section>
      {info && info.drift.length > 0 ? <Drift drift={info.drift} /> : null}
      <Section title={t("health.title")} hint={t("health.hint")} flush>
        <HealthParts />
      </Section>
    </Screen>
  )
}
