import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { OrderPanel } from "../../../admin/panels/order-panel"

export const config = defineWidgetConfig({ zone: "order.details.side.after", id: "svm-recommendations:order" })

export default OrderPanel
