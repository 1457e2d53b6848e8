import { Screen, Section } from "../../components/screen"
import { Loaded } from "../../components/states"
import { useSettings } from "../../lib/api/steering"
import { useText } from "../../lib/text"
import { SettingsForm } from "./settings-form"
import { SettingsHistory } from "./settings-history"

/** Thresholds, schedule, privacy, mappings: what steers the plugin at runtime. */
export function SettingsScreen() {
  const t = useText()
  const settings = useSettings()
  return (
    <Screen title={t("settings.title")} subtitle={t("settings.subtitle")}>
      <Loaded query={settings} lines={12}>
        {(stored) => <SettingsForm stored={stored} />}
      </Loaded>
      <Section title={t("history.title")} hint={t("history.hint")} flush>
        <SettingsHistory />
      </Section>
    </Screen>
  )
}
