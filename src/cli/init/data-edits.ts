import { Node, SyntaxKind } from "ts-morph"
import type { CallExpression, FunctionDeclaration, SourceFile } from "ts-morph"
import { addImport, indentAt, removeImport, removeLines } from "./edit"
import type { Edit, EditedFile, Outcome } from "./edit"

const MODULE = "@lib/recommendations"
const OBJECT = "recommendations"

/** Helpers of the storefront's server actions, one line each. */
export const DATA_EDITS: readonly EditedFile[] = [
  {
    file: "src/lib/data/cart.ts",
    edits: [
      creditedLine(),
      afterCall({ within: "getOrSetCart", call: "setCartId", line: `await ${OBJECT}.attachCart(cart.id)` }),
      beforeCall({ within: "placeOrder", call: "redirect", line: `await ${OBJECT}.orderPlaced()` }),
    ],
  },
  {
    file: "src/lib/data/customer.ts",
    edits: [
      afterCall({ within: null, call: "setAuthToken", line: `await ${OBJECT}.login()` }),
      afterCall({ within: "signout", call: "removeAuthToken", line: `await ${OBJECT}.logout()` }),
    ],
  },
]

interface Place {
  /** Function that the call stands in; null for any. */
  readonly within: string | null
  readonly call: string
  readonly line: string
}

function afterCall(place: Place): Edit {
  return besideCall(place, "after")
}

function beforeCall(place: Place): Edit {
  return besideCall(place, "before")
}

function besideCall({ within, call, line }: Place, side: "before" | "after"): Edit {
  const helper = line.replace(/^await /, "").split("(", 1)[0]
  return {
    about: `${line} ${side} ${call}(…)${within === null ? "" : ` in ${within}`}`,
    apply: (source) => {
      if (callsOf(source, helper).length > 0) return "unchanged"
      const scope = within === null ? source : source.getFunction(within)
      const statement = callsOf(scope, call)
        .map((found) => found.getFirstAncestor(Node.isExpressionStatement))
        .find((found) => found !== undefined)
      if (statement === undefined) return "unknown"
      const indent = indentAt(source, statement.getStart())
      const ending = statement.getText().endsWith(";") ? ";" : ""
      if (side === "after") source.insertText(statement.getEnd(), `\n${indent}${line}${ending}`)
      else source.insertText(statement.getStart(), `${line}${ending}\n${indent}`)
      addImport(source, MODULE, { named: OBJECT })
      return "changed"
    },
    revert: (source) => revertCall(source, helper),
  }
}

function revertCall(source: SourceFile, helper: string): Outcome {
  const statement = callsOf(source, helper)[0]?.getFirstAncestor(Node.isExpressionStatement)
  if (statement === undefined) return callsOf(source, helper).length > 0 ? "unknown" : "unchanged"
  removeLines(source, statement.getStart(), statement.getEnd())
  dropUnusedImport(source)
  return "changed"
}

/** The line that is put into the cart says which list it came from. */
function creditedLine(): Edit {
  const helper = `${OBJECT}.creditedLine`
  return {
    about: `metadata: await ${helper}() in the line that addToCart makes`,
    apply: (source) => {
      if (callsOf(source, helper).length > 0) return "unchanged"
      const line = callsOf(source.getFunction("addToCart"), "createLineItem")[0]?.getArguments()[1]
      if (!Node.isObjectLiteralExpression(line) || line.getProperty("metadata") !== undefined) return "unknown"
      const last = line.getProperties().at(-1)
      if (last === undefined) return "unknown"
      source.insertText(last.getEnd(), `,\n${indentAt(source, last.getStart())}metadata: await ${helper}()`)
      addImport(source, MODULE, { named: OBJECT })
      return "changed"
    },
    revert: (source) => {
      const property = callsOf(source, helper)[0]?.getFirstAncestor(Node.isPropertyAssignment)
      if (property === undefined) return "unchanged"
      const previous = property.getPreviousSiblingIfKind(SyntaxKind.CommaToken)
      source.removeText(previous?.getStart() ?? property.getStart(), property.getEnd())
      dropUnusedImport(source)
      return "changed"
    },
  }
}

function dropUnusedImport(source: SourceFile): void {
  if (!new RegExp(`\\b${OBJECT}\\.`).test(source.getFullText().replaceAll(MODULE, ""))) removeImport(source, MODULE)
}

/** Calls of a function or method, by its name or the end of its path. */
function callsOf(scope: SourceFile | FunctionDeclaration | undefined, name: string): CallExpression[] {
  const found: CallExpression[] = []
  scope?.forEachDescendant((node) => {
    if (!Node.isCallExpression(node)) return
    const path = node.getExpression().getText().replace(/\s+/g, "")
    if (path === name || path.endsWith(`.${name}`)) found.push(node)
  })
  return found
}
