import { useCallback } from "react"
import { useTranslation } from "react-i18next"
import type { TextKey } from "../texts"

/** Namespace of this plugin's texts within Medusa's i18next. */
export const NAMESPACE = "recommendations"

export type Values = Record<string, string | number>

/** Text of the plugin in the admin's language, English where a language lacks it. */
export type Text = (key: TextKey, values?: Values) => string

export function useText(): Text {
  const { t } = useTranslation(NAMESPACE)
  return useCallback((key, values) => t(key, { ...values, ns: NAMESPACE }), [t])
}

/** Language tag that Intl understands ("enGB" of the dashboard is "en-GB"). */
export function useLocale(): string {
  const { i18n } = useTranslation()
  return (i18n.language || "en").replace(/([a-z])([A-Z])/, "$1-$2")
}
