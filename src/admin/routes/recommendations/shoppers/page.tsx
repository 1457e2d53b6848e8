import { defineRouteConfig } from "@medusajs/admin-sdk"
import { ShoppersScreen } from "../../../../../admin/screens/shoppers/shoppers-screen"

export const config = defineRouteConfig({
  label: "menu.shoppers",
  rank: 4,
  translationNs: "recommendations",
})

export default ShoppersScreen
