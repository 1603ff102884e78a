import { readFileSync } from "node:fs";
let s=readFileSync("feel-once.mjs","utf8");
