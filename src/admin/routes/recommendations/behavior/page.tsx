import { defineRouteConfig } from "@medusajs/admin-sdk"
import { BehaviorScreen } from "../../../../../admin/screens/behavior/behavior-screen"

export const config = defineRouteConfig({
  label: "menu.behavior",
  rank: 2,
  translationNs: "recommendations",
})

export default BehaviorScreen
