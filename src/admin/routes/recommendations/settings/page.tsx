import { defineRouteConfig } from "@medusajs/admin-sdk"
import { SettingsScreen } from "../../../../../admin/screens/settings/settings-screen"

export const config = defineRouteConfig({
  label: "menu.settings",
  rank: 6,
  translationNs: "recommendations",
})

export default SettingsScreen
