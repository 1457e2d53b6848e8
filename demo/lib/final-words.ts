import type { Addresses } from "./addresses"
import type { ShopperLogin } from "./database"

export interface FinalWords {
  readonly addresses: Addresses
  readonly logins: readonly ShopperLogin[]
  readonly shopperPassword: string
  readonly admin: { readonly email: string; readonly password: string }
  readonly publishableKey: string
  readonly simulated: boolean
  readonly logsFolder: string
}

/** What a person needs to know once everything runs. */
export function finalWords(facts: FinalWords): string {
  const { addresses, logins, shopperPassword, admin, publishableKey } = facts
  const width = Math.max(0, ...logins.map(({ email }) => email.length))
  return [
    "",
    `  Storefront   ${addresses.storefrontUrl}`,
    ...(facts.simulated ? ["    All shoppers and what they did are simulated. Sign in as one of them:"] : []),
    ...logins.map(({ email, about }) => `    ${email.padEnd(width)}  ${shopperPassword}  ${about}`),
    "",
    `  Dashboard    ${addresses.backendUrl}/app`,
    `    ${admin.email}  ${admin.password}`,
    "",
    `  Store API    ${addresses.backendUrl}/store`,
    `    publishable key ${publishableKey}`,
    "",
    `  Logs are in ${facts.logsFolder}`,
    "  Ctrl-C stops everything; the next start takes up from here.",
    "",
  ].join("\n")
}
