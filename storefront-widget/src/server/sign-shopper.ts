/** Who stands behind a request of the storefront's server. */
export interface SignedShopper {
  readonly address: string
  readonly agent: string
}

const text = new TextEncoder()

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

/**
 * `payload.signature`: JSON of address, agent and time in base64url, and its
 * HMAC-SHA-256 with the secret that shop and storefront share. By Web Crypto, so
 * that it runs on the edge too.
 */
export async function signShopper({ address, agent }: SignedShopper, secret: string): Promise<string> {
  const payload = toBase64Url(text.encode(JSON.stringify({ address, agent: agent.slice(0, 500), at: Date.now() })))
  const algorithm = { name: "HMAC", hash: "SHA-256" }
  const key = await crypto.subtle.importKey("raw", text.encode(secret), algorithm, false, ["sign"])
  const signature = await crypto.subtle.sign("HMAC", key, text.encode(payload))
  return `${payload}.${toBase64Url(new Uint8Array(signature))}`
}
