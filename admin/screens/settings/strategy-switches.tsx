import { Label, Switch } from "@medusajs/ui"
import { useId } from "react"
import type { Strategy } from "../../../src/core/contract/recommender"
import { STRATEGIES } from "../../../src/types/settings-schema"
import { Section } from "../../components/screen"
import { useText } from "../../lib/text"

interface StrategySwitchesProps {
  disabled: readonly Strategy[]
  change: (disabled: readonly Strategy[]) => void
}

export function StrategySwitches({ disabled, change }: StrategySwitchesProps) {
  const t = useText()
  const id = useId()
  return (
    <Section title={t("strategies.title")} hint={t("strategies.hint")}>
      <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {STRATEGIES.map((strategy) => (
          <li key={strategy} className="flex items-center gap-x-3">
            <Switch
              id={`${id}-${strategy}`}
              checked={!disabled.includes(strategy)}
              onCheckedChange={(on) =>
                change(on ? disabled.filter((one) => one !== strategy) : [...disabled, strategy])
              }
            />
            <Label htmlFor={`${id}-${strategy}`} size="small">
              {t(`strategy.${strategy}`)}
            </Label>
          </li>
        ))}
      </ul>
    </Section>
  )
}
