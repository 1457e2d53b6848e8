import { renderToString } from "react-dom/server"
import { getRecommendations } from "../../../storefront-widget/src/server"
import { createSdk } from "../../../storefront-widget/src/server"
import { SsrPage } from "./ssr-page"

/** Prints the page as a server sends it, with the answer beside it for the browser. */
async function main(url: string): Promise<void> {
  const answer = await getRecommendations({
    sdk: createSdk({ baseUrl: url, publishableKey: "pk_test" }),
    limit: 4,
    timeBudgetMs: 30_000,
  })
  const html = renderToString(<SsrPage url={url} answer={answer} />)
  process.stdout.write(JSON.stringify({ html, answer }))
}

void main(process.argv[2])
