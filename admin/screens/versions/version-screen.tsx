import { Button, InlineTip, Select } from "@medusajs/ui"
import { useState } from "react"
import { Link, useParams } from "react-router-dom"
import type { ModelVersionDetail } from "../../../src/types/http"
import { BarList } from "../../charts/bar-list"
import { DataTable } from "../../components/data-table"
import { Screen, Section } from "../../components/screen"
import { Facts } from "../../components/stat"
import { Loaded } from "../../components/states"
import { useVersion } from "../../lib/api/model"
import { NO_FIGURE } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { PHASES } from "../../lib/phases"
import { useSayings } from "../../lib/use-sayings"
import { useText } from "../../lib/text"
import { ListQuality } from "../model/list-quality"
import { QualityTable, QualityWords } from "../model/model-quality"
import { featureWords } from "./feature-words"
import { measureColumn } from "./measure-column"
import { VERSIONS_PATH } from "./paths"
import { PromoteButton } from "./promote-button"
import { SeenLists } from "./seen-lists"
import { signalWeights, strongestFirst } from "./signal-weights"
import { VersionStatusBadges } from "./versions-table"

/** Signals shown before the admin asks for every weight. */
const STRONGEST = 24

/** One model: how good, on what data, and what it goes by. */
export function VersionScreen() {
  const t = useText()
  const format = useFormat()
  const { id } = useParams()
  const query = useVersion(id)
  const version = query.data?.version
  return (
    <Screen
      title={version ? t("versions.number", { number: version.number }) : t("versions.version")}
      {...(version
        ? {
            subtitle: t("facts.trained_value", {
              at: format.dateTime(version.trained_at),
              trigger: t(`trigger.${version.trigger}`),
            }),
          }
        : {})}
      actions={
        <>
          {version ? <VersionStatusBadges version={version} /> : null}
          {version && version.status !== "serving" ? <PromoteButton version={version} /> : null}
          <Link
            to={VERSIONS_PATH}
            className="txt-compact-small text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus rounded-sm underline outline-none"
          >
            {t("versions.all")}
          </Link>
        </>
      }
    >
      <Section title={t("quality.title")} flush>
        <Loaded query={query} lines={6}>
          {({ version: detail }) => <Quality version={detail} />}
        </Loaded>
      </Section>
      {version ? (
        <>
          <SeenLists version={version} />
          <Weights version={version} />
          <Provenance version={version} />
        </>
      ) : null}
    </Screen>
  )
}

function Quality({ version }: { version: ModelVersionDetail }) {
  const t = useText()
  const saying = useSayings()
  return (
    <div className="divide-y">
      <div className="flex flex-col gap-y-3 px-6 py-5">
        <QualityWords version={version} />
        {version.refusal ? (
          <InlineTip variant="warning" label={t("gate.refused")}>
            {saying(version.refusal_said, version.refusal)}
          </InlineTip>
        ) : null}
      </div>
      <ListQuality version={version} />
      <QualityTable serving={version} />
      <Cohorts version={version} />
    </div>
  )
}

function Cohorts({ version }: { version: ModelVersionDetail }) {
  const t = useText()
  const format = useFormat()
  const rows = (["all", "novel", "new"] as const).map((key) => ({ key, ...version.metrics[key] }))
  return (
    <DataTable
      label={t("cohort.title")}
      rows={rows}
      rowKey={(row) => row.key}
      columns={[
        {
          key: "cohort",
          header: t("cohort.title"),
          cell: (row) => <span className="text-ui-fg-base">{t(`cohort.${row.key}`)}</span>,
        },
        { key: "shoppers", header: t("cohort.shoppers"), value: (row) => row.shoppers, show: format.number },
        ...(["hit", "recall", "ndcg", "mrr", "coverage"] as const).map((name) =>
          measureColumn<(typeof rows)[number]>(name, (row) => row, { t, format }),
        ),
      ]}
    />
  )
}

/** The list that the model itself ranks; the others have weights of their own where they were learned. */
const FOR_YOU = "for_you"

