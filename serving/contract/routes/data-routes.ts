import { z } from "zod";
import { dataBatchSchema, takenBatchSchema } from "../data-batch.ts";
import { roles } from "../roles.ts";
import { takenTicksSchema, tickBatchSchema } from "../tick-batch.ts";
import type { Route } from "./route.ts";

/** What comes in, and what is told as it happens. */
export const dataRoutes = [
  {
    operation: "takeBatch",
    method: "POST",
    path: "/v1/data/batches",
    summary: "Take in new bars or facts; what they change is computed afterwards",
    access: ["operator"],
    body: dataBatchSchema,
    isLarge: true,
    status: 200,
    answer: takenBatchSchema,
    problems: ["batch-refused", "key-reused"],
  },
  {
    operation: "takeTicks",
    method: "POST",
    path: "/v1/ticks",
    summary: "Take in ticks; factors of sessions under way follow them",
    access: ["operator"],
    body: tickBatchSchema,
    isLarge: true,
    isFrequent: true,
    status: 200,
    answer: takenTicksSchema,
    problems: ["batch-refused", "key-reused"],
  },
  {
    operation: "stream",
    method: "GET",
    path: "/v1/stream",
    summary: "What happens, as server-sent events with sequence numbers; Last-Event-ID resumes",
    access: roles,
    query: z.object({ after: z.coerce.number().pipe(z.int().min(0)).optional() }),
    status: 200,
    answer: null,
    problems: [],
  },
] as const satisfies readonly Route[];
