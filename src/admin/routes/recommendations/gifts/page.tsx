import { defineRouteConfig } from "@medusajs/admin-sdk"
import { crumb } from "../../../../../admin/components/crumb"
import { GiftsScreen } from "../../../../../admin/screens/gifts/gifts-screen"

export const config = defineRouteConfig({
  label: "menu.gifts",
  rank: 6,
  translationNs: "recommendations",
})

export const handle = { breadcrumb: crumb("menu.gifts") }

export default GiftsScreen