function Weights({ version }: { version: ModelVersionDetail }) {
  const t = useText()
  const format = useFormat()
  const [raw, setRaw] = useState(false)
  const [list, setList] = useState<string>(FOR_YOU)
  const own = version.list_weights.find((one) => one.list === list)?.weights ?? version.weights
  const weights = raw ? strongestFirst(own) : signalWeights(own).slice(0, STRONGEST)
  return (
    <Section
      title={t("weights.title")}
      hint={t(raw ? "weights.raw_hint" : "weights.hint")}
      actions={
        version.list_weights.length > 0 ? (
          <Select size="small" value={list} onValueChange={setList}>
            <Select.Trigger aria-label={t("view.strategy")} className="w-48">
              <Select.Value />
            </Select.Trigger>
            <Select.Content>
              <Select.Item value={FOR_YOU}>{t("strategy.for_you")}</Select.Item>
              {version.list_weights.map((one) => (
                <Select.Item key={one.list} value={one.list}>
                  {t(`list_quality.name.${one.list}`)}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
        ) : null
      }
    >
      <div className="flex flex-col gap-y-4">
        <BarList
          label={t("weights.title")}
          signed
          bars={weights.map(({ feature, weight }) => ({
            key: feature,
            label: featureWords(feature, t),
            value: weight,
            text: `${weight > 0 ? "+" : ""}${format.score(weight)}`,
          }))}
        />
        <Button size="small" variant="secondary" className="w-fit" onClick={() => setRaw(!raw)} aria-expanded={raw}>
          {raw ? t("weights.by_signal") : t("weights.raw", { count: strongestFirst(own).length })}
        </Button>
      </div>
    </Section>
  )
}

/** What other instances did; nothing where trainings are not shared. */
function machinesFact({ machines }: ModelVersionDetail, t: ReturnType<typeof useText>) {
  if (machines === null) return []
  const { instances, tasks, alone } = machines
  const value = t(alone === null ? "provenance.machines_value" : "provenance.machines_alone", { instances, tasks })
  return [{ label: t("provenance.machines"), value }]
}

function Provenance({ version }: { version: ModelVersionDetail }) {
  const t = useText()
  const format = useFormat()
  const { window, counts, durations_ms: durations } = version
  const phases = PHASES.flatMap((phase) => {
    const ms = durations[phase]
    return ms === undefined ? [] : [{ phase, ms }]
  })
  return (
    <Section title={t("provenance.title")} flush>
      <Facts
        facts={[
          {
            label: t("provenance.window"),
            value: t("provenance.window_value", {
              from: format.date(window.from),
              to: format.date(window.to),
            }),
          },
          { label: t("provenance.cut"), value: format.dateTime(window.cut) },
          { label: t("provenance.events"), value: format.number(counts.events) },
          { label: t("provenance.shoppers"), value: format.number(counts.shoppers) },
          { label: t("provenance.products"), value: format.number(counts.products) },
          { label: t("provenance.pairs"), value: format.number(counts.pairs) },
          { label: t("provenance.cost"), value: format.number(version.cost, 4) },
          { label: t("provenance.candidate_recall"), value: format.percent(version.candidate_recall, 1) },
          {
            label: t("facts.calibration"),
            value: t("facts.calibration_value", { error: format.smallPercent(version.calibration_error) }),
          },
          { label: t("versions.duration"), value: format.duration(version.duration_ms) },
          { label: t("provenance.memory"), value: format.bytes(version.memory_mb * 1_000_000) },
          ...machinesFact(version, t),
          { label: t("provenance.size"), value: format.bytes(version.size_bytes) },
          {
            label: t("provenance.promoted"),
            value: version.promoted_at ? format.dateTime(version.promoted_at) : NO_FIGURE,
          },
        ]}
      />
      {phases.length > 0 ? (
        <div className="border-t px-6 py-4">
          <BarList
            label={t("provenance.phases")}
            bars={phases.map(({ phase, ms }) => ({
              key: phase,
              label: t(`phase.${phase}`),
              value: ms,
              text: format.duration(ms),
            }))}
          />
        </div>
      ) : null}
    </Section>
  )
}
