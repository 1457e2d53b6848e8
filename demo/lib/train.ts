import { z } from "@medusajs/framework/zod"

const run = z.object({
  status: z.string(),
  phase: z.string().nullable(),
  percent: z.number(),
  cause: z.string().nullable(),
})
const modelInfo = z.object({
  serving: z.object({ number: z.number() }).nullable(),
  current_run: run.nullable(),
  last_run: run.nullable(),
})
const tokenAnswer = z.object({ token: z.string() })

export interface AdminLogin {
  readonly backendUrl: string
  readonly email: string
  readonly password: string
}

export type TrainingOutcome =
  { readonly kind: "serving"; readonly version: number } | { readonly kind: "none"; readonly cause: string }

const POLL_MS = 500

/**
 * Sees to it that a model serves: asks for a first training as an admin would,
 * through the plugin's own routes, and waits for its end.
 */
export async function ensureModel(login: AdminLogin, onProgress: (text: string) => void): Promise<TrainingOutcome> {
  const call = await signIn(login)
  let asked = false
  for (;;) {
    const info = modelInfo.parse(await call("GET", "/admin/recommendations/model"))
    if (info.serving) return { kind: "serving", version: info.serving.number }
    if (info.current_run)
      onProgress(`Training: ${info.current_run.phase ?? "starting"}, ${Math.round(info.current_run.percent)} %`)
    else if (!asked) {
      await call("POST", "/admin/recommendations/retrain", { force: true })
      asked = true
    } else if (info.last_run)
      return { kind: "none", cause: info.last_run.cause ?? `the run ended: ${info.last_run.status}` }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>

async function signIn({ backendUrl, email, password }: AdminLogin): Promise<Call> {
  const call =
    (token: string | undefined): Call =>
    async (method, path, body) => {
      const response = await fetch(`${backendUrl}${path}`, {
        method,
        headers: { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`)
      return JSON.parse(text) as unknown
    }
  const answer = tokenAnswer.parse(await call(undefined)("POST", "/auth/user/emailpass", { email, password }))
  return call(answer.token)
}
