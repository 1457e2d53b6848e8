import type { SourceFile } from "ts-morph"

/** What an edit found: changed, nothing to change, or a file that it does not know. */
export type Outcome = "changed" | "unchanged" | "unknown"

/** One change of a source file that is there already, and how it is taken back. */
export interface Edit {
  /** What it is for, and what to do by hand where the file is unknown. */
  readonly about: string
  /** Changes the file, unless it is changed already. */
  readonly apply: (source: SourceFile) => Outcome
  /** Takes the change back, however the file was formatted meanwhile. */
  readonly revert: (source: SourceFile) => Outcome
}

/** A file of the starter, and what is done to it. */
export interface EditedFile {
  /** Path in the app, with `/`. */
  readonly file: string
  readonly edits: readonly Edit[]
}

/** A file that is made. */
export interface MadeFile {
  readonly file: string
  readonly text: string
}

/** Adds an import of `names` of `module`, after the last import. */
export function addImport(
  source: SourceFile,
  module: string,
  names: { readonly default?: string; readonly named?: string },
): void {
  if (source.getImportDeclaration(module)) return
  const clause = names.default ?? `{ ${names.named ?? ""} }`
  const quote = source.getFullText().includes(`from '`) ? "'" : '"'
  const last = source.getImportDeclarations().at(-1)
  const ending = last?.getText().endsWith(";") ? ";" : ""
  const line = `import ${clause} from ${quote}${module}${quote}${ending}`
  if (last) source.insertText(last.getEnd(), `\n${line}`)
  else source.insertText(0, `${line}\n`)
}

/** Takes an import away with its line. */
export function removeImport(source: SourceFile, module: string): void {
  const declaration = source.getImportDeclaration(module)
  if (declaration) removeLines(source, declaration.getStart(), declaration.getEnd())
}

/** Takes the text from `start` to `end` away, and the line where nothing else stands on it. */
export function removeLines(source: SourceFile, start: number, end: number): void {
  const text = source.getFullText()
  let from = start
  while (from > 0 && (text[from - 1] === " " || text[from - 1] === "\t")) from--
  const isAlone = (from === 0 || text[from - 1] === "\n") && (end === text.length || text[end] === "\n")
  if (isAlone) source.removeText(from, Math.min(end + 1, text.length))
  else source.removeText(start, end)
}

/** Spaces before the first character of the line that `position` is on. */
export function indentAt(source: SourceFile, position: number): string {
  const text = source.getFullText()
  const lineStart = text.lastIndexOf("\n", position - 1) + 1
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? ""
}
