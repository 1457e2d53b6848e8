import { ModelFormatError } from "../../svm"
import { decodeModelFile } from "../model/container/model-codec"
import { decodeRankingModel, encodeRankingModel } from "../model/model-file"
import type { RankingModel } from "../model/ranking-model"
import { reduceModel } from "./reduce-model"
import type { ReduceOptions } from "./reduce-model"

/** Section by which a file says that it was made for everybody to read, and of which version it is. */
const SECTION = "edge"

/** What a file for the edge is made with. */
export interface EdgeFileOptions extends ReduceOptions {
  /** Number of the version that it was made of. */
  readonly version: number
}

/**
 * Makes the file for the edge of a model file. The same model and products give the same bytes.
 *
 * @throws ModelFormatError where the model file is damaged or of another release
 */
export function encodeEdgeFile(bytes: Uint8Array, { version, ...reduce }: EdgeFileOptions): Uint8Array {
  const model = reduceModel(decodeRankingModel(bytes), reduce)
  return encodeRankingModel(model, [{ name: SECTION, kind: "json", value: { version } }])
}

/**
 * Reads what {@link encodeEdgeFile} wrote.
 *
 * @throws ModelFormatError where the file is damaged, of another release, or a model file that was not made for the edge
 */
export function decodeEdgeFile(bytes: Uint8Array): { readonly version: number; readonly model: RankingModel } {
  const value = decodeModelFile(bytes).json(SECTION)
  const version: unknown = typeof value === "object" && value !== null && "version" in value ? value.version : null
  if (typeof version !== "number") throw new ModelFormatError(`section "${SECTION}"`, "names no version")
  return { version, model: decodeRankingModel(bytes) }
}
