import { defineRouteConfig } from "@medusajs/admin-sdk"
import { crumb } from "../../../../../admin/components/crumb"
import { ResultsScreen } from "../../../../../admin/screens/results/results-screen"

export const config = defineRouteConfig({
  label: "menu.results",
  rank: 3,
  translationNs: "recommendations",
})

export const handle = { breadcrumb: crumb("menu.results") }

export default ResultsScreen
