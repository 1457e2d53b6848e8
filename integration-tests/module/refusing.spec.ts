import { errorHandler } from "@medusajs/framework/http"
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { RefusalError } from "../../src/modules/recommendation/refusal"
import { refusing } from "../../src/api/utils/refusing"

/** What an admin gets when a route ends in `error`, by Medusa's own handler. */
async function answerTo(error: Error): Promise<{ status: number; body: unknown }> {
  const answer: { status: number; body: unknown } = { status: 200, body: undefined }
  const res = {
    status(code: number) {
      answer.status = code
      return res
    },
    json(body: unknown) {
      answer.body = body
      return res
    },
  }
  const logger = { error: () => undefined, warn: () => undefined, info: () => undefined }
  const req = { scope: { resolve: () => logger } } as unknown as AuthenticatedMedusaRequest
  const medusa = res as unknown as MedusaResponse
  const route = refusing(() => Promise.reject(error))
  await route(req, medusa).catch((thrown: unknown) => {
    errorHandler()(thrown, req, medusa, () => undefined)
  })
  return answer
}

describe("refusing", () => {
  const statement = { text: "too few", said: [{ code: "too_little" as const, values: {} }] }

  test.each([
    [MedusaError.Types.INVALID_DATA, 400],
    [MedusaError.Types.NOT_FOUND, 404],
    [MedusaError.Types.NOT_ALLOWED, 400],
  ])("refusing: a refusal of type %s is answered %i by Medusa's own handler, with its parts", async (type, status) => {
    const answer = await answerTo(new RefusalError(type, statement))
    expect(answer).toMatchObject({ status, body: { type, message: "too few", said: statement.said } })
  })

  test("refusing: another error is Medusa's alone", async () => {
    const { status, body } = await answerTo(new Error("secret"))
    expect(status).toBe(500)
    expect(body).not.toHaveProperty("said")
    expect(JSON.stringify(body)).not.toContain("secret")
  })
})
