import { Badge, Checkbox, StatusBadge } from "@medusajs/ui"
import { Link } from "react-router-dom"
import type { ModelVersionSummary, VersionStatus } from "../../../src/types/http"
import { DataTable } from "../../components/data-table"
import { secondsOf } from "../../lib/format"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { measureColumn } from "./measure-column"
import { versionPath } from "./paths"
import { PromoteButton } from "./promote-button"

export const VERSION_COLORS = {
  serving: "green",
  retired: "grey",
  refused: "red",
} as const satisfies Record<VersionStatus, string>

interface VersionsTableProps {
  versions: readonly ModelVersionSummary[]
  /** Ids picked to be compared. */
  chosen: readonly string[]
  toggle: (id: string) => void
}

export function VersionsTable({ versions, chosen, toggle }: VersionsTableProps) {
  const t = useText()
  const format = useFormat()
  return (
    <DataTable
      label={t("versions.list")}
      rows={versions}
      rowKey={(row) => row.id}
      filters={[
        {
          key: "status",
          label: t("versions.status"),
          of: (row) => row.status,
          nameOf: (row) => t(`version_status.${row.status}`),
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
          key: "number",
          header: t("versions.version"),
          cell: (row) => (
            <span className="flex items-center gap-x-3">
              <Checkbox
                aria-label={t("versions.pick", { number: row.number })}
                checked={chosen.includes(row.id)}
                onCheckedChange={() => toggle(row.id)}
              />
              <Link
                to={versionPath(row.id)}
                className="text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus whitespace-nowrap rounded-sm underline outline-none"
              >
                {t("versions.number", { number: row.number })}
              </Link>
            </span>
          ),
        },
        { key: "status", header: t("versions.status"), cell: (row) => <VersionStatusBadges version={row} /> },
        {
          key: "promote",
          header: <span className="sr-only">{t("versions.promote")}</span>,
          cell: (row) => (row.status === "serving" ? null : <PromoteButton version={row} />),
          inFile: false,
        },
        {
          key: "trained",
          header: t("versions.trained"),
          cell: (row) => format.dateTime(row.trained_at),
          value: (row) => row.trained_at,
        },
        { key: "trigger", header: t("versions.trigger"), cell: (row) => t(`trigger.${row.trigger}`) },
        ...(["hit", "ndcg"] as const).map((name) =>
          measureColumn<ModelVersionSummary>(name, ({ metrics }) => metrics.all, { t, format }),
        ),
        {
          key: "popular",
          header: t("versions.popular_ndcg"),
          value: (row) => row.baselines.popularity.all.ndcg10,
          show: format.score,
        },
        {
          key: "duration",
          header: t("versions.duration"),
          numeric: true,
          cell: (row) => format.duration(row.duration_ms),
          value: (row) => secondsOf(row.duration_ms),
          fileHeader: t("versions.duration_seconds"),
        },
      ]}
    />
  )
}

export function VersionStatusBadges({ version }: { version: ModelVersionSummary }) {
  const t = useText()
  return (
    <span className="flex items-center gap-2">
      <StatusBadge color={VERSION_COLORS[version.status]}>{t(`version_status.${version.status}`)}</StatusBadge>
      {version.forced ? (
        <Badge size="2xsmall" color="orange">
          {t("versions.forced")}
        </Badge>
      ) : null}
    </span>
  )
}
