import { defineRouteConfig } from "@medusajs/admin-sdk"
import { crumb } from "../../../../../admin/components/crumb"
import { BehaviorScreen } from "../../../../../admin/screens/behavior/behavior-screen"

export const config = defineRouteConfig({
  label: "menu.behavior",
  rank: 2,
  translationNs: "recommendations",
})

export const handle = { breadcrumb: crumb("menu.behavior") }

export default BehaviorScreen
