import js from "@eslint/js"
import medusa from "@medusajs/eslint-plugin"
import jsdoc from "eslint-plugin-jsdoc"
import tseslint from "typescript-eslint"

/** Pure, and alike on every processor: the plugin's core and the solver under it. Its command line reads and writes files. */
const PURE = ["src/core/**/*.ts", "packages/linear-svm/src/**/*.ts"]
const NOT_PURE = ["packages/linear-svm/src/cli/**"]

/** Arrows of the house (ARCHITECTURE.md): who may import whom. */
const direction = (files, patterns) => ({
  files,
  ignores: ["**/__tests__/**"],
  rules: { "no-restricted-imports": ["error", { patterns }] },
})

/**
 * Medusa's own rules at strict, warnings as errors, on what a shop runs. Its preset would leave all tests without any rule,
 * and brings a parser of its own: the parser is ours.
 */
const medusaStrict = medusa.configs.strict
  .filter(({ rules, plugins }) => rules ?? plugins)
  .map(({ rules, ...block }) =>
    rules
      ? {
          ...block,
          ignores: [
            ...(block.ignores ?? []),
            "**/__tests__/**",
            "{integration-tests,bench,demo,packages,scripts,storefront-widget}/**",
          ],
          rules: Object.fromEntries(Object.keys(rules).map((name) => [name, "error"])),
        }
      : block,
  )

const throughTheDoor = {
  regex: "modules/recommendation/",
  message: "The module has one door: src/modules/recommendation/index.ts.",
}

const outsideTheSolver = { regex: "(\\.\\./){3}", message: "The solver knows nothing of the plugin." }

