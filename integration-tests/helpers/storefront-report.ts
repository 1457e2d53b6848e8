import { randomUUID } from "node:crypto"
import type { StorefrontReport } from "../../src/modules/recommendation/behavior/storefront-intake"

/** A view as a storefront reports it, of now and of product `prod_1` where nothing else is said. */
export const aView = (fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  id: randomUUID(),
  type: "view",
  product_id: "prod_1",
  occurred_at: new Date().toISOString(),
  ...fields,
})

/** What the intake is handed of one request: a browser's, of a visitor who said yes. */
export const aReport = (
  report: Pick<StorefrontReport, "events" | "salesChannelIds"> & Partial<StorefrontReport>,
): StorefrontReport => ({
  visitorId: randomUUID(),
  customerId: null,
  consent: true,
  privacySignal: false,
  isOwnApp: false,
  address: "203.0.113.7",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/143.0 Safari/537.36",
  ...report,
})
