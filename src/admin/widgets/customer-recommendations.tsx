import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { CustomerPanel } from "../../../admin/panels/customer-panel"

export const config = defineWidgetConfig({ zone: "customer.details.after", id: "svm-recommendations:customer" })

export default CustomerPanel