const noMedusa = { group: ["@medusajs/*"], message: "This room is free of Medusa." }

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/**",
      "**/dist/**",
      ".medusa/**",
      ".demo/**",
      ".cache/**",
      "public/**",
      "coverage/**",
      "**/*.{js,mjs,cjs}",
      "**/*.d.ts",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...medusaStrict,
  {
    rules: {
      // Ids of workflows and steps are one namespace of a shop and all its plugins: ours bear "recommendation".
      "@medusajs/step-id-kebab-case": "off",
      "@medusajs/workflow-id-matches-export-or-filename": "off",
    },
  },
  {
    // What a shop's owner, a command or an agent reads: no answer of a route, so it has no status.
    files: ["src/{modules,training,cli,core,types,files,scripts}/**", "src/api/agents/**"],
    rules: { "@medusajs/use-medusa-error-not-generic-error": "off" },
  },
  {
    // Free of Medusa (ARCHITECTURE.md), or in the dashboard's bundle: the zod that Medusa has, by its own name.
    files: ["src/{training,types,core,files}/**", "admin/**"],
    rules: { "@medusajs/zod-import-source": "off" },
  },
  {
    // Read-only links to what stands in no table of ours, and so has no `linkable`.
    files: ["src/links/similar-product{,s}.ts"],
    rules: { "@medusajs/link-uses-linkable-properties": "off" },
  },
  {
    languageOptions: {
      parserOptions: {
        project: [
          "./tsconfig.tests.json",
          "./tsconfig.admin.json",
          "./storefront-widget/tsconfig.json",
          "./demo/storefront/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      // Index access is checked by shape at borders and by properties inside (typed-array kernels).
      "@typescript-eslint/no-non-null-assertion": "off",
      // Medusa's loaders, steps and subscribers are async by contract.
      "@typescript-eslint/require-await": "off",
      // Without noUncheckedIndexedAccess the compiler takes every index for a hit, and this rule would forbid the check.
      "@typescript-eslint/no-unnecessary-condition": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: "Text is shown as text." },
      ],
    },
  },
  direction(["packages/linear-svm/src/cli/*.ts"], [outsideTheSolver]),
  direction(
    ["packages/linear-svm/src/*.ts", "packages/linear-svm/src/!(cli)/**/*.ts"],
    [outsideTheSolver, { regex: "^[^.]", message: "The solver imports no package." }],
  ),
  direction(
    ["src/core/**/*.ts"],
    [
      noMedusa,
      { group: ["node:*", "fs", "path", "crypto", "worker_threads", "os"], message: "core is pure." },
      {
        regex: "^(\\.\\./)+(modules|workflows|api|jobs|subscribers|training|types|cli|links|scripts|admin)(/|$)",
        message: "core imports nothing outside core.",
      },
    ],
  ),
  {
    // Their last bit is each processor's own, and with it a model's bytes: packages/linear-svm/src/numeric/portable-math.ts.
    files: PURE,
    ignores: ["**/__tests__/**", ...NOT_PURE, "packages/linear-svm/src/numeric/**"],
    rules: {
      "no-restricted-properties": [
        "error",
        ...["exp", "expm1", "log", "log1p", "log2", "log10", "pow", "tanh", "sinh", "cosh", "cbrt", "hypot"]
          .concat(["sin", "cos", "tan", "atan", "atan2", "asin", "acos"])
          .map((property) => ({ object: "Math", property, message: "Use numeric/portable-math." })),
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "BinaryExpression[operator='**'][left.type!='Literal']",
          message: "Use a product, or portable-math.",
        },
        {
          selector: "BinaryExpression[operator='**'][right.type!=/^(Literal|UnaryExpression)$/]",
          message: "Use exp2 of numeric/portable-math.",
        },
      ],
    },
  },
  {
    files: PURE,
    ignores: ["**/__tests__/**", ...NOT_PURE],
    plugins: { jsdoc },
    rules: {
      "jsdoc/require-jsdoc": [
        "error",
        {
          publicOnly: true,
          require: { ClassDeclaration: true, FunctionDeclaration: true, ArrowFunctionExpression: true },
          contexts: [
            "ExportNamedDeclaration > TSInterfaceDeclaration",
            "ExportNamedDeclaration > TSTypeAliasDeclaration",
            "ExportNamedDeclaration > VariableDeclaration",
          ],
        },
      ],
      "jsdoc/check-tag-names": ["error", { definedTags: ["defaultValue"] }],
    },
  },
  direction(
    ["src/files/**/*.ts"],
    [
      noMedusa,
      {
        regex: "^(\\.\\./)+(modules|workflows|api|jobs|subscribers|training)(/|$)",
        message: "files stand on core alone.",
      },
    ],
  ),
  direction(
    ["src/training/**/*.ts"],
    [
      noMedusa,
      { regex: "^(\\.\\./)+(workflows|api|jobs|subscribers)(/|$)", message: "training stands on core alone." },
    ],
  ),
  direction(
    ["src/modules/**/*.ts"],
    [
      {
        regex: "^(\\.\\./)+(workflows|api|jobs|subscribers)(/|$)",
        message: "arrows run core <- modules <- workflows <- api.",
      },
    ],
  ),
  direction(
    ["src/workflows/**/*.ts"],
    [
      { regex: "^(\\.\\./)+(api|jobs|subscribers)(/|$)", message: "arrows run modules <- workflows <- api." },
      throughTheDoor,
    ],
  ),
  direction(["src/{api,jobs,links,policies,scripts,subscribers}/**/*.ts", "src/*.ts"], [throughTheDoor]),
  {
    files: ["admin/**/*.{ts,tsx}", "storefront-widget/src/**/*.{ts,tsx}"],
    // A test may hold what the server says against the words for it.
    ignores: ["admin/__tests__/**"],
    rules: {
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              // The schemas of settings and rules are one for the API and the screens that edit them.
              regex: "(\\.\\./)+src/(?!types/(settings|rule)-schema$)",
              allowTypeImports: true,
              message: "Screens and widget reach the plugin over HTTP and share types alone.",
            },
          ],
        },
      ],
    },
  },
  {
    // Jest's asymmetric matchers (expect.any, expect.objectContaining) are typed `any`.
    files: ["**/__tests__/**", "integration-tests/**"],
    rules: { "@typescript-eslint/no-unsafe-assignment": "off", "@typescript-eslint/no-unsafe-return": "off" },
  },
  {
    files: ["**/__tests__/**", "integration-tests/**", "bench/**"],
    rules: { "max-lines": ["error", { max: 500, skipBlankLines: true, skipComments: true }] },
  },
)
