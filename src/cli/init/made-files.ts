import type { MadeFile } from "./edit"

const MADE = "// Made by `npx medusa-plugin-svm-recommendations init`; yours to change."

/** Files that a storefront of Medusa's starter gets. */
export const MADE_FILES: readonly MadeFile[] = [
  {
    file: "src/lib/recommendations.ts",
    text: `${MADE}
import { createRecommendations } from "medusa-svm-recommendations-widget/next"
import { cookies, headers } from "next/headers"

/**
 * The shopper's answer to your question about cookies. Undefined while there is none: lists are then the same for
 * everybody, and nothing is stored. Read your own cookie here.
 */
function consent(cookie: (name: string) => string | undefined): boolean | undefined {
  const answer = cookie("cookie_consent")
  return answer === undefined ? undefined : answer === "yes"
}

export const recommendations = createRecommendations({
  backendUrl:
    process.env.MEDUSA_BACKEND_URL ??
    process.env.NEXT_PUBLIC_MEDUSA_BACKEND_URL,
  publishableKey: process.env.NEXT_PUBLIC_MEDUSA_PUBLISHABLE_KEY,
  // One of the plugin's capture.app_keys: the shop then counts shoppers against its limits, and not this storefront.
  secret: process.env.RECOMMENDATIONS_SECRET,
  cookies,
  headers,
  consent,
})

export async function shopperConsent(): Promise<boolean | undefined> {
  const jar = await cookies()
  return consent((name) => jar.get(name)?.value)
}
`,
  },
  {
    file: "src/app/api/recommendations/[...path]/route.ts",
    text: `${MADE}
import { recommendations } from "@lib/recommendations"

export const { GET, POST, DELETE } = recommendations
`,
  },
  {
    file: "src/modules/recommendations/provider.tsx",
    text: `"use client"

${MADE}
import {
  createOwnSdk,
  RecommendationsProvider,
} from "medusa-svm-recommendations-widget"
import type { ReactNode } from "react"

const sdk = createOwnSdk()

type RecommendationsPageProps = {
  consent?: boolean
  customerId?: string
  cartId?: string
  children: ReactNode
}

export default function RecommendationsPage(props: RecommendationsPageProps) {
  return <RecommendationsProvider sdk={sdk} {...props} />
}
`,
  },
  {
    file: "src/modules/recommendations/product-view.tsx",
    text: `"use client"

${MADE}
import { useTrackView } from "medusa-svm-recommendations-widget/headless"

/** Reports that the shopper looks at a product; shows nothing. */
export default function ProductView({ productId }: { productId: string }) {
  useTrackView(productId)
  return null
}
`,
  },
  {
    file: "src/modules/recommendations/list.tsx",
    text: `${MADE}
import { getRegion } from "@lib/data/regions"
import { recommendations } from "@lib/recommendations"
import ProductView from "./product-view"

/** Cards as the starter's own: its lines and corners, names and headings no bolder than its. */
const looks =
  "[--svmr-line:var(--border-base)] [--svmr-name-size:0.875rem] [--svmr-name-weight:400] [--svmr-radius:0.5rem] [--svmr-title-size:1.125rem] [--svmr-title-weight:400]"

type RecommendationListProps = {
  strategy: "for_you" | "similar" | "cart"
  placement: string
  countryCode?: string | null
  productId?: string
  cartId?: string
  /** The starter's own margins; of a product page they stand around the list. */
  className?: string
}

export default async function RecommendationList({
  countryCode,
  className = "content-container py-12",
  ...list
}: RecommendationListProps) {
  const country = countryCode?.toLowerCase()
  const region = country ? await getRegion(country) : undefined

  return (
    <div className={\`\${looks} \${className}\`}>
      {list.productId && <ProductView productId={list.productId} />}
      <recommendations.List
        {...list}
        regionId={region?.id}
        productHref={country ? \`/\${country}/products/{handle}\` : undefined}
      />
    </div>
  )
}
`,
  },
]
