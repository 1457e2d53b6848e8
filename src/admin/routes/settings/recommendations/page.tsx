import { defineRouteConfig } from "@medusajs/admin-sdk"
import { crumb } from "../../../../../admin/components/crumb"
import { SettingsScreen } from "../../../../../admin/screens/settings/settings-screen"

export const config = defineRouteConfig({
  label: "menu.recommendations",
  rank: 5,
  translationNs: "recommendations",
})

export const handle = { breadcrumb: crumb("menu.recommendations") }

export default SettingsScreen
