import { StatusBadge, Text } from "@medusajs/ui"
import type { HealthPart } from "../../../src/types/http"
import { Loaded } from "../../components/states"
import { useHealth } from "../../lib/api/model"
import { useSayings } from "../../lib/use-sayings"
import { useText } from "../../lib/text"

const COLORS = { ok: "green", not_learnt: "grey", degraded: "orange", down: "red" } as const satisfies Record<
  HealthPart["status"],
  string
>

export function HealthBadge() {
  const t = useText()
  const health = useHealth()
  if (!health.data) return null
  return <StatusBadge color={COLORS[health.data.status]}>{t(`health.${health.data.status}`)}</StatusBadge>
}

export function HealthParts() {
  const t = useText()
  const saying = useSayings()
  const health = useHealth()
  return (
    <Loaded query={health}>
      {({ parts }) => (
        <ul className="divide-y">
          {parts.map(({ part, status, reason, said }) => (
            <li key={part} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-6 py-3">
              <div className="min-w-0">
                <Text size="small" weight="plus">
                  {t(`health.part_${part}`)}
                </Text>
                {reason ? (
                  <Text size="small" className="text-ui-fg-subtle break-words">
                    {saying(said, reason)}
                  </Text>
                ) : null}
              </div>
              <StatusBadge color={COLORS[status]}>{t(`health.${status}`)}</StatusBadge>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  )
}
