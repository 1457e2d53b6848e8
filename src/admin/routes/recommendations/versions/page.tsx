import { defineRouteConfig } from "@medusajs/admin-sdk"
import { crumb } from "../../../../../admin/components/crumb"
import { VersionsScreen } from "../../../../../admin/screens/versions/versions-screen"

export const config = defineRouteConfig({
  label: "menu.versions",
  rank: 1,
  translationNs: "recommendations",
})

export const handle = { breadcrumb: crumb("menu.versions") }

export default VersionsScreen
