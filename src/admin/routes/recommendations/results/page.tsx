import { defineRouteConfig } from "@medusajs/admin-sdk"
import { ResultsScreen } from "../../../../../admin/screens/results/results-screen"

export const config = defineRouteConfig({
  label: "menu.results",
  rank: 3,
  translationNs: "recommendations",
})

export default ResultsScreen
