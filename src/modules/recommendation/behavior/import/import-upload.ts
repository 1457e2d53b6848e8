import { MedusaError } from "@medusajs/framework/utils"
import { problemLine } from "../../../../files/problem-counts"
import type { ModuleContext } from "../../context"
import { createIdMapping } from "./id-mapping"
import type { FileImportOptions, FileImportReport, ImportCounts } from "./import-file"
import type { HeldImport, ImportRuns } from "./import-runs"

export const FILE_SOURCE = "file"

/** Kinds of faults that the dashboard names: a file that is wrong throughout has few. */
const PROBLEMS_SHOWN = 5

/** How an uploaded file is to be read. */
export interface UploadOptions extends Pick<FileImportOptions, "likedFrom" | "currencyCode" | "encoding"> {
  /** See {@link createIdMapping}; a path on the server's disk is no way. */
  readonly products: string
  readonly customers: string
}

interface UploadImportParts {
  readonly runs: ImportRuns
  readonly importFile: (options: FileImportOptions) => Promise<FileImportReport>
}

class CanceledError extends Error {}

/** Learns from a file that an admin uploaded: like the script, with progress, and one at a time. */
export class UploadImport {
  constructor(
    private readonly context: ModuleContext,
    private readonly parts: UploadImportParts,
  ) {}

  /** @throws MedusaError of kind CONFLICT while another file is imported */
  async begin(): Promise<HeldImport> {
    const held = await this.parts.runs.begin(FILE_SOURCE, null, false)
    if (held !== null) return held
    throw new MedusaError(MedusaError.Types.CONFLICT, "Another file is being imported; wait for it, or cancel it.")
  }

  /**
   * Stores the rows of a file; what was wrong with the others is kept with the import.
   *
   * @param path a copy of the upload on this machine
   */
  async run(held: HeldImport, path: string, options: UploadOptions): Promise<void> {
    const { runs, importFile } = this.parts
    const rest = runs.keepAlive(held)
    try {
      const { problems } = await importFile({
        ...options,
        path,
        products: await createIdMapping(this.context, "product", options.products),
        customers: await createIdMapping(this.context, "customer", options.customers),
        onProgress: this.progressOf(held),
      })
      const lines = problems.slice(0, PROBLEMS_SHOWN).map(problemLine)
      await runs.finish(held, "done", lines.length > 0 ? lines.join("; ") : null)
    } catch (error) {
      if (error instanceof CanceledError) return
      await runs.finish(held, "failed", causeOf(error, path))
    } finally {
      rest()
    }
  }

  private progressOf(held: HeldImport): (counts: ImportCounts) => Promise<void> {
    let before: ImportCounts = { read: 0, stored: 0, bad: 0 }
    return async (now) => {
      const page = { read: now.read - before.read, stored: now.stored - before.stored, bad: now.bad - before.bad }
      before = now
      if (!(await this.parts.runs.advance(held, { ...page, cursor: "" }))) throw new CanceledError()
    }
  }
}

/** For the dashboard: the reader's own words without the path of the copy; none of the database, which may hold rows. */
function causeOf(error: unknown, path: string): string {
  const isOfFile = error instanceof Error && error.message.includes(path)
  const again = "Give the file again: no row is stored twice."
  return isOfFile ? error.message.replaceAll(path, "The file") : `The database refused a batch. ${again}`
}
