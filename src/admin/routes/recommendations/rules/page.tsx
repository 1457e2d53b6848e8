import { defineRouteConfig } from "@medusajs/admin-sdk"
import { crumb } from "../../../../../admin/components/crumb"
import { RulesScreen } from "../../../../../admin/screens/rules/rules-screen"

export const config = defineRouteConfig({
  label: "menu.rules",
  rank: 5,
  translationNs: "recommendations",
})

export const handle = { breadcrumb: crumb("menu.rules") }

export default RulesScreen
