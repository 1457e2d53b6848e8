export { resources as default } from "../../../admin/texts"
