import { StatusBadge, Text } from "@medusajs/ui"
import type { ModelInfoResponse } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { Details } from "../../components/details"
import { Section } from "../../components/screen"
import { useFormat } from "../../lib/use-format"
import { useSayings } from "../../lib/use-sayings"
import { useText } from "../../lib/text"
import { featureWords } from "../versions/feature-words"

/** Latest decisions that fit on the first page; all stand under Versions. */
const SHOWN = 8

export function GateHistory({ info }: { info: ModelInfoResponse }) {
  const t = useText()
  const saying = useSayings()
  const format = useFormat()
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
          cell: (row) => (
            <span className="block min-w-64 max-w-xl whitespace-normal py-2">{saying(row.said, row.reason)}</span>
          ),
        },
        { key: "at", header: t("gate.at"), cell: (row) => format.dateTime(row.at), value: (row) => row.at },
      ]}
    />
  )
}

/** Features whose values no longer look like those of the training. */
export function Drift({ drift }: { drift: ModelInfoResponse["drift"] }) {
  const t = useText()
  const format = useFormat()
  // What has not moved needs no attention: a row each would only push the rest out of sight.
  const moved = drift.filter((one) => one.alarm).sort((a, b) => b.psi - a.psi)
  return (
    <Section
      title={t("drift.title")}
      hint={t("drift.hint")}
      flush
      actions={
        <StatusBadge color={moved.length > 0 ? "orange" : "green"}>
          {moved.length > 0 ? t("drift.alarms", { count: moved.length }) : t("drift.calm")}
        </StatusBadge>
      }
    >
      {moved.length === 0 ? (
        <Text size="small" className="text-ui-fg-subtle px-6 py-4">
          {t("drift.calm_text", { count: drift.length })}
        </Text>
      ) : (
        <Details summary={t("drift.show")}>
          <DataTable
            label={t("drift.title")}
            rows={moved.slice(0, SHOWN)}
            rowKey={(row) => row.feature}
            columns={[
              {
                key: "feature",
                header: t("drift.feature"),
                cell: (row) => <Text size="small">{featureWords(row.feature, t)}</Text>,
              },
              { key: "psi", header: t("drift.psi"), value: (row) => row.psi, show: format.score },
              { key: "noise", header: t("drift.noise"), value: (row) => row.noise, show: format.score },
            ]}
          />
        </Details>
      )}
    </Section>
  )
}
