import { expose } from "comlink";
import { createTables } from "../tables/tables.ts";

/** The trusted worker that holds large tables: sorting one takes seconds, which the host does not have. */
expose(createTables());
