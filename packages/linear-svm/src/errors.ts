/** What was handed to a solver does not fit together; the message names the value and what it should be. */
export class TrainingInputError extends Error {
  override readonly name = "TrainingInputError"
}

/** A model file that must not be served; `field` names the part of the file that is wrong. */
export class ModelFormatError extends Error {
  override readonly name = "ModelFormatError"

  constructor(
    /** The part of the file that is wrong, such as `checksum` or `section 2 length`. */
    readonly field: string,
    problem: string,
  ) {
    super(`Model file refused: ${field} ${problem}`)
  }
}
