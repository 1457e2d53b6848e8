import { StatusBadge } from "@medusajs/ui"
import type { TrainingRunInfo } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { Empty } from "../../components/states"
import { NO_FIGURE, secondsOf } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { useSayings } from "../../lib/use-sayings"
import { useText } from "../../lib/text"
import { RUN_COLORS } from "../model/run"

/** Runs with their causes: those that failed leave no version. */
export function RunsTable({ runs }: { runs: readonly TrainingRunInfo[] }) {
  const t = useText()
  const format = useFormat()
  const saying = useSayings()
  if (runs.length === 0) return <Empty title={t("runs.empty")} text={t("versions.empty_text")} />
  return (
    <DataTable
      label={t("runs.title")}
      rows={runs}
      rowKey={(row) => row.id}
      filters={[
        {
          key: "status",
          label: t("versions.status"),
          of: (row) => row.status,
          nameOf: (row) => t(`run_status.${row.status}`),
        },
        {
          key: "trigger",
          label: t("versions.trigger"),
          of: (row) => row.trigger,
          nameOf: (row) => t(`trigger.${row.trigger}`),
        },
      ]}
      columns={[
        {
          key: "started",
          header: t("runs.started"),
          cell: (row) => format.dateTime(row.started_at),
          value: (row) => row.started_at,
        },
        {
          key: "status",
          header: t("versions.status"),
          cell: (row) => <StatusBadge color={RUN_COLORS[row.status]}>{t(`run_status.${row.status}`)}</StatusBadge>,
        },
        { key: "trigger", header: t("versions.trigger"), cell: (row) => t(`trigger.${row.trigger}`) },
        {
          key: "duration",
          header: t("versions.duration"),
          numeric: true,
          cell: (row) => {
            const ms = durationMs(row)
            return ms === null ? NO_FIGURE : format.duration(ms)
          },
          value: (row) => secondsOf(durationMs(row)),
          fileHeader: t("versions.duration_seconds"),
        },
        {
          key: "cause",
          header: t("runs.cause"),
          cell: (row) => (
            <span className="block min-w-52 max-w-lg whitespace-normal py-2">
              {row.cause === null ? NO_FIGURE : saying(row.cause_said, row.cause)}
            </span>
          ),
        },
      ]}
    />
  )
}

function durationMs({ started_at: start, finished_at: end }: TrainingRunInfo): number | null {
  return end === null ? null : new Date(end).getTime() - new Date(start).getTime()
}
