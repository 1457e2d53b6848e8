import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Sparkles } from "@medusajs/icons"
import { crumb } from "../../../../admin/components/crumb"
import { ModelScreen } from "../../../../admin/screens/model/model-screen"

export const config = defineRouteConfig({
  label: "menu.recommendations",
  icon: Sparkles,
  rank: 5,
  translationNs: "recommendations",
})

export const handle = { breadcrumb: crumb("menu.recommendations") }

export default ModelScreen
