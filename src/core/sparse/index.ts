export * from "./csr-matrix"
