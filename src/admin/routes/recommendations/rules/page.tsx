import { defineRouteConfig } from "@medusajs/admin-sdk"
import { RulesScreen } from "../../../../../admin/screens/rules/rules-screen"

export const config = defineRouteConfig({
  label: "menu.rules",
  rank: 5,
  translationNs: "recommendations",
})

export default RulesScreen
