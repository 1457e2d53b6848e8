import { defineRouteConfig } from "@medusajs/admin-sdk"
import { crumb } from "../../../../../admin/components/crumb"
import { ShoppersScreen } from "../../../../../admin/screens/shoppers/shoppers-screen"

export const config = defineRouteConfig({
  label: "menu.shoppers",
  rank: 4,
  translationNs: "recommendations",
})

export const handle = { breadcrumb: crumb("menu.shoppers") }

export default ShoppersScreen
