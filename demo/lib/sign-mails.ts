import { mailListClaim, signClaim } from "../../src/modules/recommendation/mail/mail-token"
import { withDatabase } from "./database"

const YEAR_SECONDS = 31_536_000
const PRODUCTS = 6

interface MailsToSign {
  readonly emails: readonly string[]
  readonly regionId: string
  readonly storefrontUrl: string
}

interface ToSign {
  readonly email: string
  readonly customer_id: string
  readonly sales_channel_id: string
  readonly secret: string
}

/**
 * Tokens of the lists that mails to these shoppers would hold, by e-mail, as a shop's own workflow signs them
 * (`signMailListWorkflow`): the demo's page shows the mail that the shop would send. None before the shop has its secret.
 */
export async function signMails(
  databaseUrl: string,
  { emails, regionId, storefrontUrl }: MailsToSign,
): Promise<Map<string, string>> {
  const { rows } = await withDatabase(databaseUrl, (client) =>
    client.query<ToSign>(
      `select c.email, c.id as customer_id, k.sales_channel_id, s.settings ->> 'salt' as secret
         from customer c
         cross join (select sales_channel_id from publishable_api_key_sales_channel
                      where deleted_at is null order by created_at limit 1) k
         join recommendation_setting s on s.id = 'recset_shopper_salt'
        where c.email = any($1) and c.has_account and c.deleted_at is null`,
      [emails],
    ),
  )
  const expires = Math.floor(Date.now() / 1_000) + YEAR_SECONDS
  const product_url = `${storefrontUrl}/products/{handle}`
  return new Map(
    rows.map(({ email, secret, ...who }) => {
      const list = { kind: "list", strategy: "for_you", limit: PRODUCTS, placement: "mail", locale: "en" }
      return [
        email,
        signClaim(mailListClaim.parse({ ...list, ...who, region_id: regionId, product_url, expires }), secret),
      ]
    }),
  )
}
