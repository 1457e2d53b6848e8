import { Button, Text, toast } from "@medusajs/ui"
import type { ModelInfoResponse } from "../../../src/types/http"
import { ImportState } from "../../components/import-state"
import { Progress } from "../../components/progress"
import { usePeriod } from "../../components/period-select"
import { useBehaviorStats } from "../../lib/api/insights"
import { useImport, useStartImport } from "../../lib/api/model"
import { purchasePace } from "../../lib/pace"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { useErrorText } from "../../lib/use-error-text"

/** What is missing before a first model makes sense, and the orders it could be learnt from. */
export function Readiness({ info }: { info: ModelInfoResponse }) {
  const t = useText()
  const format = useFormat()
  const { ready, missing, orders_not_imported: orders } = info.readiness
  const latest = useImport().data?.import ?? null
  return (
    <div role="group" aria-label={t(ready ? "readiness.orders_title" : "readiness.title")} className="px-6 py-4">
      <div className="flex flex-col gap-y-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Text size="small" weight="plus">
            {t(ready ? "readiness.orders_title" : "readiness.title")}
          </Text>
          {orders > 0 && latest?.status !== "running" ? <ImportButton orders={orders} /> : null}
        </div>
        {missing.map(({ what, has, needs }) => (
          <div key={what} className="flex flex-col gap-y-1.5">
            <div className="flex items-baseline justify-between gap-x-4">
              <Text size="small" weight="plus">
                {t(`readiness.${what}`)}
              </Text>
              <Text size="small" className="text-ui-fg-subtle tabular-nums">
                {t("readiness.has_of", { has: format.number(has), needs: format.number(needs) })}
              </Text>
            </div>
            <Progress value={needs > 0 ? has / needs : 1} label={t(`readiness.${what}`)} tone="orange" />
            <Text size="xsmall" className="text-ui-fg-subtle">
              {t("readiness.more", { more: format.number(Math.max(0, needs - has)) })}
            </Text>
          </div>
        ))}
        {missing.length > 0 ? <Forecast missing={missing} /> : null}
        {latest ? <ImportState latest={latest} /> : null}
      </div>
    </div>
  )
}

/** Days of the recent past by which the pace is measured. */
const PACE_DAYS = 30

/** When purchases will suffice, at the pace of the last weeks; nothing where there is no pace to go by. */
function Forecast({ missing }: { missing: ModelInfoResponse["readiness"]["missing"] }) {
  const t = useText()
  const format = useFormat()
  const { period, last } = usePeriod(PACE_DAYS)
  const stats = useBehaviorStats(period).data
  const purchases = missing.find(({ what }) => what === "purchases")
  const pace = purchasePace(stats?.by_day ?? [], last)
  if (!purchases || pace === null) return null
  return (
    <Text size="small">
      {t("readiness.forecast", {
        pace: format.number(pace, 1),
        count: Math.ceil((purchases.needs - purchases.has) / pace),
      })}
    </Text>
  )
}

function ImportButton({ orders }: { orders: number }) {
  const t = useText()
  const explain = useErrorText()
  const format = useFormat()
  const start = useStartImport()
  return (
    <Button
      size="small"
      isLoading={start.isPending}
      onClick={() =>
        start.mutate(undefined, {
          onError: (error) => void toast.error(t("readiness.import_failed"), { description: explain(error) }),
        })
      }
    >
      {t("readiness.learn", { orders: format.number(orders) })}
    </Button>
  )
}
