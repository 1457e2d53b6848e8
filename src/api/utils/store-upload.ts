import { randomUUID } from "node:crypto"
import { Transform } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { MedusaRequest } from "@medusajs/framework/http"
import { MedusaError, Modules } from "@medusajs/framework/utils"

/** Bytes of an uploaded file at most. */
const AT_MOST = 2 ** 30
const TOO_LARGE = "The file is larger than 1 GiB. Pack it with gzip, cut it in parts, or use the import script."

const SEND_A_FILE = "The body must be the file itself, as application/octet-stream."
/** What forms and other routes send. */
const NO_FILE = /^(application\/json|multipart\/|application\/x-www-form-urlencoded)/i

/** A file in Medusa's File module. */
interface Upload {
  readonly id: string
  readonly remove: () => Promise<void>
}

/**
 * Puts the body of a request into Medusa's File module as a private file, as it comes in. Its name is random: providers
 * without private folders serve it to whoever knows it.
 *
 * @throws MedusaError of kind INVALID_DATA (400) when the body is no file, is empty or larger than 1 GiB
 */
export async function storeUpload(req: MedusaRequest): Promise<Upload> {
  if (NO_FILE.test(req.headers["content-type"] ?? "")) throw refused(SEND_A_FILE)
  if (Number(req.headers["content-length"] ?? 0) > AT_MOST) throw refused(TOO_LARGE)
  const files = req.scope.resolve(Modules.FILE)
  const { writeStream, promise, fileKey } = await files.getUploadStream({
    filename: `${randomUUID()}.rows`,
    mimeType: "application/octet-stream",
    access: "private",
  })
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > AT_MOST) done(refused(TOO_LARGE))
      else done(null, chunk)
    },
  })
  const remove = (): Promise<void> => files.deleteFiles(fileKey)
  try {
    await pipeline(req, counted, writeStream)
    await promise
    if (bytes === 0) throw refused(SEND_A_FILE)
  } catch (error) {
    await remove()
    throw error
  }
  return { id: fileKey, remove }
}

const refused = (words: string): MedusaError => new MedusaError(MedusaError.Types.INVALID_DATA, words)
