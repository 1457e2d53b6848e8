import { defineRouteConfig } from "@medusajs/admin-sdk"
import { VersionsScreen } from "../../../../../admin/screens/versions/versions-screen"

export const config = defineRouteConfig({
  label: "menu.versions",
  rank: 1,
  translationNs: "recommendations",
})

export default VersionsScreen
