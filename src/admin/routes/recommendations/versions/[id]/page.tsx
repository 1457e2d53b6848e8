import { VersionCrumb } from "../../../../../../admin/components/crumb"
import { VersionScreen } from "../../../../../../admin/screens/versions/version-screen"

export const handle = {
  breadcrumb: ({ params }: { params: { id?: string } }) => <VersionCrumb id={params.id} />,
}

export default VersionScreen
