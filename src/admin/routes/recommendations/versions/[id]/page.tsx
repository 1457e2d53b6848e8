import { VersionScreen } from "../../../../../../admin/screens/versions/version-screen"

export default VersionScreen
