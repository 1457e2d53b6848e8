import { Node, SyntaxKind } from "ts-morph"
import type { ArrayLiteralExpression, ObjectLiteralElementLike, ObjectLiteralExpression, SourceFile } from "ts-morph"
import { indentAt, removeLines } from "./edit"
import type { Edit, EditedFile, Outcome } from "./edit"

const PLUGIN = "medusa-plugin-svm-recommendations"

const plugin: Edit = {
  about: `the plugin's block in medusa-config: plugins: [{ resolve: "${PLUGIN}", options: {} }]`,
  apply: addPlugin,
  revert: removePlugin,
}

/** What is done to a backend, whose configuration is `config`. */
export const backendEdits = (config: string): EditedFile[] => [{ file: config, edits: [plugin] }]

function configOf(source: SourceFile): ObjectLiteralExpression | null {
  let found: ObjectLiteralExpression | null = null
  source.forEachDescendant((node) => {
    if (found !== null || !Node.isCallExpression(node) || node.getExpression().getText() !== "defineConfig") return
    const [argument] = node.getArguments()
    if (Node.isObjectLiteralExpression(argument)) found = argument
  })
  return found
}

function addPlugin(source: SourceFile): Outcome {
  if (source.getFullText().includes(PLUGIN)) return "unchanged"
  const config = configOf(source)
  if (config === null) return "unknown"
  const quote = source.getFullText().includes("'") ? "'" : '"'
  const entry = `{ resolve: ${quote}${PLUGIN}${quote}, options: {} }`
  const property = config.getProperty("plugins")
  if (property === undefined) {
    const last = config.getProperties().at(-1)
    if (last === undefined) return "unknown"
    const line = `\n${indentAt(source, last.getStart())}plugins: [${entry}]`
    const comma = source.getFullText().indexOf(",", last.getEnd())
    const isTrailing = comma >= 0 && comma < config.getEnd()
    source.insertText(isTrailing ? comma + 1 : last.getEnd(), isTrailing ? `${line},` : `,${line}`)
    return "changed"
  }
  const list = listIn(property)
  if (list === undefined) return "unknown"
  const last = list.getElements().at(-1)
  if (last === undefined) source.insertText(list.getStart() + 1, entry)
  else source.insertText(last.getEnd(), `,\n${indentAt(source, last.getStart())}${entry}`)
  return "changed"
}

function listIn(property: ObjectLiteralElementLike | undefined): ArrayLiteralExpression | undefined {
  return property?.asKind(SyntaxKind.PropertyAssignment)?.getInitializerIfKind(SyntaxKind.ArrayLiteralExpression)
}

function removePlugin(source: SourceFile): Outcome {
  const property = configOf(source)?.getProperty("plugins")
  const list = listIn(property)
  if (list === undefined) return source.getFullText().includes(PLUGIN) ? "unknown" : "unchanged"
  const elements = list.getElements()
  const at = elements.findIndex((element) => element.getText().includes(PLUGIN))
  if (at < 0) return "unchanged"
  if (elements.length > 1) {
    const [start, end] =
      at === 0 ? [elements[0].getStart(), elements[1].getStart()] : [elements[at - 1].getEnd(), elements[at].getEnd()]
    source.removeText(start, end)
    return "changed"
  }
  if (property === undefined) return "unknown"
  const properties = configOf(source)?.getProperties() ?? []
  const previous = properties[properties.findIndex((one) => one === property) - 1]
  if (source.getFullText()[property.getEnd()] === "," || previous === undefined) {
    removeLines(source, property.getStart(), property.getEnd() + (previous === undefined ? 0 : 1))
  } else source.removeText(previous.getEnd(), property.getEnd())
  return "changed"
}
