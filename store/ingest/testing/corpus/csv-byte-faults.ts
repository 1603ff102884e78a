import { gzipSync, zstdCompressSync } from "node:zlib";
