import { readdirSync, readFileSync, statSync } from "node:fs"
import path from "node:path"
import ts from "typescript"
import { root } from "./database"

/** Columns of each table of a database. */
export type DatabaseTables = ReadonlyMap<string, ReadonlySet<string>>

/** What the SQL in our sources reads of tables that are not ours. */
export interface SqlReadings {
  /** Table -> the columns that are read of it, both sorted. */
  readonly read: Readonly<Record<string, string>>
  /** `file: table.column` of columns that the database has not. */
  readonly unknown: readonly string[]
}

const OURS = /^(behavior_event|recommendation_)/
const NAMED_TABLE = /\b(?:from|join|into|update)\s+"?([a-z_]+)"?(?:\s+(?:as\s+)?([a-z_]+))?/gi
const QUALIFIED = /\b([a-z_]+)\.([a-z_][a-z0-9_]*)\b/g
/** Words that may follow a table's name without being its alias. */
const NO_ALIAS = new Set(
  "on where set order group limit join left right inner cross using values offset for and select having as union".split(
    " ",
  ),
)

/** All texts of literals of a file, their holes as a question mark. */
function literalsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true)
  const texts: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) texts.push(node.text)
    else if (ts.isTemplateExpression(node))
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(" ? "))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return texts.map((text) => text.replace(/'[^']*'/g, "''"))
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name)
    if (statSync(file).isDirectory()) return name === "__tests__" || name === "migrations" ? [] : sourcesBelow(file)
    return name.endsWith(".ts") ? [file] : []
  })
}

interface Named {
  readonly table: string
  readonly alias: string | null
}

function namedIn(text: string): Named[] {
  return [...text.matchAll(NAMED_TABLE)].map(([, table = "", alias]) => ({
    table: table.toLowerCase(),
    alias: alias && !NO_ALIAS.has(alias.toLowerCase()) ? alias : null,
  }))
}

class Reader {
  readonly columns = new Map<string, Set<string>>()
  readonly unknown = new Set<string>()

  constructor(private readonly tables: DatabaseTables) {}

  file(name: string, texts: readonly string[]): void {
    const inFile = texts.flatMap((text) => namedIn(text))
    for (const text of texts) {
      const here = namedIn(text)
      for (const { table, alias } of here) if (this.isForeign(table)) this.table(table, alias === null ? text : "")
      for (const [, alias = "", column = ""] of text.matchAll(QUALIFIED)) {
        const own = here.filter((named) => (named.alias ?? named.table) === alias)
        // A part of a statement, whose alias another part of the file gives.
        const named = own.length > 0 ? own : inFile.filter((one) => (one.alias ?? one.table) === alias)
        this.column(`${name}: `, { column, named, isCertain: own.length > 0 })
      }
    }
  }

  private isForeign(table: string): boolean {
    return this.tables.has(table) && !OURS.test(table)
  }

  /** Without an alias each word of the statement that is the name of a column is taken to be it. */
  private table(table: string, text: string): void {
    const known = this.tables.get(table) ?? new Set()
    const read = this.columns.get(table) ?? new Set()
    this.columns.set(table, read)
    for (const word of text.match(/\b[a-z_]+\b/g) ?? []) if (known.has(word)) read.add(word)
  }

  private column(
    where: string,
    { column, named, isCertain }: { column: string; named: readonly Named[]; isCertain: boolean },
  ): void {
    const foreign = named.filter(({ table }) => this.isForeign(table))
    const having = foreign.filter(({ table }) => this.tables.get(table)?.has(column))
    for (const { table } of having) {
      this.table(table, "")
      this.columns.get(table)?.add(column)
    }
    if (isCertain && having.length === 0 && foreign.length === named.length)
      this.unknown.add(`${where}${foreign.map(({ table }) => table).join(" or ")}.${column}`)
  }
}

/** Reads the SQL of all our sources against the tables of a database. */
export function readSqlContract(tables: DatabaseTables): SqlReadings {
  const reader = new Reader(tables)
  for (const file of sourcesBelow(path.join(root, "src"))) reader.file(path.relative(root, file), literalsOf(file))
  const rows = [...reader.columns].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    read: Object.fromEntries(rows.map(([table, columns]) => [table, [...columns].sort().join(" ")])),
    unknown: [...reader.unknown].sort(),
  }
}
