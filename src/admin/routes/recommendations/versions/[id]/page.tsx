import { crumb } from "../../../../../../admin/components/crumb"
import { VersionScreen } from "../../../../../../admin/screens/versions/version-screen"

export const handle = { breadcrumb: crumb("menu.versions") }

export default VersionScreen
