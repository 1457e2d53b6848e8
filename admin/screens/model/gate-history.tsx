import { StatusBadge, Text } from "@medusajs/ui"
import type { ModelInfoResponse } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { Section } from "../../components/screen"
import { Empty } from "../../components/states"
import { useFormat } from "../../lib/format"
import { useText } from "../../lib/text"
import { featureWords } from "../versions/feature-words"

/** Latest decisions that fit on the first page; all stand under Versions. */
const SHOWN = 8

export function GateHistory({ info }: { info: ModelInfoResponse }) {
  const t = useText()
  const format = useFormat()
  if (info.gate_history.length === 0) return <Empty title={t("gate.empty")} text={t("gate.empty_text")} />
  return (
    <DataTable
      label={t("gate.title")}
      rows={info.gate_history.slice(0, SHOWN)}
      rowKey={(row) => `${row.version}-${row.at}`}
      columns={[
        { key: "version", header: t("versions.version"), cell: (row) => t("versions.number", { number: row.version }) },
        {
          key: "outcome",
          header: t("gate.outcome"),
          cell: (row) => (
            <StatusBadge color={row.forced ? "orange" : row.promoted ? "green" : "red"}>
              {t(row.forced ? "gate.forced" : row.promoted ? "gate.promoted" : "gate.refused")}
            </StatusBadge>
          ),
        },
        {
          key: "reason",
          header: t("gate.reason"),
          cell: (row) => <span className="block min-w-64 max-w-xl whitespace-normal py-2">{row.reason}</span>,
        },
        { key: "at", header: t("gate.at"), cell: (row) => format.dateTime(row.at) },
      ]}
    />
  )
}

/** Features whose values no longer look like those of the training. */
export function Drift({ drift }: { drift: ModelInfoResponse["drift"] }) {
  const t = useText()
  const format = useFormat()
  const sorted = [...drift].sort((a, b) => b.psi - a.psi).slice(0, SHOWN)
  const alarms = drift.filter((one) => one.alarm).length
  return (
    <Section
      title={t("drift.title")}
      hint={t("drift.hint")}
      flush
      actions={
        <StatusBadge color={alarms > 0 ? "orange" : "green"}>
          {alarms > 0 ? t("drift.alarms", { count: alarms }) : t("drift.calm")}
        </StatusBadge>
      }
    >
      <DataTable
        label={t("drift.title")}
        rows={sorted}
        rowKey={(row) => row.feature}
        columns={[
          {
            key: "feature",
            header: t("drift.feature"),
            cell: (row) => <Text size="small">{featureWords(row.feature, t)}</Text>,
          },
          { key: "psi", header: t("drift.psi"), numeric: true, cell: (row) => format.score(row.psi) },
          {
            key: "alarm",
            header: t("drift.state"),
            cell: (row) => (
              <StatusBadge color={row.alarm ? "orange" : "green"}>
                {t(row.alarm ? "drift.moved" : "drift.steady")}
              </StatusBadge>
            ),
          },
        ]}
      />
    </Section>
  )
}
