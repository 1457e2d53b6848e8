import { Clock } from "@medusajs/icons"
import { Text } from "@medusajs/ui"
import type { SettingsChange } from "../../../src/types/http"
import { Empty, Loaded } from "../../components/states"
import { useSettingsHistory } from "../../lib/api/steering"
import { useFormat } from "../../lib/use-format"
import { useText } from "../../lib/text"
import { settingLabel, settingValue } from "./setting-words"

/** Who changed what, and when. */
export function SettingsHistory() {
  const t = useText()
  const history = useSettingsHistory()
  return (
    <Loaded query={history}>
      {({ history: changes }) =>
        changes.length === 0 ? (
          <Empty icon={<Clock />} title={t("history.empty")} text={t("history.empty_text")} />
        ) : (
          <ol className="divide-y">
            {changes.map((change) => (
              <Change key={change.version} change={change} />
            ))}
          </ol>
        )
      }
    </Loaded>
  )
}

function Change({ change }: { change: SettingsChange }) {
  const t = useText()
  const format = useFormat()
  return (
    <li className="flex flex-col gap-y-1 px-6 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Text size="small" weight="plus">
          {change.by ?? t("history.system")}
        </Text>
        <Text size="xsmall" className="text-ui-fg-subtle">
          <time dateTime={change.at}>{format.dateTime(change.at)}</time>
        </Text>
      </div>
      <ul>
        {change.changes.map(({ path, from, to }) => (
          <li key={path} className="txt-small text-ui-fg-subtle break-words">
            {t("history.change", {
              setting: settingLabel(path, t),
              from: settingValue(path, from, { t, format }),
              to: settingValue(path, to, { t, format }),
            })}
          </li>
        ))}
      </ul>
    </li>
  )
}
